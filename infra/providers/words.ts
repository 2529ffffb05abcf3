// Markdown of the steps: values as code, the names on the other side's pages in bold.

import { codeSpan } from "../helpdesks/markdown.ts";

export const code = codeSpan;

export const bold = (text: string): string => `**${text}**`;

export const list = (values: readonly string[]): string => values.map(codeSpan).join(", ");

/** Lines of a program. */
export const program = (language: string, lines: readonly string[]): string =>
  `\n\n\`\`\`${language}\n${lines.join("\n")}\n\`\`\``;
