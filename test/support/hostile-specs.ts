// Specs that have to be refused, by what is wrong with them. Each ends in exit code 2 with a place.

import { UNPRINTABLE } from "./hostile-strings.ts";

/** A name, and what stands in the file. */
export type HostileSpec = readonly [name: string, content: string | Buffer];

export const HEAD = "helpdesk: otrs\nurl: https://otrs.acme.example\n";
const yaml = (value: unknown): string => JSON.stringify(value);
const bytes = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

const encodings: readonly HostileSpec[] = [
  ["UTF-16, little end first", bytes([0xff, 0xfe], [...Buffer.from(HEAD, "utf16le")])],
  ["UTF-16, big end first", bytes([0xfe, 0xff], [...utf16be(HEAD)])],
  ["UTF-16 without a mark, little end first", Buffer.from(HEAD, "utf16le")],
  ["UTF-16 without a mark, big end first", utf16be(HEAD)],
  ["UTF-32", bytes([0xff, 0xfe, 0, 0, 0x68, 0, 0, 0])],
  ["Latin-1 in a value", Buffer.from(`${HEAD}agents: { displayName: Köln }\n`, "latin1")],
  ["Latin-1 in a key", Buffer.from(`${HEAD}agénts: {}\n`, "latin1")],
  ["Latin-1 in a comment", Buffer.from(`${HEAD}# Köln\n`, "latin1")],
  ["an overlong sequence", bytes(`${HEAD}# `, [0xc0, 0xaf])],
  ["half a surrogate pair in bytes", bytes(`${HEAD}# `, [0xed, 0xa0, 0x80])],
  ["a character cut short at the end", bytes(`${HEAD}# `, [0xf0, 0x9f, 0x98])],
  ["a continuation alone", bytes(HEAD, [0x80])],
  ["a compressed file", bytes([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0xcb])],
  ["a picture", bytes([0x89], "PNG\r\n", [0x1a], "\n", [0, 0, 0, 13])],
  ["a program", bytes([0x7f], "ELF", [2, 1, 1, 0])],
  ["lines that end with a carriage return alone", HEAD.replaceAll("\n", "\r")],
  ...[
    "\0",
    "\u0007",
    "\u0008",
    "\u000b",
    "\u000c",
    "\u001b[2J",
    "\u007f",
    "\u009b2J",
    "\ufffe",
    "\ufffd",
  ].map(
    (one): HostileSpec => [`the raw character ${yaml(one)}`, `${HEAD}agents: { displayName: a${one}b }\n`],
  ),
];

const nested = (open: string, close: string) =>
  `${HEAD}agents: ${open.repeat(10_000)}1${close.repeat(10_000)}`;

const sizes: readonly HostileSpec[] = [
  ["an empty file", ""],
  ["blanks", "   \n\n  \n"],
  ["comments", "# a\n# b"],
  ["a mark of byte order alone", bytes([0xef, 0xbb, 0xbf])],
  ["50 MB of comments", Buffer.alloc(50_000_000, "# comment\n")],
  ["50 MB in one line", Buffer.alloc(50_000_000, "a")],
  ["50 MB of zeros", Buffer.alloc(50_000_000)],
  ["a byte too many", `${HEAD}#${"x".repeat(1_048_576 - HEAD.length)}`],
  ["100,000 keys", `${HEAD}${times(100_000, (one) => `k${one}: 1`)}`],
  ["2,000 times the same key", `${HEAD}${"agents: {}\n".repeat(2000)}`],
  ["2,000 unknown keys", `${HEAD}${times(2000, (one) => `key${one}: 1`)}`],
  ["500 secrets in clear", `${HEAD}${times(500, (one) => `password${one}: hunter${one}`)}`],
  ["lists, 10,000 deep", nested("[", "]")],
  ["mappings, 10,000 deep", nested("{a: ", "}")],
  ["lists that are never closed", nested("[", "")],
  ["mappings that are never closed", nested("{", "")],
  ["dashes, 10,000 deep", `${HEAD}agents:\n  ${"- ".repeat(10_000)}1`],
  ["question marks, 10,000 deep", `${HEAD}${"? ".repeat(10_000)}1`],
  ["indented keys, 1,000 deep", `${HEAD}${times(1000, (one) => `${" ".repeat(one)}a:`)}`],
  ["a key of 100,000 characters", `${HEAD}${"k".repeat(100_000)}: 1`],
  ["a word of 1,000,000 characters", "a".repeat(1_000_000)],
  ["a million dots behind a colon", `x: ${"a.".repeat(500_000)}`],
  ["colons without end in a comment", `${HEAD}x: 1 # ${"a: ".repeat(300_000)}`],
  ["slashes without end in a URL", `helpdesk: otrs\nurl: https://a.example/${"/".repeat(500_000)}x`],
  ["a display name of 500,000 characters", `${HEAD}agents: { displayName: ${"a b".repeat(166_000)} }`],
  ["3,000 empty roles", `${HEAD}agents: { roles: [${'"",'.repeat(3000)}] }`],
  ["1,000 open quotes", `${HEAD}${"'\n\"\n".repeat(500)}`],
];

