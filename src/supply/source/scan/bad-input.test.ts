import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorText, XinyuError } from '../../../kernel/errors/index.ts'
import { scanFile } from './scan-file.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'xinyu-scan-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const MAX = 1024 * 1024

async function refusal(
  content: string | Buffer,
  threads = 1,
): Promise<{ code: string; line: unknown; params: object }> {
  const path = join(dir, 'f.csv')
  await writeFile(path, content)
  try {
    await scanFile(path, { maxLineBytes: MAX, threads, splitBytes: 1 })
  } catch (error) {
    if (!(error instanceof XinyuError)) throw error
    expect(error.params['file']).toBe('f.csv')
    const { zh, en } = errorText(error.code, error.params)
    expect(`${zh} ${en}`).not.toMatch(/\{\w+\}/)
    return { code: error.code, line: error.params['line'], params: error.params }
  }
  throw new Error('was accepted')
}

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

describe('a bad file is refused with its code and line', () => {
  const cases: [string, string | Buffer, string, number | undefined][] = [
    ['empty', '', 'IMPORT_EMPTY', undefined],
    ['only a mark of byte order', '\ufeff', 'IMPORT_EMPTY', undefined],
    ['no header: numbers', '1,2\n3,4\n', 'IMPORT_NO_HEADER', undefined],
    ['no header: an identity number', '陈某,11010519491231002X\n', 'IMPORT_NO_HEADER', undefined],
    ['no header: only blanks', ',,\n1,2,3\n', 'IMPORT_NO_HEADER', undefined],
    ['a column without a name', 'a,,c\n1,2,3\n', 'IMPORT_COLUMN_UNNAMED', undefined],
    ['a repeated column name', 'psn_no,b,PSN_NO\n1,2,3\n', 'IMPORT_COLUMN_DUPLICATE', undefined],
    ['the reserved name', 'a,__Insured\n1,2\n', 'IMPORT_COLUMN_NAME', undefined],
    ['too few fields', 'a,b\n1,2\n3\n', 'IMPORT_RAGGED', 3],
    ['too many fields', 'a,b\r\n1,2\r\n3,4,5\r\n', 'IMPORT_RAGGED', 3],
    ['a ragged row after quoted line ends', 'a,b\n"1\n1",2\n3\n', 'IMPORT_RAGGED', 4],
    ['an empty line between rows', 'a,b\n1,2\n\n3,4\n', 'IMPORT_BLANK_LINE', 3],
    ['an empty line in one column', 'a\nx\n\n', 'IMPORT_BLANK_LINE', 3],
    ['text after a closing quote', 'a,b\n"1"x,2\n', 'IMPORT_QUOTE', 2],
    ['a quote inside a bare field', 'a,b\n1,2\n5" pipe,2\n', 'IMPORT_QUOTE', 3],
    ['a quote after a blank', 'a,b\n 1, "2"\n', 'IMPORT_QUOTE', 2],
    ['a quote that is never closed', 'a,b\n1,2\n"3,4\n5,6\n', 'IMPORT_QUOTE_OPEN', 3],
    ['a lone carriage return', 'a,b\r1,2\r', 'IMPORT_LINE_END', 1],
    ['NUL bytes', bytes('a,b\n1,2\n3,', [0], '4\n'), 'IMPORT_BINARY', 3],
    ['an xlsx file', bytes([0x50, 0x4b, 3, 4], 'xl'), 'IMPORT_BINARY', 1],
    ['a gzip file', bytes([0x1f, 0x8b, 8, 0]), 'IMPORT_BINARY', 1],
    ['GB18030', bytes('a,b\n1,2\n', [0xb2, 0xce, 0xb1, 0xa3, 0xc8, 0xcb], ',4\n'), 'IMPORT_ENCODING', 3],
    ['UTF-16 with a mark', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'IMPORT_ENCODING', 1],
    ['UTF-16 without one', Buffer.from('aaaa,bbbb\n1,2\n', 'utf16le'), 'IMPORT_ENCODING', 1],
    ['a stray byte', bytes('a,b\n1,2\n3,', [0xff], '\n'), 'IMPORT_ENCODING', 3],
    ['a character that is cut off at the end', bytes('a,b\n1,', [0xe6, 0xb1]), 'IMPORT_ENCODING', 2],
  ]
  test.each(cases)('%s', async (_, content, code, line) => {
    const refused = await refusal(content)
    expect(refused.code).toBe(code)
    if (line !== undefined) expect(refused.line).toBe(line)
  })

  test('the likely encoding is named', async () => {
    const gb = await refusal(bytes('a\n', [0xb2, 0xce, 0xb1, 0xa3, 0xc8, 0xcb], '\n'))
    expect(gb.params).toMatchObject({ encoding: 'GB18030' })
    const four = await refusal(bytes('a\n', [0x81, 0x30, 0x81, 0x30, 0xb2, 0xce], '\n'))
    expect(four.params).toMatchObject({ encoding: 'GB18030' })
    expect((await refusal(Buffer.from('\ufeffa,b\n', 'utf16le'))).params).toMatchObject({
      encoding: 'UTF-16LE',
    })
  })

  test('the value of a cell never stands in the refusal of a missing header', async () => {
    expect(JSON.stringify(await refusal('陈某,11010519491231002X\n'))).not.toContain('1101')
  })

  test('a line of 2 GB stops the reading soon after the limit, quoted or not', {
    timeout: 60_000,
  }, async () => {
    const path = join(dir, 'long.csv')
    for (const start of ['a,b\n', 'a,b\n1,2\n"']) {
      const file = await open(path, 'w')
      await file.write(start)
      const block = Buffer.alloc(8 * MAX, 'x')
      // The text is followed by a hole up to 2 GB: a reader that went on would meet its zero bytes, or no memory.
      for (let i = 0; i < 2; i++) await file.write(block)
      await file.truncate(2 * 1024 ** 3)
      await file.close()
      let read = 0
      const scan = scanFile(path, { maxLineBytes: MAX, onBytes: (bytes) => (read = bytes) })
      await expect(scan).rejects.toMatchObject({
        code: 'IMPORT_LINE_TOO_LONG',
        params: { line: start.split('\n').length },
      })
      expect(read).toBeLessThan(16 * MAX)
    }
  })
})

