import { XinyuError } from '../../../kernel/errors/index.ts'
import { checkText, hasUtf8Bom } from '../scan/encoding.ts'
import { csvBlocks } from './csv-text.ts'
import { flatObject, type JsonFault } from './json-object.ts'

const LF = 10
const MAX_COLUMNS = 4096

interface Source {
  readonly file: string
  readonly maxLineBytes: number
  /** The bytes from the start; called once more when a late line brings a new name. */
  readonly open: () => AsyncIterable<Buffer>
}

/**
 * JSON lines (one flat object a line) as strict CSV. Columns are all names in the order in which they first occur; a name
 * that a line leaves out, and null, are NULL; numbers keep their text.
 * @throws XinyuError IMPORT_JSON_LINE, IMPORT_NESTED, IMPORT_BLANK_LINE, IMPORT_LINE_TOO_LONG, IMPORT_EMPTY
 */
export async function* fromJsonLines(source: Source): AsyncIterable<Buffer> {
  const header = await namesOf(source)
  if (header.length === 0) throw new XinyuError('IMPORT_EMPTY', { file: source.file })
  yield* csvBlocks(header, rowsOf(source, new Map(header.map((name, i) => [name, i]))))
}

async function namesOf(source: Source): Promise<string[]> {
  const names = new Set<string>()
  for await (const { lines, first } of blocksOf(source)) {
    for (const [i, line] of lines.entries()) {
      const fault = flatObject(line, (name) => {
        names.add(name)
        return names.size <= MAX_COLUMNS
      })
      if (fault) refuse(source.file, first + i, fault)
    }
  }
  return [...names]
}

async function* rowsOf(
  source: Source,
  places: ReadonlyMap<string, number>,
): AsyncIterable<(string | null)[][]> {
  for await (const { lines, first } of blocksOf(source)) {
    yield lines.map((line, i) => {
      const row: (string | null)[] = Array.from({ length: places.size }, () => null)
      const seen = new Uint8Array(places.size)
      const fault = flatObject(line, (name, value) => {
        const place = places.get(name)
        // Twice the same name: which value is meant?
        if (place === undefined || seen[place] === 1) return false
        seen[place] = 1
        row[place] = value
        return true
      })
      if (fault) refuse(source.file, first + i, fault)
      return row
    })
  }
}

function refuse(file: string, line: number, fault: JsonFault): never {
  if (fault.nested === null) throw new XinyuError('IMPORT_JSON_LINE', { file, line })
  throw new XinyuError('IMPORT_NESTED', { file, line, column: fault.nested.slice(0, 60), type: fault.type })
}

/** Whole lines of the file, checked to be UTF-8. */
async function* blocksOf({
  file,
  maxLineBytes,
  open,
}: Source): AsyncIterable<{ lines: string[]; first: number }> {
  let held = Buffer.alloc(0)
  let line = 1
  let blank = 0
  let start = true
  const take = (block: Buffer) => {
    checkText(file, block, line)
    const text = block.toString('utf8', start && hasUtf8Bom(block) ? 3 : 0)
    start = false
    const lines = text.split('\n').map((one) => (one.endsWith('\r') ? one.slice(0, -1) : one))
    if (text.endsWith('\n')) lines.pop()
    const first = line
    line += lines.length
    // Empty lines at the end of the file are no lines; one before another is.
    const filled = lines.slice(0, lines.findLastIndex((one) => one !== '') + 1)
    const gap = filled.indexOf('')
    if (blank > 0 && filled.length > 0) throw new XinyuError('IMPORT_BLANK_LINE', { file, line: blank })
    if (gap >= 0) throw new XinyuError('IMPORT_BLANK_LINE', { file, line: first + gap })
    if (filled.length < lines.length) blank ||= first + filled.length
    return { lines: filled, first }
  }
  for await (const chunk of open()) {
    const end = chunk.lastIndexOf(LF) + 1
    const whole = end === 0 ? null : Buffer.concat([held, chunk.subarray(0, end)])
    held = whole ? Buffer.from(chunk.subarray(end)) : Buffer.concat([held, chunk])
    if (held.length > maxLineBytes)
      throw new XinyuError('IMPORT_LINE_TOO_LONG', { file, line, max: maxLineBytes })
    if (whole) yield take(whole)
  }
  if (held.length > 0) yield take(held)
}
