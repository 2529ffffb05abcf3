// deskrealm check-users: what it reads, what it prints, how it ends.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse } from "csv-parse/sync";
import { projectRoot } from "../../scripts/project-root.ts";
import { cli } from "../support/run-cli.ts";

const SPEC = `helpdesk: otrs
url: https://otrs.acme.example
agents: { users: { "root@localhost": { firstName: Root, lastName: Admin, email: root@acme.example } } }
customers: { attributes: { phone: {}, tags: { multivalued: true } } }
`;
const HEAD = "username,email,firstName,lastName,customerid\n";

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-check-users-"));
  writeFileSync(join(cwd, "spec.yaml"), SPEC);
});
after(() => rmSync(cwd, { recursive: true }));

/** Checks the text, or bytes, as users.csv. */
function check(content: string | Buffer, ...words: string[]) {
  writeFileSync(join(cwd, "users.csv"), content);
  const realm = words.includes("--realm") ? [] : ["--realm", "customers"];
  return cli(["check-users", "spec.yaml", "users.csv", ...realm, ...words], { cwd });
}

describe("findings", () => {
  test("are one line each, with the place, what is wrong and what to write", async () => {
    const rows = [
      "o'brien,pat@acme.example,Pat,O'Brien,acme",
      "ANNA,anna@acme.example,Anna,A,acme",
      'anna,"a@acme.example, b@acme.example",Anna,,',
      "mail,ANNA@acme.example,Anna,A,acme",
      "anna@acme.example,other@acme.example,Anna,A,acme",
    ];
    const { code, stdout, stderr } = await check(HEAD + rows.join("\n"));
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      `users.csv:2 user name "o'brien" holds an apostrophe, which Keycloak refuses; write one without, for example obrien
users.csv:4 "anna": email "a@acme.example, b@acme.example" is not an email address to Keycloak; write a@acme.example
users.csv:4 "anna": last name is missing: the login stops until it is filled in, and OTRS asks for it; fill it in
users.csv:4 "anna": customerid is missing, and Keycloak asks for it; fill it in
users.csv:4 user name "anna" is that of line 3 (case does not count); give one of the two another user name
users.csv:5 "mail": email "ANNA@acme.example" is that of line 3; give each an address of their own
users.csv:6 user name "anna@acme.example" is the address of line 3; give one of the two another user name
To look at before they come to otrs-customer-users: 4 of 5 (7 findings).
`,
    );
    assert.equal(code, 3);
  });

  test("nobody to look at: exit code 0", async () => {
    const { code, stdout } = await check(`${HEAD}ann,ann@acme.example,Ann,A,acme\n`);
    assert.equal(code, 0);
    assert.equal(stdout, "otrs-customer-users takes everybody (1).\n");
  });

  test("a person whom the spec names may come once, and nobody else with their address", async () => {
    const rows = [
      "Root@localhost,root@acme.example,R,A,",
      "other,root@acme.example,R,A,",
      "root@localhost,x@acme.example,R,A,",
    ];
    const { stdout } = await check(HEAD + rows.join("\n"), "--realm", "agents");
    assert.deepEqual(stdout.split("\n").slice(0, 2), [
      'users.csv:3 "other": email "root@acme.example" is that of root@localhost in the spec; give each an address of their own',
      'users.csv:4 user name "root@localhost" is that of root@localhost in the spec (case does not count); give one of the two another user name',
    ]);
  });

  test("on a terminal the first hundred are shown and the rest is counted; --all shows them", async () => {
    const text =
      HEAD +
      Array.from({ length: 130 }, (_, index) => `u ${index},u${index}@acme.example,U,U,acme\n`).join("");
    const short = (await check(text)).stdout.split("\n");
    assert.equal(short.length, 103);
    assert.equal(short[100], "… and 30 more (--all shows them)");
    const all = (await check(text, "--all")).stdout.split("\n");
    assert.equal(all.length, 132);
  });

  test("show nothing that moves a terminal's cursor, and of long values the start", async () => {
    const { stdout } = await check(`${HEAD}a\u001b[2Jb,${"x".repeat(300)},U,U,acme\n`);
    assert.ok(!stdout.includes("\u001b"));
    assert.match(stdout, /user name "a\\u\{1B\}\[2Jb" holds U\+001B \[/);
    assert.match(stdout, new RegExp(`email "${"x".repeat(60)}…"`));
  });

  test("as CSV they read back, and no spreadsheet runs them as a formula", async () => {
    const { code, stdout } = await check(
      `${HEAD}=cmd|'x'!A1,"a ""b"", c",U,"M\nL",acme\n`,
      "--format",
      "csv",
    );
    assert.equal(code, 3);
    const found: Record<string, string>[] = parse(stdout, { columns: true });
    assert.deepEqual(
      found.map(({ line, username, attribute, value, effect, code }) => [
        line,
        username,
        attribute,
        value,
        effect,
        code,
      ]),
      [
        ["2", "'=cmd|'x'!A1", "username", "'=cmd|'x'!A1", "refused", "characters"],
        ["2", "'=cmd|'x'!A1", "email", 'a "b", c', "refused", "email-format"],
      ],
    );
  });

  test("as JSON they are one document, with none as with many", async () => {
    const some = JSON.parse((await check(`${HEAD}a!,,U,U,acme\n`, "--format", "json")).stdout);
    assert.deepEqual(some, {
      version: 1,
      source: "users.csv",
      realm: "otrs-customer-users",
      findings: [
        {
          ...{
            line: 2,
            username: "a!",
            attribute: "username",
            value: "a!",
            effect: "refused",
            code: "length",
          },
          ...{ detail: "has 2 characters", fix: "write at least 3" },
        },
        {
          ...{
            line: 2,
            username: "a!",
            attribute: "email",
            value: "",
            effect: "login-stops",
            code: "missing",
          },
          ...{
            detail: "is missing: the login stops until it is filled in, and OTRS asks for it",
            fix: "fill it in",
          },
        },
      ],
      people: 1,
      concerned: 1,
      count: 2,
    });
    const none = JSON.parse((await check(HEAD, "--format", "json")).stdout);
    assert.deepEqual([none.findings, none.people], [[], 0]);
  });
});

