import type {
  Cell,
  Engine,
  Fold,
  QueryResult,
  QueryWork,
  WorkMembers,
} from '../../../platform/engine/index.ts'
import type { Duck } from './duck.ts'

/** The library in this process behind the engine's border: thousands of small queries, no child each. */
export interface NearEngine extends Pick<Engine, 'parse' | 'query'> {
  /** Everything that was sent since the last call. */
  sent(): readonly QueryWork[]
}

/** Equal work on equal data is answered once; trees of texts are shared between engines by `trees`. */
export function nearEngine(parser: Pick<Engine, 'parse'>, duck: Duck, trees: Trees): NearEngine {
  let sent: QueryWork[] = []
  const answers = new Map<string, Promise<QueryResult>>()
  return {
    parse(sql) {
      const known = trees.get(sql) ?? parser.parse(sql)
      trees.set(sql, known)
      return known
    },
    sent() {
      const all = sent
      sent = []
      return all
    },
    query(work) {
      sent.push(work)
      const { sql, steps, members } = work
      const name = JSON.stringify([sql, steps, members?.sql, members?.folds, members?.unions])
      const known = answers.get(name) ?? run(work, duck)
      answers.set(name, known)
      return known
    },
  }
}
export type Trees = Map<string, ReturnType<Engine['parse']>>

async function run({ sql, steps = [], members }: QueryWork, { connection }: Duck): Promise<QueryResult> {
  try {
    for (const step of steps) await connection.run(`CREATE TEMP TABLE "${step.name}" AS ${step.sql}`)
    const reader = await connection.runAndReadAll(sql)
    const names = reader.columnNames()
    const columns = reader.columnTypes().map((type, at) => ({ name: names[at]!, type: String(type) }))
    const rows = reader.getRows().map((row) => row.map(cellOf))
    const found = members ? await membersOf(members, connection) : undefined
    return { columns, rows, elapsedMs: 0, peakBytes: 0, ...(found ? { members: found } : {}) }
  } finally {
    for (const { name } of steps) await connection.run(`DROP TABLE IF EXISTS "${name}"`)
  }
}

const FOLDS = {
  sum: (a: number, b: number) => a + b,
  count: (a: number, b: number) => a + b,
  min: (a: number, b: number) => Math.min(a, b),
  max: (a: number, b: number) => Math.max(a, b),
  one: () => 1,
}

/** What one row is to a fold. */
const shareOf = ({ how, of }: Fold, columns: readonly unknown[]): number => {
  const value = of === null ? 1 : Number(columns[of])
  return Number.isNaN(value) || (how !== 'count' && how !== 'one') ? value : 1
}

/** Every person of every row once, its parts folded; the same for the unions of rows, whose parts nobody asks for. */
async function membersOf(
  { sql, folds, unions }: NonNullable<QueryWork['members']>,
  connection: Duck['connection'],
): Promise<WorkMembers> {
  const rows = (await connection.runAndReadAll(sql)).getRows()
  const groups = new Map<number, Map<number, number[]>>()
  for (const [row, person, ...columns] of rows) {
    const group = groups.get(Number(row)) ?? new Map<number, number[]>()
    groups.set(Number(row), group)
    const known = group.get(Number(person)) ?? folds.map(() => Number.NaN)
    group.set(
      Number(person),
      folds.map((fold, at) => {
        const [a, b] = [known[at]!, shareOf(fold, columns)]
        return Number.isNaN(a) ? b : Number.isNaN(b) ? a : FOLDS[fold.how](a, b)
      }),
    )
  }
  const size = Math.max(-1, ...groups.keys()) + 1
  const members = Array.from({ length: size }, (_, row) => [...(groups.get(row) ?? [])])
  const all = members.flat()
  const union = new Map<number, (readonly [number, number[]])[]>()
  for (const [row, into] of unions ? (await connection.runAndReadAll(unions)).getRows() : [])
    union.set(Number(into), [...(union.get(Number(into)) ?? []), ...(members[Number(row)] ?? [])])
  const larger = Array.from({ length: Math.max(-1, ...union.keys()) + 1 }, (_, into) => union.get(into) ?? [])
  const supports = (of: readonly (readonly (readonly [number, number[]])[])[]) =>
    folds.map((_, at) =>
      Uint32Array.from(of, (some) => distinct(some.filter(([, parts]) => !Number.isNaN(parts[at])))),
    )
  let end = 0
  return {
    start: Uint32Array.from([0, ...members.map((some) => (end += some.length))]),
    person: Uint32Array.from(all, ([person]) => person),
    parts: folds.map((_, at) => Float64Array.from(all, ([, parts]) => parts[at]!)),
    supports: supports(members),
    unions: { persons: Uint32Array.from(larger, distinct), supports: supports(larger) },
  }
}

const distinct = (some: readonly (readonly [number, number[]])[]): number =>
  new Set(some.map(([person]) => person)).size

/** As the child hands values over: exact text where a number could not hold it, ISO text for times. */
function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  const kind = (value as object).constructor.name
  const text = (value as { toString(): string }).toString()
  if (kind === 'DuckDBDecimalValue') return text.replace(/\D/g, '').length <= 15 ? Number(text) : text
  return kind.startsWith('DuckDBTimestamp') ? text.replace(' ', 'T') : text
}
