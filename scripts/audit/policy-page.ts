// docs/policy.md, from the catalogue of rules.

import type { RuleText } from "../../infra/policy/rule.ts";
import { RULES } from "../../infra/policy/rules.ts";

const HEAD = `# Policy

<!-- Written by npm run docs from infra/policy. -->

\`deskrealm audit SPEC\` judges the realms that a spec means by these rules, and \`deskrealm audit SPEC --live\` what the server holds of them. \`deskrealm explain RULE\` prints one rule.

A finding is **high** where it lets a stranger in or locks people out, **medium** where it makes an attack easier, **low** where it is worth a look. It weighs less in an environment where nobody works; the spec says which one it is, and production is the default:

\`\`\`yaml
helpdesk: otrs
url: https://otrs.acme.example
policy:
  environment: \${var:ENVIRONMENT:-production}
  exceptions:
    - rule: redirect-foreign-host
      realm: customers
      value: https://portal.acme.example/external
      reason: the customer portal has a host of its own
      until: 2027-01-31
\`\`\`

## Exceptions

An exception lets the findings of one rule stand until the end of a day: in one realm or in both, for one value (an entry of a list, a person, an attribute, or \`app\` and \`api\` for a client) or for all. It needs a reason and an end. What it covers is still shown, with both. After its end the findings are open again.

## What the vendor's text asks for

Where the helpdesk's own text departs from a rule, the preset's value is let stand with the vendor's reason, and is shown. That holds for the preset's value only: what the spec says itself, or somebody changed on the server, is open.
`;

/** The whole page, with a newline at its end. */
export function policyPage(): string {
  const list = RULES.map(({ code, severity, summary }) => {
    const { production, staging, development } = severity;
    return `| [${code}](#${code}) | ${summary} | ${production} | ${staging} | ${development} |`;
  });
  return [
    HEAD,
    "## Rules\n",
    "| rule | what | production | staging | development |",
    "| --- | --- | --- | --- | --- |",
    ...list,
    "",
    RULES.map(section).join("\n"),
  ].join("\n");
}

function section({ code, summary, reason, references }: RuleText): string {
  const sources = references.map(({ text, url }) => `- [${text}](${url})\n`).join("");
  return `### ${code}\n\n${summary}. ${reason}\n${sources === "" ? "" : `\n${sources}`}`;
}