describe("columns", () => {
  test("OTRS's own names are known, of its tables and of its Map, and passwords are not looked at", async () => {
    for (const head of [
      "id,login,email,first_name,last_name,customer_id,pw,valid_id,create_time",
      "UserID,UserLogin,UserEmail,UserFirstname,UserLastname,UserCustomerID,UserPassword,ValidID,change_by",
      "ID,User Name,E-Mail,First-Name,LAST NAME,CustomerID,pw,enabled,create_by",
    ]) {
      const { code, stdout, stderr } = await check(
        `${head}\n1,ann,ann@acme.example,Ann,A,acme,s3cret,1,now\n`,
      );
      assert.equal(stderr, "", head);
      assert.equal(code, 0, stdout);
    }
  });

  test("one that is missing is told once, with the one that was meant", async () => {
    const misspelt = await check("username,emial,firstName,lastName,customerid\na!,x,U,U,acme\n");
    assert.equal(misspelt.code, 2);
    assert.equal(misspelt.stdout, "");
    assert.equal(
      misspelt.stderr,
      "error csv-column: users.csv:1 has no column email, which everybody needs.\nhint: call the column emial email\n",
    );
    const absent = await check("username,email,firstName,lastName\n");
    assert.match(absent.stderr, /has no column customerid, .*\nhint: add a column customerid\n/);
    assert.equal((await check(HEAD.replace(",customerid", ""), "--realm", "agents")).code, 0);
  });

  test("others are told, with the one that was meant", async () => {
    const { code, stderr } = await check(`${HEAD.trim()},Phonee,quux\nann,ann@acme.example,U,U,acme,1,2\n`);
    assert.equal(code, 0);
    assert.equal(
      stderr,
      'notice: the column "Phonee" is not looked at: no attribute is called so; did you mean phone?\n' +
        'notice: the column "quux" is not looked at: no attribute is called so\n',
    );
  });

  test("two of them for one attribute are its values where it has several, else wrong", async () => {
    const two = await check(`${HEAD.trim()},tags,tags\nann,ann@acme.example,U,U,acme,1,2\n`);
    assert.equal(two.code, 0, two.stderr);
    const wrong = await check(`${HEAD.trim()},UserEmail\nann,ann@acme.example,U,U,acme,x\n`);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /users\.csv:1 has two columns for email\./);
  });

  test("attributes that the realm would drop are told once", async () => {
    writeFileSync(
      join(cwd, "strict.yaml"),
      `${SPEC.replace("customers: {", "customers: { unmanagedAttributes: DISABLED,")}`,
    );
    writeFileSync(join(cwd, "users.csv"), `${HEAD.trim()},fax\nann,ann@acme.example,U,U,acme,1\n`);
    const { stderr } = await cli(["check-users", "strict.yaml", "users.csv", "--realm", "customers"], {
      cwd,
    });
    assert.equal(
      stderr,
      "notice: otrs-customer-users keeps no fax: declare it under attributes, or it is dropped\n",
    );
  });
});

