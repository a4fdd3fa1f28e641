import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeatView } from '../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../test/support/client.ts'
import { type ServerProcess, startServer } from '../test/support/server.ts'
import type { Measure } from './run.ts'
import { jain, quantile, usedMib } from './seats/measure.ts'
import { killAll } from './seats/kills.ts'
import { descendants } from './seats/processes.ts'
import { projects } from './seats/projects.ts'
import { SCRIPT } from './seats/script.ts'
import { cell, open, type Team } from './seats/team.ts'
import { type Alert, blockTimes } from './seats/watch.ts'

/** As `seats`, but as teams have it: through the portal's server, its database, grants, evidence and recording. */
const SEATS = Number(process.env.SEATS ?? 200)
const MINUTES = Number(process.env.SEATS_MINUTES ?? 10)
const THINK_MS = Number(process.env.SEATS_THINK_MS ?? 20_000)
const PERSONS = process.env.SEATS_PERSONS ?? '30000'
const ARRIVALS_PER_SECOND = 20
/** Most seats of one project. */
const PER_PROJECT = 20

export async function run(): Promise<readonly Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-portal-'))
  const start = () =>
    startServer(home, {
      XINYU_DEMO_PERSONS: PERSONS,
      XINYU_LOG_LEVEL: 'error',
      XINYU_RATE_PER_MINUTE: '1000000',
      XINYU_SANDBOX_VIEW_ROWS_PER_DAY: '100000000',
      // Beside the 200 there is one more: the seat that tries to get out while they work.
      XINYU_SANDBOX_MAX_LIVE: String(SEATS + 1),
    })
  let server = await start()
  try {
    while (!server.output().includes('The demo is complete')) await sleep(500)
    const lead = await demoClient(server.origin, 'team-a-lead')
    // One more than the teams fill: for the seats that try to get out.
    const ids = await projects(server.origin, lead, Math.ceil(SEATS / PER_PROJECT) + 1)
    const measures: Measure[] = []
    const starts: number[] = []
    const teams = await arrive(lead, ids, starts)
    await sleep(3000)
    measures.push(...starting(starts), {
      name: 'idle memory, portal, database and seats',
      value: await pssMib(server),
      unit: 'MiB PSS',
      note: `${SEATS} seats; target 4096`,
    })
    const worked = work(lead, teams)
    const blocks = await blockTimes(server.origin, lead, ids.at(-1)!, MINUTES * 60_000)
    measures.push(...(await worked), ...blocked(blocks))
    const after = await killAll(server, lead, teams, start)
    server = after.server
    return [...measures, ...after.measures]
  } finally {
    await server.kill()
    await rm(home, { recursive: true, force: true })
  }
}

async function arrive(lead: Client, projectIds: readonly string[], starts: number[]): Promise<Team[]> {
  const teams: Promise<Team>[] = []
  for (let at = 0; at < SEATS; at++) {
    teams.push(open(lead, projectIds[Math.floor(at / PER_PROJECT)]!, `T-${at + 1}`, starts))
    await sleep(1000 / ARRIVALS_PER_SECOND)
  }
  return Promise.all(teams)
}

async function work(lead: Client, teams: readonly Team[]): Promise<Measure[]> {
  const until = performance.now() + MINUTES * 60_000
  const latencies: number[] = []
  const bad = new Map<string, number>()
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, usedMib())), 1000)
  const done = await Promise.all(
    teams.map(async (team, i) => {
      await sleep((i / teams.length) * THINK_MS)
      let cells = 0
      for (; performance.now() < until; cells++) {
        const began = performance.now()
        const { state, problem } = await cell(lead, team, SCRIPT[cells % SCRIPT.length]!)
        latencies.push(performance.now() - began)
        const what = `${state} ${problem?.code ?? ''}`.trim()
        if (state !== 'ok') bad.set(what, (bad.get(what) ?? 0) + 1)
        await sleep(THINK_MS * (0.5 + ((i * 7919 + cells * 104_729) % 1000) / 1000))
      }
      return cells
    }),
  )
  clearInterval(watch)
  const views = await Promise.all(teams.map(({ id }) => lead.get<SeatView>(`/seats/${id}`)))
  const lost = views.filter(({ state }) => state !== 'live').length
  const cpu = views.map(({ usage }) => usage?.cpuMsToday ?? 0)
  const size = `${SEATS} seats, ${MINUTES} min, a cell each ${THINK_MS / 1000} s, ${PERSONS} persons; not ok: ${[...bad].map(([what, count]) => `${count} ${what}`).join(', ') || 'none'}`
  return [
    { name: 'cells run', value: latencies.length, unit: 'cells', note: size },
    {
      name: 'cell latency p50',
      value: quantile(latencies, 0.5),
      unit: 'ms',
      note: 'saved, run and answered',
    },
    { name: 'cell latency p95', value: quantile(latencies, 0.95), unit: 'ms', note: 'the same' },
    { name: 'Jain index of cells', value: jain(done), unit: '', note: 'over seats; target 0.95' },
    { name: 'Jain index of CPU time', value: jain(cpu), unit: '', note: 'over seats' },
    { name: 'peak memory in use', value: peak, unit: 'MiB', note: 'whole machine' },
    { name: 'seats lost', value: lost, unit: 'seats', note: '' },
  ]
}

const starting = (starts: readonly number[]): Measure[] => [
  {
    name: 'start p50',
    value: quantile(starts, 0.5),
    unit: 'ms',
    note: `${ARRIVALS_PER_SECOND} a second: made, entered, notebook, first cell ran`,
  },
  { name: 'start p95', value: quantile(starts, 0.95), unit: 'ms', note: 'the same; target below 1000' },
]

const blocked = (alerts: readonly Alert[]): Measure[] => [
  {
    name: 'from act to block, longest',
    value: Math.max(...alerts.map(({ afterMs }) => afterMs)),
    unit: 'ms',
    note: `${alerts.length} seats that tried ptrace while the others worked; target below 2000`,
  },
  {
    name: 'from request to blocked seat, longest',
    value: Math.max(...alerts.map(({ seenMs }) => seenMs)),
    unit: 'ms',
    note: 'as seen from outside, with the time until the cell had its turn',
  },
]

/** All processes that descend from the server: itself, database, warm parent, seats, engine children. */
async function pssMib({ pid }: ServerProcess): Promise<number> {
  let sum = 0
  for (const one of [pid, ...(await descendants(pid))]) {
    try {
      sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))![1]) / 1024
    } catch {}
  }
  return sum
}
