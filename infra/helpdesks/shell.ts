// Words of a shell command that a person is to paste.

/** One word of a POSIX shell command, quoted only where it has to be. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Lines of commands as a Markdown block. */
export function shellBlock(lines: readonly string[]): string {
  return `\`\`\`bash\n${lines.join("\n")}\n\`\`\``;
}
