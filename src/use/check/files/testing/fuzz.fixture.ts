import fc from 'fast-check'
import { LIMITS } from '../look/limits.ts'
import { lookAt } from '../look/look-at.ts'
import { fileOf, TERMS } from './case.fixture.ts'
import { CLEAN } from './clean.fixture.ts'
import { PLANTED_FILES } from './planted-files.fixture.ts'
import { PLANTED_TABLES } from './planted-tables.fixture.ts'

/** Endings make other readers try the same bytes. */
const ENDINGS = [
  'csv',
  'json',
  'xlsx',
  'pdf',
  'png',
  'jpg',
  'svg',
  'html',
  'ipynb',
  'pkl',
  'parquet',
  'zip',
  'gz',
  'txt',
  'npy',
  '',
]
/** Pieces that parsers stumble over: marks, nestings, lengths. */
const TOKENS = [
  '<',
  '>',
  '[[[[',
  '{"a":',
  '\\',
  '"',
  '\0',
  '\u00ff\u00ff\u00ff\u00ff',
  'PK\u0003\u0004',
  'obj\n',
  'stream\n',
  '<<',
  'BT (',
  '\u0080\u0004',
  '\u0095',
  '&#x41;',
  '((((((',
  'data:image/png;base64,',
  '=',
  '\n',
  ',,,,',
  'x^',
]

export async function corpus(): Promise<Buffer[]> {
  const cases = [...PLANTED_TABLES, ...PLANTED_FILES, ...CLEAN].filter(({ path }) => path !== 'bomb.zip')
  return Promise.all(cases.map(async (one) => one.bytes()))
}

const edit = fc.record({
  at: fc.nat(),
  kind: fc.nat(6),
  byte: fc.nat(255),
  length: fc.nat(64),
  token: fc.nat(TOKENS.length - 1),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function changed(bytes: Buffer, { at, kind, byte, length, token }: Edit): Buffer {
  const where = at % (bytes.length + 1)
  const [before, after] = [bytes.subarray(0, where), bytes.subarray(where)]
  switch (kind) {
    case 0:
      return before
    case 1:
      return Buffer.concat([before, Buffer.from(TOKENS[token]!, 'latin1'), after])
    case 2:
      return Buffer.concat([before, after.subarray(length)])
    case 3:
      return Buffer.concat([before, after.subarray(0, length), after])
    case 4:
      return Buffer.concat([before, Buffer.from(TOKENS[token]!.repeat(length), 'latin1'), after])
    default: {
      const copy = Buffer.from(bytes)
      if (where < copy.length) copy[where] = byte
      return copy
    }
  }
}

/** Nothing takes longer than this on a machine that does other things too. */
const TIME_MS = 15_000
const MEMORY = 1_500_000_000

/** Random bytes and spoilt files: every one gets an answer, soon, and what it says is well formed. */
export async function fuzz(runs: number, seed?: number): Promise<void> {
  const files = await corpus()
  const spoilt = fc
    .tuple(fc.nat(files.length - 1), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([at, edits]) => edits.reduce(changed, files[at]!))
  const random = fc.uint8Array({ maxLength: 4_096 }).map((bytes) => Buffer.from(bytes))
  const subject = fc.record({
    bytes: fc.oneof({ weight: 5, arbitrary: spoilt }, { weight: 1, arbitrary: random }),
    ending: fc.constantFrom(...ENDINGS),
  })
  const { known: _, ...terms } = TERMS
  await fc.assert(
    fc.asyncProperty(subject, async ({ bytes, ending }) => {
      const path = `x.${ending}`
      const from = performance.now()
      const seen = await lookAt(fileOf({ name: '', path, bytes: () => bytes }, bytes), terms, LIMITS)
      const took = performance.now() - from
      if (took > TIME_MS) throw new Error(`took ${took} ms`)
      if (process.memoryUsage.rss() > MEMORY) throw new Error('took too much memory')
      if (seen.findings.some(({ place }) => place.length > 600))
        throw new Error('a place of such length repeats the file')
      return seen.record.every(({ looked, found }) => looked >= found)
    }),
    { numRuns: runs, seed, interruptAfterTimeLimit: undefined },
  )
}
