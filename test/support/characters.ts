// Characters and URLs as fast-check makes them. Its own first write a table of every character there is, which
// takes a second in each test file that has one.

import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Any character at all, as `unit: "binary"` has it. */
export const anyCharacter = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (text) => {
    const code = typeof text === "string" ? (text.codePointAt(0) ?? -1) : -1;
    const index = code < SURROGATES.first ? code : code - SURROGATES.count;
    if (index < 0 || String.fromCodePoint(code) !== text) throw new TypeError("This is no single character.");
    return index;
  },
);

const ESCAPED = anyCharacter.map((one) => {
  const escaped = encodeURIComponent(one);
  return escaped === one ? `%${one.charCodeAt(0).toString(16)}` : escaped;
});
const PLAIN = fc.constantFrom(
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@",
);
const unit = fc.oneof({ weight: 10, arbitrary: PLAIN }, { weight: 1, arbitrary: ESCAPED });

const path = (characters: fc.Size, segments: fc.Size) =>
  fc
    .array(fc.string({ unit, size: characters }), { size: segments })
    .map((all) => all.map((one) => `/${one}`).join(""));

/** As `fc.webUrl` with the scheme `https`. */
export const httpsUrl = fc
  .tuple(fc.webAuthority(), fc.oneof(path("small", "xsmall"), path("xsmall", "small")))
  .map(([host, rest]) => `https://${host}${rest}`);
