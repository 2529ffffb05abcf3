// Every code of `deskrealm ldap test` and `ldap sync`: what it is called, and what `deskrealm explain CODE`
// prints of its cause and cure. Codes are public API.

interface FindingText {
  readonly summary: string;
  /** What happens, why, and the way out. */
  readonly explanation: string;
}

const text = (summary: string, explanation: string): FindingText => ({ summary, explanation });

export const findingTexts = {
  "host-unknown": text(
    "No address for the directory's host",
    "The name in ldap.url is misspelt, or known only to another DNS. Correct it, or mend the DNS of this machine. Where Keycloak finds it all the same, this is a warning: people cannot be counted from here.",
  ),
  unreachable: text(
    "Nobody answers at the directory's address",
    "The directory is down, another host or port is meant, or a firewall is between. Start it, correct ldap.url (389 for ldap, 636 for ldaps), or open the way.",
  ),
  "tls-untrusted": text(
    "Certificate of an authority that is not trusted here",
    "A private authority has signed the directory's certificate. Name its PEM file in the spec as ldap.ca. Keycloak trusts by a list of its own: see keycloak-untrusted.",
  ),
  "tls-name": text(
    "Certificate for another host",
    "The host in ldap.url has to stand in the certificate's subjectAltName; Keycloak looks as well, and takes no login otherwise. Write a name that the certificate has, or give the server a certificate for this one.",
  ),
  "tls-expired": text(
    "Certificate that has expired",
    "Nobody logs in with an expired certificate. Renew it on the directory's side; in Keycloak nothing is to be done where the same authority signs it.",
  ),
  "tls-expires-soon": text(
    "Certificate that expires within 30 days",
    "On that day all logins of the directory's people end. Renew it before.",
  ),
  "tls-failed": text(
    "No TLS at the directory's port",
    "Something listens there and does not speak TLS: ldaps:// with the port for ldap, as a rule. Write ldap:// with startTls: true, or the port for ldaps (636).",
  ),
  "tls-needed": text(
    "The directory takes no password in clear",
    "Active Directory refuses a login without encryption, and OpenLDAP may be set to. Write ldaps://, or ldap:// with startTls: true.",
  ),
  "start-tls-refused": text(
    "The directory offers no StartTLS",
    "It has no certificate, or has StartTLS turned off. Take ldaps:// and leave startTls out, or give the directory a certificate.",
  ),
  "bind-refused": text(
    "The directory refuses the account",
    "The DN or the password under ldap.bind is wrong, or the account is disabled, locked or expired; Active Directory says which. Correct ldap.bind.dn, or the secret in the stack's configuration or the environment.",
  ),
  "bind-not-tried": text(
    "The account's password is not known here",
    "Its secret is in Keycloak's vault, or is not set on this machine, so that nobody could be counted from here. Set it in the stack's configuration or in the environment, as the spec names it.",
  ),
  "base-missing": text(
    "No such place in the directory",
    "The DN in ldap.users is not there, or the account may not read it: a directory answers both in one way. Correct ldap.users, or give the account the right to read below it.",
  ),
  "filter-invalid": text(
    "The directory cannot read the filter",
    "Keycloak would find nobody. Correct ldap.filter; its form is that of RFC 4515.",
  ),
  "object-class-unknown": text(
    "Object class that the directory's schema lacks",
    "Keycloak asks for people who have all of ldap.objectClasses, so a class that does not exist leaves out everybody. Correct its spelling, or take it out.",
  ),
  "object-class-lacking": text(
    "People without one of the object classes",
    "Keycloak asks for people who have all of ldap.objectClasses: those named neither come nor log in. Take the class out of the list if they are to come. Service accounts are often meant to stay out.",
  ),
  "attribute-unknown": text(
    "Attribute that the directory's schema lacks",
    "Nobody can have it: as the user name or the id it keeps out everybody, as another it stays empty in Keycloak. Correct its spelling, or map another attribute.",
  ),
  "attribute-lacking": text(
    "People without an attribute",
    "Without an id or a user name they do not come; without a name or an address the helpdesk does not know them, and Keycloak may ask them for it at the login. Fill it in in the directory. Of other attributes it is only said.",
  ),
  nobody: text(
    "Nobody matches",
    "ldap.users, scope, objectClasses, username and filter together mean no entry. Look at an entry who should come, and at which of them it misses; below branches people are found with scope: subtree.",
  ),
  "size-limit": text(
    "The directory holds people back",
    "A directory limits what one account gets in one search (OpenLDAP: 500), and asking in pages does not lift that. Keycloak's sync then takes the first of them and reports success. Lift the limit for the account under ldap.bind: the hint has the line.",
  ),
  "paging-missing": text(
    "No searches in pages",
    "The directory does not have the control of RFC 2696, which Keycloak's searches ask for. Set ldap.pagination: false.",
  ),
  "directory-refused": text(
    "The directory refuses a question",
    "It answered with an error that is no matter of address, certificate, account or place. The text is its own; its log says more.",
  ),
  "keycloak-not-tried": text(
    "Keycloak could not be asked",
    "The test is a call to Keycloak's Admin API that needs the right manage-realm. The detail says what came back: mend the account under keycloak: of the stack, or start Keycloak.",
  ),
  "keycloak-untrusted": text(
    "Keycloak does not trust the directory's certificate",
    "Keycloak's list of authorities is the server's and cannot be set in a realm. Start it with --truststore-paths=CA.pem, or put the file into its conf/truststores; the hint has the line. ldap.ca is for this machine.",
  ),
  "keycloak-host-unknown": text(
    "Keycloak finds no address for the directory's host",
    "Keycloak's machine, or its container, has another DNS than this one. Mend it there, or write a name in ldap.url that it knows.",
  ),
  "keycloak-unreachable": text(
    "Keycloak does not reach the directory",
    "From where Keycloak stands a firewall is between, or the address means another machine: localhost in a container is the container. Open the way, or correct ldap.url.",
  ),
  "keycloak-bind-refused": text(
    "The directory refuses Keycloak's login",
    "Where the login from here is taken, the realm holds another password than the stack: somebody has changed one of both. Bring it up again with `deskrealm up`.",
  ),
  "keycloak-failed": text(
    "Keycloak could not ask the directory",
    "Its answer names no cause that is known here. Keycloak's log has the directory's own words.",
  ),
  "only-keycloak-reaches": text(
    "Only Keycloak reaches the directory",
    "People can come and log in. From this machine the directory is out of reach, so that nobody was counted and no entry looked at. Run the command where the directory is reached to have that as well.",
  ),
  "sync-aborted": text(
    "Keycloak broke the sync off",
    "One entry can end the whole, a value of more than 255 characters for example, and whoever comes after it is left out. Mend the entries that are named below it and sync again; where none is named, Keycloak's log says what it met.",
  ),
  "sync-fewer": text(
    "Fewer people than the directory holds",
    "Keycloak reports no failure and took fewer people than the same filter finds from here. Its account may see less than the one from here, or somebody changed the directory meanwhile. Sync again, then compare by `deskrealm ldap test`.",
  ),
  "sync-failed": text(
    "People whom Keycloak does not take",
    "Keycloak counts them and names them in its log alone. The entries below it are those that it cannot take; mend them and sync again.",
  ),
  "sync-entry": text(
    "Entry that Keycloak does not take",
    "A value is too long for Keycloak's database, or its user name or address is another's already: of another entry, or of a person of the realm who is not of the directory. Mend the entry, or leave it out with ldap.filter.",
  ),
} as const satisfies Readonly<Record<string, FindingText>>;

/** Stable names of the findings: scripts match on them. */
export type LdapCode = keyof typeof findingTexts;

export const isLdapCode = (word: string): word is LdapCode => Object.hasOwn(findingTexts, word);
