import { ERRORS, type ErrorText } from '../../src/kernel/errors/index.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

/** docs/errors.md as it must be: one row a code, in the order of the alphabet. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS as Record<string, ErrorText>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, row]) => `| \`${code}\` | ${row.status} | ${cell(row.zh)} | ${cell(row.en)} |`)
  return `# Errors 错误代码

Every failure has a code from one table (\`src/kernel/errors/\`), the same in the API (\`application/problem+json\`), in the
portal and on the command line. \`{name}\` is filled with the particulars. This page is made from the table by
\`node scripts/docs-errors.ts\`; a test holds the two equal.

| code | HTTP | 中文 | English |
|---|---|---|---|
${rows.join('\n')}
`
}