const laughs = (first: string, next: (name: string) => string): string =>
  [..."bcdefgh"].reduce(
    (text, name, index) => `${text}\n${name}: &${name} ${next("abcdefgh"[index] ?? "")}`,
    `${HEAD}a: &a ${first}`,
  );

const aliases: readonly HostileSpec[] = [
  [
    "lists that laugh",
    laughs("[x, x, x, x, x, x, x, x, x]", (one) => `[${Array(9).fill(`*${one}`).join(", ")}]`),
  ],
  [
    "mappings that laugh",
    laughs("{ x: 1, y: 2 }", (one) => `{ ${[..."pqrstuv"].map((k) => `${k}: *${one}`).join(", ")} }`),
  ],
  ["two levels that are too many", `${HEAD}a: &a [${"x,".repeat(2000)}]\nb: [*a, *a, *a, *a, *a, *a]`],
  ["2,000 aliases", `${HEAD}a: &a x\n${times(2000, (one) => `k${one}: *a`)}`],
  ["an alias in its own anchor", `${HEAD}agents: &a { users: *a }`],
  ["an alias of nothing", `${HEAD}agents: *nothing`],
  ["an alias before its anchor", `${HEAD}agents: *a\ncustomers: &a {}`],
  ["an alias as a key", `${HEAD}agents: { loginRole: &a users, *a : {} }`],
  ["a merge key", `${HEAD}shared: &a { displayName: x }\nagents: { <<: *a }`],
  ["a merge key of a list", `${HEAD}agents: { <<: [{}, {}] }`],
];

const tags: readonly HostileSpec[] = [
  ...[
    "!!binary aGk=",
    "!!js/function 'function () {}'",
    "!!js/regexp /a/",
    "!!python/object/apply:os.system [id]",
  ],
  ...[
    "!!set { a, b }",
    "!!omap [a: 1]",
    "!!timestamp 2001-01-01",
    "!own x",
    "!<tag:yaml.org,2002:x> x",
    "!ruby/object:X {}",
  ],
  ...["!!map [a]", "!!seq {}", "!!int x", "!!float x", "!!bool x", "!!null x", "! x: y"],
].map((one): HostileSpec => [`the tag in ${one}`, `${HEAD}agents: { displayName: ${one} }\n`]);

const syntax: readonly HostileSpec[] = [
  ...[
    "\tagents: {}",
    "agents: {",
    "agents: [",
    "agents: ]",
    "agents: }",
    "agents: 'x",
    'agents: "x',
    "agents: @x",
  ],
  ...[
    "agents: `x`",
    "agents: %x",
    "agents: : x",
    "agents: - x",
    'agents: "\\q"',
    'agents: "a" b',
    "agents: |x\n y",
  ],
  ...[
    "agents: >99",
    "agents: {}\n  roles: []",
    "agents:\n- a\nb: c",
    "agents: { a b c: [ }",
    "agents: x: y",
    "agents",
  ],
  ...[
    "? [a]\n: b",
    "? { a: b }\n: c",
    "--- \nhelpdesk: otrs",
    "...\nx: 1",
    "agents: {}\n---\nagents: {}",
    "? |\n  url\n: x",
  ],
  ...["agents: { roles: [a, b }", "<html>", "{{ template }}", "<<<<<<< HEAD\nx: 1\n=======", "agents = {}"],
  ...[
    "agents: {}\nagents: {}",
    'agents: {}\n"agents": {}',
    "agents: { roles: [], roles: [] }",
    "agents: {}\n? agents\n: {}",
  ],
].map((one): HostileSpec => [`the text ${yaml(one)}`, `${HEAD}${one}\n`]);

