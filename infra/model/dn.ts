// Distinguished names (RFC 4514), as far as one has to say which is above another.

/** The names of a DN from the entry upwards, in lower case and without spaces around them. */
function namesOf(dn: string): string[] {
  const names = dn.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return names
    .map((name) =>
      name
        .trim()
        .replace(/\s*=\s*/, "=")
        .toLowerCase(),
    )
    .filter((name) => name !== "");
}

/** Whether an entry is the other one or below it. Spelling and spaces do not count. */
export function isWithin(dn: string, above: string): boolean {
  const [names, base] = [namesOf(dn), namesOf(above)];
  return base.length <= names.length && base.every((name, index) => names.at(index - base.length) === name);
}

/** The part of a DN that names the domain, `dc=acme,dc=example`; empty where it has none. */
export function domainOf(dn: string): string {
  return namesOf(dn)
    .filter((name) => name.startsWith("dc="))
    .join(",");
}

/** Whether a DN is the top of a directory: a domain, an organisation, a country, and nothing below. */
export function isTop(dn: string): boolean {
  const names = namesOf(dn);
  return (
    names.every((name) => /^(dc|c)=/.test(name)) || (names.length === 1 && /^(o|dc)=/.test(names[0] ?? ""))
  );
}