describe("the file", () => {
  const row = "jürgen!,j@acme.example,Jürgen,Müller,acme";
  const expected = /^users\.csv:2 user name "jürgen!" holds !/;

  test("may be UTF-8 or UTF-16 with a byte order mark, or what it is said to be", async () => {
    const text = `${HEAD}${row}\n`;
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const [bytes, words] of [
      [Buffer.from(`\ufeff${text}`), []],
      [utf16, []],
      [Buffer.from(utf16).swap16(), []],
      [Buffer.from(text, "latin1"), ["--encoding", "windows-1252"]],
    ] as const)
      assert.match((await check(bytes, ...words)).stdout, expected);
  });

  test("in another encoding is refused with the line, before nonsense is checked", async () => {
    const { code, stdout, stderr } = await check(
      Buffer.from(`${HEAD}ann,a@acme.example,A,A,acme\n${row}\n`, "latin1"),
    );
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^error csv-unreadable: users\.csv:3 holds what is no character in utf-8\.\nhint: .*--encoding windows-1252/,
    );
    // Far into the file, where it is read in pieces.
    const before = Array.from({ length: 20_000 }, (_, i) => `u${i},u${i}@acme.example,A,A,acme\n`).join("");
    const late = await check(Buffer.from(`${HEAD}${before}${row}\n`, "latin1"));
    assert.match(late.stderr, /^error csv-unreadable: users\.csv:20002 /);
  });

  test("may have semicolons, tabs or what is said, any line ends, and line breaks in quotes", async () => {
    for (const [delimiter, end, words] of [
      [";", "\r\n", []],
      ["\t", "\n", []],
      ["|", "\r", []],
      ["~", "\n", ["--delimiter", "~"]],
    ] as const) {
      const text = [HEAD.trim(), 'ann,a@acme.example,"A\nB",A,acme', row]
        .join(end)
        .replaceAll(",", delimiter);
      const { stdout } = await check(`${text}${end}${end}`, ...words);
      assert.match(stdout, /^users\.csv:4 user name "jürgen!"/, delimiter);
    }
    const mixed = await check(`${HEAD.trim()}\r\nann,a@acme.example,A,A,acme\n${row}\r\n`);
    assert.match(mixed.stdout, /^users\.csv:3 user name "jürgen!"/);
  });

  test("that is broken is refused with the line and what to mend", async () => {
    const good = "ann,a@acme.example,A,A,acme\n";
    for (const [text, message] of [
      [
        `${HEAD}${good}bob,"b@acme.example,B,B,acme\n`,
        /users\.csv:3: a quoted field does not end\.\nhint: close its quote/,
      ],
      [
        `${HEAD}${good}bob,b@acme.example,B,acme\n`,
        /users\.csv:3: the row has 4 fields, not as many as the first one\.\nhint: .*--delimiter ';'/,
      ],
      [`${HEAD}bob,"b"@acme.example,B,B,acme\n`, /users\.csv:2: something comes after a closing quote/],
      [`${HEAD}bob,b@"acme".example,B,B,acme\n`, /users\.csv:2: a quote stands within a field/],
      [`${HEAD}"${"x".repeat(2_000_000)}`, /users\.csv:2: a row is endless/],
      ["", /users\.csv:1 has no row that names the columns/],
    ] as const) {
      const { code, stderr } = await check(text);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  });

  test("that is not there, a folder, an unknown encoding, no realm: exit code 2", async () => {
    for (const [words, message] of [
      [
        ["none.csv", "--realm", "customers"],
        /error csv-unreadable: none\.csv cannot be read: there is no such file\./,
      ],
      [[".", "--realm", "customers"], /cannot be read: it is a folder\./],
      [["users.csv", "--realm", "customers", "--encoding", "utf-9"], /It is no encoding's name/],
      [["users.csv", "--realm", "customers", "--delimiter", ";;"], /It is one character/],
      [["users.csv"], /required option '--realm <realm>'/],
    ] as const) {
      const { code, stderr } = await cli(["check-users", "spec.yaml", ...words], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});

test("100,000 people, each with findings, fit into a small heap", () => {
  const rows = Array.from(
    { length: 100_000 },
    (_, i) => `user ${i},user${i}@@acme.example,First${i},,acme\n`,
  );
  writeFileSync(join(cwd, "many.csv"), HEAD + rows.join(""));
  const program = join(projectRoot(), "bin/deskrealm.cjs");
  const words = ["check-users", "spec.yaml", "many.csv", "--realm", "customers", "--format", "json"];
  const run = spawnSync(process.execPath, ["--max-old-space-size=96", program, ...words], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 300_000,
  });
  assert.equal(run.status, 3, run.stderr);
  const { people, count, findings } = JSON.parse(run.stdout);
  assert.deepEqual([people, count, findings.length], [100_000, 300_000, 300_000]);
});