const directives: readonly HostileSpec[] = ["%YAML 1.1", "%YAML 9.9", "%TAG ! tag:x,2002:", "%X"].map(
  (one): HostileSpec => [
    `the directive ${one}`,
    `${one}\n---\n${HEAD}agents: { login: { rememberMe: !!x yes } }\n`,
  ],
);

/** Specs in which one value at a place is of another type, or out of its range. */
const wrong = (place: string, values: readonly string[], around: (value: string) => string) =>
  values.map((value): HostileSpec => [`${place}: ${value}`, around(value)]);
const inAgents = (key: string) => (value: string) => `${HEAD}agents: { ${key}: ${value} }\n`;

const types: readonly HostileSpec[] = [
  ...wrong(
    "helpdesk",
    ["1", "null", "[otrs]", "{}", "OTRS", "''"],
    (one) => `helpdesk: ${one}\nurl: https://a.example`,
  ),
  ...wrong("url", ["1", "null", "[]", "{}", "true", "x"], (one) => `helpdesk: otrs\nurl: ${one}`),
  ...wrong("the spec", ["1", "x", "[]", "null", "{}", "true"], (one) => `${one}\n`),
  ...wrong("agents", ["1", "x", "[]", "true"], (one) => `${HEAD}agents: ${one}\n`),
  ...wrong("roles", ["x", "1", "{}", "[1]", "[null]", "[[a]]", "[{}]", "[007]", "[true]"], inAgents("roles")),
  ...wrong(
    "users",
    ["1", "[]", "x", "{ ada: 1 }", "{ ada: }", "{ ada: [] }", "{ ada: {} }"],
    inAgents("users"),
  ),
  ...wrong(
    "attributes",
    ["1", "[]", "{ a: 1 }", "{ a: { required: 1 } }", "{ a: { edit: admin } }"],
    inAgents("attributes"),
  ),
  ...wrong(
    "username",
    [
      "{ minLength: 0 }",
      "{ minLength: 1.5 }",
      "{ maxLength: 256 }",
      "{ maxLength: .inf }",
      "{ minLength: .nan }",
      "{ maxLength: 1e99 }",
    ],
    inAgents("username"),
  ),
  ...wrong(
    "tokens",
    [
      "{ code: 5 }",
      "{ code: '5' }",
      "{ code: -5m }",
      "{ code: 1e3m }",
      "{ code: 99999999999d }",
      "{ code: 5 m }",
      "{ code: [] }",
    ],
    inAgents("tokens"),
  ),
  ...wrong(
    "bruteForce",
    ["x", "1", "[]", "{ maxWait: 1 }", "{ maxLoginFailures: 0 }"],
    inAgents("bruteForce"),
  ),
  ...wrong(
    "smtp",
    [
      "x",
      "{}",
      "{ host: 1, from: a@b }",
      "{ host: a, from: b }",
      "{ host: a, from: a@b, port: 0 }",
      "{ host: a, from: a@b, auth: x }",
    ],
    inAgents("smtp"),
  ),
  ...wrong(
    "locales",
    [
      "{ supported: [], default: de }",
      "{ supported: [../../x], default: de }",
      "{ supported: [de], default: en }",
    ],
    inAgents("locales"),
  ),
];

const keys: readonly HostileSpec[] = [
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "valueOf",
    "null",
    "1",
    "''",
    "\u202Esnega",
  ].flatMap((key): HostileSpec[] => [
    [`the key ${key} at the top`, `${HEAD}${key}: {}\n`],
    [`the key ${key} in a realm`, `${HEAD}agents: { ${key}: {} }\n`],
    [`the key ${key} in a person`, `${HEAD}agents: { users: { ada: { ${key}: x } } }\n`],
  ]),
  ...["__proto__", "constructor", "a b", "a/b", "a'b", "ü", "${var:X}"].map(
    (key): HostileSpec => [`the attribute ${key}`, `${HEAD}agents: { attributes: { ${yaml(key)}: {} } }\n`],
  ),
];

