import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDemo } from '../src/demo/generate.ts'
import { generateSettlements } from '../src/demo/settlements.ts'

export interface Measure {
  name: string
  value: number
  unit: string
  note: string
}

const PERSONS = 100_000
const ROWS = Number(process.env['XINYU_BENCH_ROWS'] ?? 1_000_000)

/** Measures the demo generator: the default demo, and settlement rows alone; with the highest memory seen. */
export async function run(): Promise<Measure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'xinyu-bench-generate-'))
  let peak = 0
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 100)
  try {
    const demoStart = performance.now()
    const demo = await generateDemo({ dir: join(dir, 'demo'), persons: PERSONS, seed: 1 })
    const demoSeconds = (performance.now() - demoStart) / 1000
    const demoRows = Object.values(demo.rows).reduce((sum, rows) => sum + rows, 0)
    await rm(join(dir, 'demo'), { recursive: true })
    const rowsStart = performance.now()
    await generateSettlements({ rows: ROWS, file: join(dir, 'setl_d.csv'), seed: 1, parts: 2 })
    const rowsSeconds = (performance.now() - rowsStart) / 1000
    return [
      {
        name: 'demo of 100,000 persons',
        value: demoSeconds,
        unit: 's',
        note: `${demoRows} rows, ${Math.round(demo.bytes / 1e6)} MB`,
      },
      {
        name: 'demo rows',
        value: demoRows / demoSeconds,
        unit: 'rows/s',
        note: 'all tables, errors and misuse planted',
      },
      {
        name: 'settlement rows',
        value: ROWS / rowsSeconds,
        unit: 'rows/s',
        note: `${ROWS} rows of 100 columns, two files`,
      },
      {
        name: 'generator peak memory',
        value: peak / 1e6,
        unit: 'MB',
        note: 'whole process with its workers',
      },
    ]
  } finally {
    clearInterval(sampler)
    await rm(dir, { recursive: true, force: true })
  }
}
