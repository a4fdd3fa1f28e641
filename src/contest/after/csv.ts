/**
 * A table for a spreadsheet. What such a program would run as a formula (a name may begin with anything) gets an apostrophe
 * in front: OWASP, CSV injection. Begins with a byte order mark, without which Excel takes Chinese for Latin letters.
 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

/** Blanks before do not help: they are ignored by some of those programs. */
const FORMULA = /^\s*[=+\-@\t\r\n|%＝＋－＠]/u

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n\t;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
