import { randomUUID } from 'node:crypto'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { jobMigrations } from '../../../platform/index.ts'
import { Config } from '../../../platform/config/index.ts'
import { createJobs } from '../../../platform/jobs/index.ts'
import { testSpace } from '../../../../test/support/evidence.ts'
import type { CheckedBase, CheckedRow, RawBase } from '../model.ts'
import { createHistory, type History, historyMigrations, segmentRow, type Settled } from './index.ts'

/** One line of data: whose it is, its keys, and an amount (null: missing). */
export interface Line {
  readonly person: number
  readonly keys: readonly string[]
  readonly amount: number | null
}

export interface Asked {
  readonly raw: RawBase
  readonly checked: CheckedBase
}

/** What a query brings to the history: counts and sums by the first `width` keys, groups below k left out. */
export function ask(lines: readonly Line[], width: number, k: number, rollup = false): Asked {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const name = JSON.stringify(line.keys.slice(0, width))
    const group = groups.get(name)
    if (group) group.push(line)
    else groups.set(name, [line])
  }
  if (width === 0 && groups.size === 0) groups.set('[]', [])
  const fine = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  const start = [0]
  const person: number[] = []
  const parts: [number[], number[]] = [[], []]
  for (const [, group] of fine) {
    const own = new Map<number, [number, number]>()
    for (const line of group) {
      const [rows, amount] = own.get(line.person) ?? [0, Number.NaN]
      const more = line.amount === null ? amount : Number.isNaN(amount) ? line.amount : amount + line.amount
      own.set(line.person, [rows + 1, more])
    }
    for (const [who, [rows, amount]] of own) {
      person.push(who)
      parts[0].push(rows)
      parts[1].push(amount)
    }
    start.push(person.length)
  }
  const members = {
    start: Uint32Array.from(start),
    person: Uint32Array.from(person),
    parts: parts.map((part) => Float64Array.from(part)),
  }
  const row = (keys: readonly string[], leaves: readonly number[], depth: number): CheckedRow => {
    const of = leaves.flatMap((leaf) => fine[leaf]![1])
    const paid = of.filter(({ amount }) => amount !== null)
    const support = (some: readonly Line[]) => new Set(some.map((line) => line.person)).size
    const total = paid.reduce((sum, { amount }) => sum + amount!, 0)
    return {
      keys: [...keys, ...Array.from({ length: width - depth }, () => null)],
      rolled: Array.from({ length: width }, (_, key) => key >= depth),
      cells: [
        support(of) < k ? { withheld: 'protected' } : of.length,
        support(paid) < k ? { withheld: 'protected' } : total,
      ],
      leaves,
    }
  }
  const rows = fine.map(([name], leaf) => row(JSON.parse(name) as string[], [leaf], width))
  for (let depth = rollup ? width - 1 : -1; depth >= 0; depth--) {
    const parents = Map.groupBy(fine.keys(), (leaf) =>
      JSON.stringify((JSON.parse(fine[leaf]![0]) as string[]).slice(0, depth)),
    )
    for (const [name, leaves] of parents) rows.push(row(JSON.parse(name) as string[], leaves, depth))
  }
  return {
    raw: {
      keys: Array.from({ length: width }, (_, i) => ({ name: `k${i}`, type: 'VARCHAR' })),
      cells: [
        { type: 'BIGINT', kind: 'frequency', additive: true, family: 'count' },
        { type: 'DOUBLE', kind: 'linear', additive: true, family: 'sum:t.amount' },
      ],
      sets: [],
      rows: [],
      persons: true,
      members,
    },
    checked: { rows: rows.filter(({ cells }) => cells.some((cell) => typeof cell === 'number')) },
  }
}

export interface HistorySpace {
  readonly core: Core
  readonly history: History
  /** Settles and releases; what is shown. */
  release(projectId: string, k: number, ...asked: readonly Asked[]): Promise<Settled>
  stop(): Promise<void>
}

export async function historySpace(gate: Record<string, unknown> = {}): Promise<HistorySpace> {
  const space = await testSpace([jobMigrations, historyMigrations])
  const { db, clock, random, log } = space.core
  const config = Config.parse({ gate })
  const core: Core = { ...space.core, config, jobs: createJobs({ db, clock, random, log }) }
  const history = createHistory(core)
  return {
    core,
    history,
    release: (projectId, minGroup, ...bases) => release(core, history, { projectId, minGroup, bases }),
    stop: async () => {
      await core.jobs.stop()
      await space.stop()
    },
  }
}

export async function release(
  core: Core,
  history: History,
  asked: { projectId: string; minGroup: number; bases: readonly Asked[] },
): Promise<Settled> {
  const runId = randomUUID()
  return history.settle({ ...asked, runId }, async (settled) => {
    await act(core, systemActor('test'), async ({ tx, now, note }) => {
      if (settled.segment) await segmentRow(tx, settled.segment, runId, asked.projectId, now)
      note({ kind: 'run.released', subject: { run: runId } })
    })
    return settled
  })
}

/** Lines of `persons` people with keys drawn by `pick`, one line each. */
export const people = (
  persons: Iterable<number>,
  keys: (person: number) => readonly string[],
  amount: (person: number) => number | null = () => 1,
): Line[] => [...persons].map((person) => ({ person, keys: keys(person), amount: amount(person) }))
export const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i)

/** Starts the jobs of a space, and stops them with it. */
export async function withJobs(space: HistorySpace): Promise<void> {
  await space.core.jobs.start()
}
