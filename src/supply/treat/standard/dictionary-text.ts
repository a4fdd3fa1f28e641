import { XinyuError } from '../../../kernel/errors/index.ts'
import { DictionaryCode } from './model.ts'

const MOST_CODES = 5_000

/**
 * The codes of a file: JSON (a list of codes, or an object with `codes`), or CSV with a header
 * `code,zh,en,synonyms,from,until,mark`, where synonyms are divided by `|`.
 * @throws XinyuError DICTIONARY_TEXT with the line
 */
export function readCodes(format: 'csv' | 'json', text: string): DictionaryCode[] {
  const rows = format === 'json' ? jsonRows(text) : csvRows(text)
  if (rows.length === 0 || rows.length > MOST_CODES) {
    throw new XinyuError('DICTIONARY_TEXT', { line: 1, why: `1 to ${MOST_CODES} codes, not ${rows.length}` })
  }
  const codes = rows.map(({ value, line }) => {
    const read = DictionaryCode.safeParse(value)
    if (read.success) return read.data
    const issue = read.error.issues[0]!
    throw new XinyuError('DICTIONARY_TEXT', { line, why: `${issue.path.join('.')}: ${issue.message}` })
  })
  checkCodes(codes)
  return codes
}

/** Each code once, and no word that stands for two codes. @throws XinyuError DICTIONARY_AMBIGUOUS */
export function checkCodes(codes: readonly DictionaryCode[]): void {
  const seen = new Map<string, string>()
  for (const { code } of codes) {
    if (seen.has(code)) throw new XinyuError('DICTIONARY_AMBIGUOUS', { word: code })
    seen.set(code, code)
  }
  for (const { code, synonyms } of codes) {
    for (const word of synonyms) {
      if ((seen.get(word) ?? code) !== code) throw new XinyuError('DICTIONARY_AMBIGUOUS', { word })
      seen.set(word, code)
    }
  }
}

interface Row {
  readonly value: unknown
  readonly line: number
}

function jsonRows(text: string): Row[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new XinyuError('DICTIONARY_TEXT', { line: 1, why: 'no JSON' })
  }
  const codes = Array.isArray(value) ? value : (value as { codes?: unknown } | null)?.codes
  if (!Array.isArray(codes)) throw new XinyuError('DICTIONARY_TEXT', { line: 1, why: 'no list of codes' })
  return codes.map((one, i) => ({ value: one, line: i + 1 }))
}

const FIELDS = ['code', 'zh', 'en', 'synonyms', 'from', 'until', 'mark'] as const

function csvRows(text: string): Row[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ cells: splitLine(line), line: i + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [head, ...rest] = lines
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const unknown = names.find((name) => !(FIELDS as readonly string[]).includes(name))
  if (unknown !== undefined || !names.includes('code')) {
    throw new XinyuError('DICTIONARY_TEXT', { line: 1, why: `columns are ${FIELDS.join(', ')}` })
  }
  return rest.map(({ cells, line }) => {
    const of = (name: (typeof FIELDS)[number]) => cells[names.indexOf(name)]?.trim() ?? ''
    const value = {
      code: of('code'),
      zh: of('zh'),
      en: of('en'),
      synonyms: of('synonyms')
        .split('|')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
      from: of('from') || null,
      until: of('until') || null,
      mark: of('mark') || null,
    }
    return { value, line }
  })
}

/** Fields of one line; quotes as in RFC 4180, without line breaks inside them. */
function splitLine(line: string): string[] {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const [whole, quoted, bare] = /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(rest)!
    cells.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'))
    if (rest[whole.length] !== ',') return cells
    rest = rest.slice(whole.length + 1)
  }
}