describe('a good file is accepted', () => {
  const accept = async (content: string, threads = 1) => {
    const path = join(dir, 'g.csv')
    await writeFile(path, content)
    return scanFile(path, { maxLineBytes: MAX, threads, splitBytes: 1 })
  }

  test('mark of byte order, both line ends, empty lines at the end, no last line end', async () => {
    expect(await accept('\ufeffa,b\r\n1,2\n3,4\r\n\r\n\n')).toMatchObject({
      header: ['a', 'b'],
      rows: 2,
      mixedLineEnds: true,
    })
    expect(await accept('a,b\n1,')).toMatchObject({ rows: 1 })
    expect(await accept('a;b\n1,5;2\n')).toMatchObject({ delimiter: ';', header: ['a', 'b'], rows: 1 })
    expect(await accept('a,b\n')).toMatchObject({ rows: 0 })
  })

  test('the facts of a column see every cell', async () => {
    const { columns } = await accept('id,n,d\n007,1,2024-02-29\n8,-12.50,2024-02-28\n,,\n"",3,2024-01-01\n')
    expect(columns[0]).toMatchObject({ nulls: 1, shapes: 64 | 128 })
    expect(columns[1]).toEqual({ shapes: 3, nulls: 1, digits: 2, scale: 2 })
    expect(columns[2]).toMatchObject({ shapes: 4, nulls: 1 })
  })

  test('split among threads it gives the same facts and the same refusals', {
    timeout: 120_000,
  }, async () => {
    const quoted = (i: number) => (i % 97 === 0 ? `"line ${i}\nof, two"` : `plain ${i}`)
    const row = (i: number) => `${i},${(i * 7) % 1000}.${i % 10},${quoted(i)},汉字${i}\n`
    const count = 20_000
    const parts = ['id,amount,note,name\n']
    for (let i = 0; i < count; i++) parts.push(row(i))
    const content = parts.join('')
    const one = await accept(content)
    expect(one.rows).toBe(count)
    for (const threads of [2, 3, 7, 50]) expect(await accept(content, threads)).toEqual(one)
    const ragged = `${content}1,2\n`
    expect(await refusal(ragged, 3)).toEqual(await refusal(ragged))
  })
})
