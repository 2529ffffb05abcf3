// The addresses of a helpdesk's clients, taken from its own base URL to another one.

/** Clients' lists of addresses. */
const LISTS = ["redirectUris", "postLogoutRedirectUris", "webOrigins"] as const;
const WORDS = {
  redirectUris: "redirect URI",
  postLogoutRedirectUris: "address after a logout",
  webOrigins: "web origin",
} as const;

/** Two base URLs without a slash at the end. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

type Client = Readonly<Record<string, unknown>>;

/**
 * A client of the spec with its lists moved. Of an address elsewhere nothing is left; where none is left at all,
 * the product's own addresses hold.
 *
 * @param notes - gets a sentence for each address that is left out
 */
export function moveClient(client: Client, place: string, move: Move, notes: string[]): Client {
  const moved: Record<string, unknown> = { ...client };
  for (const list of LISTS) {
    const addresses = client[list] as readonly string[] | undefined;
    if (addresses === undefined) continue;
    const one = list === "webOrigins" ? moveOrigin : moveAddress;
    const left = addresses.flatMap((address) => {
      const found = one(address, move);
      if (found === undefined)
        notes.push(`${WORDS[list]} ${address} of ${place} is left out: it is not the helpdesk's own`);
      return found ?? [];
    });
    // Without an origin no page elsewhere may call, which is as strict as it was.
    if (left.length > 0 || list === "webOrigins") moved[list] = [...new Set(left)];
    else delete moved[list];
  }
  return moved;
}

/** The same place below the other base URL; undefined where the address is not below the first. */
export function moveAddress(address: string, { from, to }: Move): string | undefined {
  const [url, base] = [new URL(address), new URL(from)];
  const basePath = base.pathname.replace(/\/+$/, "");
  if (url.origin !== base.origin) return undefined;
  if (url.pathname !== basePath && !url.pathname.startsWith(`${basePath}/`)) return undefined;
  // A URL without a path is read as one with a slash, which Keycloak tells from the other.
  const bare = basePath === "" && url.pathname === "/" && !/^[a-z]+:\/\/[^/?]*\//i.test(address);
  return `${to}${bare ? "" : url.pathname.slice(basePath.length)}${url.search}`;
}

const moveOrigin = (origin: string, { from, to }: Move): string | undefined =>
  new URL(origin).origin === new URL(from).origin ? new URL(to).origin : undefined;
