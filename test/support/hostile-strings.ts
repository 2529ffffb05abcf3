// Strings that mean something to whatever reads them next: a terminal, a shell, Perl, Markdown, HTML, YAML, a URL.

/** Texts of one line that a spec takes as they are. */
export const HOSTILE_TEXTS: readonly string[] = [
  // Shell
  ...[
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "a && b || c",
    "x | y > z",
  ],
  ...["-rf", "--help", "~root", "*", "!!", "${HOME}", "$IFS", "a\\", "\\'", "#", "'", '"', "''", "\\\\"],
  // Perl
  ...["@{[ system 'id' ]}", "$ENV{HOME}", "q{x}", "__END__", "=cut", "%s%n", "'.system(1).'", "\\x{41}"],
  // Markdown and HTML
  ...["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</code></details>", "<!--", "-->", "]]>"],
  ...["&lt;b&gt;", "&#x3c;", "[a](javascript:alert(1))", "![a](https://evil.example/x)", "```", "``a`", "`"],
  ...[
    "| a | b |",
    "# head",
    "> quote",
    "- item",
    "1. item",
    "---",
    "@everyone",
    "https://evil.example",
    "\\|",
  ],
  // YAML and JSON
  ...[
    "a: b",
    "- a",
    "{}",
    "[]",
    "null",
    "true",
    "no",
    "007",
    "1e3",
    "&a",
    "*a",
    "!!js/function x",
    "? a",
    "|",
  ],
  ...["%YAML 1.1", "a #b", "': '", '{"a": 1}', "~", "<<", "=", "2001-01-01", "0x10", "..."],
  // JavaScript
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "$&", "$1", "$`", "%o"],
  // Keycloak's own references, which stay as they are
  ...["${email}", "${vault.smtp}", "${varx}", "$${x}", "}${", "${"],
  // Letters and marks: directions, nothing at all, combinations, halves of flags
  ...[
    "a\u202Eb",
    "a\u2066b\u2069",
    "a\u200Bb",
    "a\u200Db",
    "a\uFEFFb",
    "a\u2028b",
    "a\u2029b",
    "e\u0301\u0301",
  ],
  ...["Straße", "日本語", "עברית", "🇩🇪🏴", "\u{E0041}x", "a\u00ADb", "ﬀ", "İ"],
];

/** The same with what moves the cursor, sets a colour or ends the line: no spec may hold them in a name. */
export const UNPRINTABLE: readonly string[] = [
  ...[
    "a\u001b[31mb",
    "a\u001b]0;title\u0007",
    "a\u009b2Jb",
    "a\rb",
    "a\nb",
    "a\u0000b",
    "a\u0008b",
    "a\u007fb",
  ],
  ...["a\ud800b", "a\udc00"],
];

/** Addresses of a helpdesk that a spec takes, each a burden for whoever quotes or parses it. */
export const HOSTILE_URLS: readonly string[] = [
  ...[
    "https://otrs.acme.example/a%2Fb",
    "https://otrs.acme.example/a%252Fb",
    "https://otrs.acme.example/../x",
  ],
  ...["https://otrs.acme.example/a/./b", "https://otrs.acme.example/$(id)", "https://otrs.acme.example/`id`"],
  ...["https://otrs.acme.example/it's", "https://otrs.acme.example/a;b&c", 'https://otrs.acme.example/"x"'],
  ...["https://otrs.acme.example/<b>", "https://otrs.acme.example/a|b", "https://otrs.acme.example/[a](b)"],
  ...["https://otrs.acme.example/@x", "https://otrs.acme.example/%00", "https://otrs.acme.example/%zz"],
  ...["https://otrs.acme.example/ü/日本", "https://otrs.acme.example:8443/x", "https://[2001:db8::1]:8443/x"],
  ...["https://xn--tdaaaaa.example", "https://üüü.example", "https://OTRS.Acme.Example/X", "https://1.2.3.4"],
  ...[
    "https://otrs.acme.example/${email}x".replace("${", "$"),
    "https://otrs.acme.example/{a}",
    "https://a.b./x",
  ],
];
