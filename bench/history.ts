import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Candidate } from '../src/use/check/history/model.ts'
import { createProject } from '../src/use/check/history/project.ts'
import { openSegments } from '../src/use/check/history/segment/load.ts'
import { historyKey } from '../src/use/check/history/segment/key.ts'
import { encodingReady } from '../src/use/check/history/set/encode.ts'
import { settleRun } from '../src/use/check/history/settle/settle.ts'
import type { Measure } from './run.ts'

const K = 10

/** A count and a sum by one key: `members` persons in `cells ÷ 2` groups, each in one. `without` leaves one out. */
function tableOf(cells: number, members: number, without: number | null): Candidate['bases'] {
  const groups = cells / 2
  const size = Math.floor(members / 2 / groups)
  const start = Uint32Array.from({ length: groups + 1 }, (_, group) => group * size)
  const persons = groups * size
  const person = new Uint32Array(persons)
  const count = new Float64Array(persons).fill(1)
  const cost = new Float64Array(persons)
  // A step that shares no factor with 10 million spreads each group over all numbers, as regions and diagnoses do.
  for (let i = 0; i < persons; i++) {
    person[i] = (i * 7_368_787) % 10_000_000
    cost[i] = (((i * 2_654_435) % 1_000_003) + 100) / 100
    if (person[i] === without) count[i] = cost[i] = Number.NaN
  }
  const total = (part: Float64Array, group: number) => {
    let sum = 0
    for (let i = start[group]!; i < start[group + 1]!; i++) sum += Number.isNaN(part[i]) ? 0 : part[i]!
    return Math.round(sum * 100) / 100
  }
  return [
    {
      raw: {
        keys: [{ name: 'area', type: 'INTEGER' }],
        cells: [
          { type: 'BIGINT', kind: 'frequency', additive: true, family: 'count' },
          { type: 'DOUBLE', kind: 'linear', additive: true, family: 'sum:t.cost' },
        ],
        sets: [[0]],
        rows: [],
        persons: true,
        members: { start, person, parts: [count, cost] },
      },
      checked: {
        rows: Array.from({ length: groups }, (_, group) => ({
          keys: [group],
          rolled: [false],
          cells: [total(count, group), total(cost, group)],
          leaves: [group],
        })),
      },
    },
  ]
}

async function measure(cells: number, members: number): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const what = `${cells.toLocaleString('en')} cells, ${members.toLocaleString('en')} members`
  try {
    await encodingReady()
    const random = { bytes: (length: number) => randomBytes(length) }
    const key = await historyKey({ random } as never, folder, false)
    const project = createProject(folder, key, K, random)
    const run = async (without: number | null) => {
      const bases = tableOf(cells, members, without)
      const began = performance.now()
      const draft = await settleRun(project, { projectId: '', runId: randomUUID(), minGroup: K, bases })
      return { ms: performance.now() - began, ...draft.settled }
    }
    const fresh = await run(null)
    for (const record of project.records) record.file = fresh.segment!.file
    const again = await run(7_368_787)
    const file = { file: fresh.segment!.file, digest: fresh.segment!.digest }
    const began = performance.now()
    const loaded = await openSegments(folder, key, K, [file], random)
    const loadMs = performance.now() - began
    return [
      { name: 'settle new', value: fresh.ms, unit: 'ms', note: what },
      {
        name: 'the same without one person',
        value: again.ms,
        unit: 'ms',
        note: `${what}; kept ${again.segment?.cells ?? 0} new`,
      },
      { name: 'load', value: loadMs, unit: 'ms', note: what },
      {
        name: 'on disk',
        value: fresh.segment!.bytes / fresh.segment!.cells,
        unit: 'bytes/cell',
        note: `${what}; unions included`,
      },
      {
        name: 'in memory',
        value: loaded.bytes / loaded.records.length,
        unit: 'bytes/cell',
        note: `${what}; estimate that the cache goes by`,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The release history: what a query costs that releases as many cells as a year of ordinary queries. */
export async function run(): Promise<readonly Measure[]> {
  return [...(await measure(200, 20_000)), ...(await measure(46_500, 10_000_000))]
}
