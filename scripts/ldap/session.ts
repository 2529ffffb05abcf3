// A conversation with a directory: name, connection, certificate and login, each with its own trouble.

import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { connect, rootCertificates, type TLSSocket } from "node:tls";
import { Client, type Entry } from "ldapts";
import { type Certificate, certificateOf, certificateTrouble } from "./certificate.ts";
import { LdapTrouble } from "./finding.ts";
import type { DirectorySettings } from "./settings.ts";
import { bindTrouble, connectTrouble, startTlsTrouble } from "./trouble.ts";

export interface Session extends AsyncDisposable {
  readonly url: string;
  readonly client: Client;
  /** What the server says of itself. */
  readonly root: Entry;
  /** `undefined` without TLS. */
  readonly certificate: Certificate | undefined;
}

/**
 * Connects to one URL and logs in there. Nothing secret is sent before the certificate is found good.
 *
 * @throws LdapTrouble
 */
export async function openSession(url: string, settings: DirectorySettings): Promise<Session> {
  const { ca, startTls, bind, connectTimeout, readTimeout } = settings;
  const host = await resolvable(url);
  let socket: TLSSocket | undefined;
  // Certificates are judged below, with a reason for each refusal.
  const tlsOptions = { rejectUnauthorized: false, ...(ca === undefined ? {} : { ca: trusted(ca) }) };
  const client = new Client({
    ...{ url, connectTimeout, timeout: readTimeout, strictDN: false },
    // Given for ldap://, they would make it speak TLS at once.
    ...(url.startsWith("ldaps:") ? { tlsOptions } : {}),
    createSecureConnection: ((...words: Parameters<typeof connect>) => {
      socket = connect(...words);
      return socket;
    }) as typeof connect,
  });
  try {
    if (startTls && url.startsWith("ldap:"))
      await client
        .startTLS({ ...tlsOptions, ...(isIP(host) === 0 ? { servername: host } : { host }) })
        .catch((error: unknown) => {
          throw startTlsTrouble(url, error);
        });
    const root = await rootEntry(client, url);
    const certificate = socket === undefined ? undefined : certificateOf(socket);
    if (socket !== undefined) demandTrust(socket, url, ca !== undefined);
    if (bind !== null) await logIn(client, url, bind);
    return { url, client, root, certificate, [Symbol.asyncDispose]: () => close(client) };
  } catch (error) {
    await close(client);
    throw error;
  }
}

/** Opens the first URL that answers, as Keycloak does. */
export async function openFirst(settings: DirectorySettings): Promise<Session> {
  let first: unknown;
  for (const url of settings.urls) {
    try {
      return await openSession(url, settings);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** What the machine trusts, and the person's own authority. */
function trusted(ca: string): string[] {
  return [...rootCertificates, ca];
}

async function resolvable(url: string): Promise<string> {
  const host = hostOf(url);
  try {
    await lookup(host);
    return host;
  } catch (cause) {
    const why = `this machine finds no address of ${host}`;
    throw new LdapTrouble(
      "host-unknown",
      `${url}: ${why}.`,
      "correct the host in ldap.url, or mend the DNS",
      cause,
    );
  }
}

/** An address of version 6 without its brackets. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");

async function rootEntry(client: Client, url: string): Promise<Entry> {
  const attributes = ["*", "+", "supportedControl", "subschemaSubentry", "namingContexts"];
  try {
    const { searchEntries } = await client.search("", { scope: "base", attributes });
    return searchEntries[0] ?? { dn: "" };
  } catch (error) {
    // Some servers say nothing to those who have not logged in.
    if (client.isConnected) return { dn: "" };
    throw connectTrouble(url, error);
  }
}

function demandTrust(socket: TLSSocket, url: string, hasCa: boolean): void {
  if (socket.authorized) return;
  const { authorizationError } = socket;
  throw certificateTrouble(url, hostOf(url), String(authorizationError), certificateOf(socket), hasCa);
}

async function logIn(
  client: Client,
  url: string,
  { dn, password }: NonNullable<DirectorySettings["bind"]>,
): Promise<void> {
  if (password === undefined)
    throw new LdapTrouble(
      "bind-not-tried",
      `The password of ${dn} is not to be had here.`,
      "set it in the stack's configuration or in the environment, as the spec names it",
    );
  try {
    await client.bind(dn, password);
  } catch (error) {
    throw bindTrouble(url, dn, error);
  }
}

async function close(client: Client): Promise<void> {
  await client.unbind().catch(() => {});
}
