// Every diagnostic that a spec can earn: its code, its summary, and what `deskrealm explain CODE` prints.
// Codes are public API. Texts are the product: terse, stable, with the reason and the way out.

interface Entry {
  readonly severity: "error" | "warning" | "notice";
  readonly summary: string;
  readonly explanation: string;
}

const error = (summary: string, explanation: string): Entry => ({ severity: "error", summary, explanation });
const warning = (summary: string, explanation: string): Entry => ({
  severity: "warning",
  summary,
  explanation,
});
const notice = (summary: string, explanation: string): Entry => ({
  severity: "notice",
  summary,
  explanation,
});

export const catalogue = {
  "attribute-built-in": error(
    "Attribute that Keycloak has itself",
    "username, email, firstName and lastName are part of every user profile and are not declared under attributes. The length of user names is set under username.",
  ),
  "attribute-name": error(
    "Unusable attribute name",
    "Keycloak takes attribute names of letters, digits, dots, hyphens and underscores, at most 255 characters. OTRS's Map names them the same way.",
  ),
  "attribute-undeclared": error(
    "Attribute that the profile does not declare",
    "Where unmanaged attributes are DISABLED, Keycloak drops an attribute that the realm's profile does not declare, and says nothing. Declare it under attributes.",
  ),
  "client-id": error(
    "Unusable client id",
    "A client id is what the helpdesk's own configuration names. Keycloak's built-in clients (account, account-console, admin-cli, broker, realm-management, security-admin-console) cannot be taken over.",
  ),
  "client-id-clash": error(
    "Two clients with one id",
    "The clients app and api of a realm need different client ids: one is for people in a browser, the other for the helpdesk's server.",
  ),
  "confidential-app": notice(
    "Confidential client for the helpdesk's pages",
    "OTRS's vendor names no configuration key for the secret of otrs-app. A confidential otrs-app is made as asked, but OTRS as its vendor describes it cannot log in with it.",
  ),
  "customer-id-editable": warning(
    "People may edit their own customerid",
    "customerid says whose tickets a person sees. A person who may edit it can read another company's tickets. Leave user out of edit, unless every person may see every ticket.",
  ),
  day: error(
    "Unusable day",
    "A day is written as year, month and day: 2027-01-31. An exception holds until the end of its day, in UTC.",
  ),
  "directory-attribute": error(
    "Unusable name of a directory's schema",
    "Attributes and object classes of a directory have names of letters, digits and hyphens, or numbers joined by dots.",
  ),
  "directory-cache": error(
    "Key that the cache's policy does not have",
    "evict-daily has hour and minute, evict-weekly has day, hour and minute, max-lifespan has lifespan. Keycloak would ignore any other in silence.",
  ),
  "directory-dn": error(
    "Unusable distinguished name",
    "A distinguished name is written as RFC 4514 says: type=value, joined by commas, from the entry upwards. Within a value, a comma and other special characters have a backslash before them.",
  ),
  "directory-edit": error(
    "Edit mode that contradicts another setting",
    "A directory is only read, except in a window. Keycloak takes a setting that needs more than that, and then does nothing of it, or refuses the whole. In a window, too, nobody who is new comes into it unless Keycloak fills what the directory demands of an entry: Active Directory's people begin with cn, and OpenLDAP's need one, which by default no attribute in Keycloak is mapped to.",
  ),
  "directory-filter": error(
    "Unusable search filter",
    "A filter is written as RFC 4515 says: comparisons in parentheses, joined by &, | and ! in front. Keycloak would find nobody.",
  ),
  "directory-group": error(
    "Group that cannot stand for a role",
    "Keycloak knows a directory's groups by the value that begins their DN. Roles go by groups at the top of the realm, each of a name of its own.",
  ),
  "directory-tls": error(
    "Two ways of encryption for the directory",
    "ldaps has TLS from the first byte; startTls begins in clear and needs a connection of its own for each search. Keycloak accepts startTls with ldaps and fails at every login, and refuses it with pooling.",
  ),
  "directory-url": error(
    "Unusable URL of a directory",
    "A directory's address is ldaps://HOST or ldap://HOST, with a port where it is not the usual one. DN, account and password have keys of their own.",
  ),
  "duplicate-key": error(
    "Key given twice",
    "A key may stand once in a mapping. YAML would take the last one in silence.",
  ),
  "duplicate-role": error(
    "Role named twice",
    "A client role exists once in Keycloak. Role names differ in more than upper and lower case, since a person could not tell them apart.",
  ),
  duration: error("Unusable duration", "A duration is a whole number and a unit: 30s, 5m, 10h or 30d."),
  email: error(
    "Unusable email address",
    "Keycloak's profile refuses an address that is not of the form name@host, and helpdesks find people by it.",
  ),
  "empty-spec": error("Empty spec", "A spec has at least two lines: helpdesk and url."),
  "environment-without-value": error(
    "Environment variable that is not set",
    "${env:NAME} takes its value from the environment of the command. It has no default; ${var:NAME:-default} has.",
  ),
  "ephemeral-ldif": error(
    "LDIF that no directory of the realm would read",
    "In a test realm an LDIF file stands in for the realm's own directory: its filters, mappers and groups are the realm's ldap. Without one there, name people under users. Keycloak reaches that directory on the loopback address alone.",
  ),
  "file-unreadable": error(
    "File that cannot be read",
    "The path names no file, or a folder, a pipe or a device, or a file that this account may not read.",
  ),
  "helpdesk-key": error(
    "Unusable key of a helpdesk",
    "Of several helpdesks in one spec, each has a key by which roles, clients and files name it: the product's name, or what stands under key. It is of small letters, digits and hyphens, and no two have the same.",
  ),
  "helpdesk-unknown": error(
    "Unknown helpdesk",
    "The helpdesk decides which realms, clients and roles are made. Known: otrs, otobo, osticket, deskpro, espocrm.",
  ),
  instant: error(
    "Unusable time",
    "The end of a window is a day and a time with the offset from UTC, such as 2026-12-31T18:00+01:00: it is the same moment wherever a command runs.",
  ),
  "lifetime-order": error(
    "Lifetimes that contradict each other",
    "An idle timeout longer than the whole session never comes, and an access token that outlives its session stays valid after the logout.",
  ),
  locale: error(
    "Unusable locale",
    "A locale is a language tag such as de or pt-BR. The default has to be one of the supported ones.",
  ),
  "missing-key": error("Key missing", "The key has no default, since only you know its value."),
  "number-range": error(
    "Number out of range",
    "The server refuses the number, or means something else by it.",
  ),
  "out-of-range": error(
    "Value out of range",
    "The value is shorter, longer, smaller or larger than Keycloak takes.",
  ),
  "plain-http": warning(
    "Address without TLS",
    "Over plain http, codes and tokens can be read on the way. That is for a machine's own loopback address only.",
  ),
  "product-https": error(
    "Helpdesk without TLS",
    "Deskpro logs nobody in by OpenID Connect unless its own address is https: its vendor says that forcing https without declaring it does not do.",
  ),
  "product-key": error(
    "Key that the helpdesk has no use for",
    "Each helpdesk has settings of its own. One that belongs to another would change nothing, and look as if it did.",
  ),
  "product-realm": error(
    "Realm that the helpdesk cannot have",
    "Agents and customers live in realms of their own, agents and customers; people is one realm for both, where the product can do with one. EspoCRM logs its users in and no portal.",
  ),
  "provider-alias": error(
    "Unusable alias of a provider",
    "The alias is part of the redirect URI that is registered over there, and of the logical names in the stack's state. It has letters, digits, dots, hyphens and underscores.",
  ),
  "provider-group": error(
    "Group of Entra by another name than its ID",
    "Entra's tokens list groups by their object IDs (GUIDs), whatever they are called. A name would match nobody. App roles have names: their claim is roles.",
  ),
  "provider-key": error(
    "Key that this kind of provider lacks or does not have",
    "Each kind needs what its addresses are made of: entra tenant, auth0 domain, authentik url and slug, keycloak url and realm, oidc issuer, authorizationUrl, tokenUrl and jwksUrl. Nothing is looked up while a spec is read.",
  ),
  "provider-kind": error(
    "Provider of no known kind",
    "The kind says which addresses, scopes and claims the provider has. Known: entra, auth0, authentik, keycloak, and oidc for every other.",
  ),
  "provider-linking": error(
    "Accounts that anybody could take over",
    "Automatic linking gives an account to whoever comes from the provider with its address. That holds only where the provider has verified every address, and the spec says so: trustEmail.",
  ),
  "provider-scope": error(
    "Unusable scope",
    "A scope is one word without spaces, quotes and backslashes; the provider refuses the login where it does not know one.",
  ),
  "provider-tenant": error(
    "Unusable tenant of Entra",
    "The issuer in Entra's tokens is that of the person's tenant. With common, organizations or consumers it is never the one that Keycloak expects, and tokens of every tenant would have to be taken.",
  ),
  "provider-url": error(
    "Unusable address of a provider",
    "Issuer and endpoints are absolute addresses, written letter for letter as the provider's discovery document has them: the slash at the end of an issuer is part of it.",
  ),
  "realm-name": error(
    "Unusable realm name",
    "The realm's name is part of every URL of it: letters, digits, dots, hyphens and underscores. master is Keycloak's own.",
  ),
  "realm-name-clash": error(
    "Two realms of one name",
    "Agents and customer users live in realms of their own. With one name for both, customers could log in as agents.",
  ),
  "redirect-uri": error(
    "Unusable redirect URI",
    "A redirect URI is absolute, with a host, without user name, fragment or variable part: https://desk.example/callback.",
  ),
  "redirect-uri-wildcard": error(
    "Wildcard redirect URI",
    "Keycloak sends the login's code to any address that matches. A wildcard hands it to whoever can place a page there.",
  ),
  reference: error(
    "Malformed reference",
    "References are ${var:NAME}, ${var:NAME:-default}, ${env:NAME} and ${secret:NAME}. Every other ${…} is Keycloak's own and stays as it is.",
  ),
  "reference-in-key": error(
    "Reference where a fixed name is needed",
    "Names of roles, people and attributes, and the first step of a group's DN, are part of the logical names in the stack's state. If a variable could change them, a changed value would delete and recreate.",
  ),
  "role-ambiguous": error(
    "Role that several helpdesks have",
    "Where several helpdesks share a realm, each has roles of its own, and two may have one of the same name. Write the helpdesk's key before it, as in otobo/Agent. A role of one helpdesk gives nothing in another.",
  ),
  "role-name": error(
    "Unusable role name",
    "Role names must match OTRS's own exactly: no space at either end, no slash, no control character, not dots alone, at most 255 characters.",
  ),
  "role-unknown": error(
    "Role that the realm does not have",
    "A person, or the people of a directory's group, can be given the roles that the same realm's roles list names, and the login role.",
  ),
  "secret-in-clear": error(
    "Secret in clear",
    "A spec is committed and reviewed. A secret is named in it, never written: ${secret:NAME} from the stack's encrypted configuration, ${env:NAME} from the environment, or ${vault.NAME} from Keycloak's vault.",
  ),
  "secret-misplaced": error(
    "Secret in a place that everybody sees",
    "The value of ${secret:…} stays encrypted, so it can stand only where a secret is expected. Use ${var:NAME} for a value that may be seen.",
  ),
  "smtp-tls-clash": error(
    "Two ways of encryption for mail",
    "ssl means TLS from the first byte, mostly on port 465. starttls begins in clear, mostly on port 587. A server speaks one of them on a port.",
  ),
  "text-characters": error(
    "Unusable characters",
    "The text is empty, has a space at either end, or holds a control character.",
  ),
  "too-large": error(
    "Larger than a spec can be",
    "A spec is read whole, by everything that works on it. It has at most 1 MiB, 10,000 keys and values, with those that aliases stand for, and 50 levels. Several helpdesks have a spec each.",
  ),
  "unknown-key": error(
    "Unknown key",
    "The key means nothing here. A misspelt key would otherwise leave a default in force that you thought you had changed.",
  ),
  url: error(
    "Unusable URL",
    "The address is absolute, http or https, with a host, and without user name, query, fragment or wildcard: https://desk.example/path.",
  ),
  "user-incomplete": error(
    "Person whose first login would stop",
    "Keycloak stops a person without email, first name, last name or a required attribute at 'Update Account Information', and matching in the helpdesk fails.",
  ),
  "user-name": error(
    "Unusable user name",
    "Keycloak keeps user names in lower case, within the realm's length, and without characters such as < > & \" $ % ! # ? * ; / \\ and spaces.",
  ),
  "username-length": error(
    "Contradictory length of user names",
    "The minimum is at least 1, the maximum at most 255, and the minimum not over the maximum.",
  ),
  value: error("Value that is not one of the known", "Only the listed values have a meaning here."),
  "variable-without-value": error(
    "Variable without a value",
    "${var:NAME} takes its value from the stack's configuration. Give it a default in the spec, ${var:NAME:-default}, or a value in the stack.",
  ),
  "wrong-type": error(
    "Wrong type of value",
    "The value is a text where a number is meant, a list where a mapping is meant, or the like.",
  ),
  "yaml-syntax": error("Not YAML", "The file cannot be read as YAML 1.2."),
} as const satisfies Record<string, Entry>;

/** Closed union of everything that can be wrong with a spec. */
export type DiagnosticCode = keyof typeof catalogue;

export const isDiagnosticCode = (text: string): text is DiagnosticCode => Object.hasOwn(catalogue, text);