const person = "firstName: A, lastName: B, email: a@b.example";
const names: readonly HostileSpec[] = [
  ...[
    "a/b",
    "..",
    ".",
    "a%2Fb",
    "a?b",
    "a#b",
    "a b",
    "master",
    "MASTER",
    "",
    "-a",
    "a;b",
    "a'b",
    'a"b',
    "ü",
    "$(id)",
    "a".repeat(256),
    "a\u202Eb",
    ...UNPRINTABLE,
  ].map(
    (one): HostileSpec => [`the realm ${yaml(one).slice(0, 40)}`, `${HEAD}agents: { realm: ${yaml(one)} }\n`],
  ),
  ...[
    "a b",
    "a/b",
    "a?b",
    "a#b",
    "a%b",
    "a\\b",
    "",
    "account",
    "a\u202Eb",
    "a\u200Bb",
    "a\u2028b",
    "a".repeat(256),
    ...UNPRINTABLE,
  ].map(
    (one): HostileSpec => [
      `the client ${yaml(one).slice(0, 40)}`,
      `${HEAD}agents: { clients: { app: { clientId: ${yaml(one)} } } }\n`,
    ],
  ),
  ...[" a", "a ", "a/b", ".", "..", "", "${var:X}", "a".repeat(256), ...UNPRINTABLE].map(
    (one): HostileSpec => [
      `the role ${yaml(one).slice(0, 40)}`,
      `${HEAD}agents: { roles: [${yaml(one)}] }\n`,
    ],
  ),
  ...[
    "a b",
    "a'b",
    'a"b',
    "<b>",
    "$(id)",
    "a;b",
    "a/b",
    "Ada",
    "",
    "__proto__",
    "a,b",
    "a\u2028b",
    ...UNPRINTABLE,
  ].map(
    (one): HostileSpec => [
      `the person ${yaml(one)}`,
      `${HEAD}agents: { users: { ${yaml(one)}: { ${person} } } }\n`,
    ],
  ),
  ...[
    "a",
    "@b",
    "a@",
    "a b@c",
    "a@b c",
    "a@b\r\nBcc: x@y",
    '"a"@b',
    "a@b@c",
    "a,b@c",
    "<a@b>",
    "a\u202Eb@c",
    ...UNPRINTABLE.map((one) => `${one}@b`),
  ].map(
    (one): HostileSpec => [
      `the address ${yaml(one)}`,
      `${HEAD}shared: { smtp: { host: mail.example, from: ${yaml(one)} } }\n`,
    ],
  ),
  ...UNPRINTABLE.map(
    (one): HostileSpec => [`the display name ${yaml(one)}`, `${HEAD}agents: { displayName: ${yaml(one)} }\n`],
  ),
  ...UNPRINTABLE.map(
    (one): HostileSpec => [
      `the vault's key ${yaml(one)}`,
      `${HEAD}shared: { smtp: { host: a, from: a@b, auth: { username: a, password: ${yaml(`\${vault.${one}}`)} } } }\n`,
    ],
  ),
];

const URLS: readonly string[] = [
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://a.example",
    "//a.example",
    "https://",
  ],
  ...[
    "https:///x",
    "https:a.example",
    "https://u:p@a.example",
    "https://u@a.example",
    "https://a.example/#x",
  ],
  ...[
    "https://a.example/#",
    "https://a b.example",
    "https://a.example/ x",
    "https://a.example\\x",
    "https://[::1",
  ],
  ...[
    "https://a.example:99999",
    "https://%00.example",
    "https://*.example",
    "https://a.example/*",
    "https://a.example/${x}",
  ],
  ...[
    " https://a.example",
    "https://a.example/\u202Ex",
    "https://a.example/\u200B",
    "https://a.example/\u2028",
  ],
  ...UNPRINTABLE.map((one) => `https://a.example/${one}`),
];
const urls: readonly HostileSpec[] = URLS.flatMap((url): HostileSpec[] => [
  [`the helpdesk's URL ${yaml(url)}`, `helpdesk: otrs\nurl: ${yaml(url)}\n`],
  [
    `the redirect URI ${yaml(url)}`,
    `${HEAD}agents: { clients: { app: { redirectUris: [${yaml(url)}] } } }\n`,
  ],
]);

/** All of them, each kind with its name. */
export const HOSTILE_SPECS: Readonly<Record<string, readonly HostileSpec[]>> = {
  "odd encodings": encodings,
  "sizes and depths": sizes,
  "aliases and merges": aliases,
  "tags and directives": [...tags, ...directives],
  "broken syntax": syntax,
  "wrong types": types,
  "names of JavaScript's own": keys,
  "hostile names": names,
  "hostile addresses": urls,
};
