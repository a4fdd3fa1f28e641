import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSpace } from '../../src/app.ts'
import { beginDemo, demoSpace } from '../../src/demo/index.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import { markReady } from '../../src/safeguard/space/index.ts'
import type { DemoInsured } from '../../src/flow/consent/index.ts'
import { countersOf } from '../../src/flow/decision/index.ts'
import { ApiFailure, type Client, demoClient } from './client.ts'
import { insuredIn } from './insured.ts'
import { demoContract } from './limited.ts'
import { type ServerProcess, startServer } from './server.ts'

const SETTINGS = { logLevel: 'error', ratePerMinute: 1_000_000, demo: { persons: 1500, seed: 5 } }

export interface StormPlan {
  readonly clients: number
  /** Most runs of the contract, and of its counter `count`. */
  readonly limit: number
  readonly kills: number
  /** Longest time before a kill, ms. */
  readonly upToMs: number
  /** How many of the clients run queries, each in a child of its own; the others verify a person's enrolment. */
  readonly queries: number
}

/** What the clients were told, and what the space holds afterwards. */
export interface Storm {
  /** Runs by the state that a client was answered with. */
  readonly answered: ReadonlyMap<string, string>
  readonly opened: number
  readonly used: number
  readonly leased: number
  readonly counter: { readonly used: number; readonly leased: number }
  readonly states: Readonly<Record<string, number>>
  /** Runs whose acknowledged state is not what the space holds. */
  readonly lost: readonly string[]
  readonly problems: readonly string[]
  readonly kills: number
}

/** Many clients against one limit while the real server is killed at random moments, again and again. */
export async function storm(plan: StormPlan): Promise<Storm> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-storm-'))
  try {
    const contractId = await prepare(home, plan.limit)
    const certno = await consented(home, contractId)
    const answered = new Map<string, string>()
    let kills = 0
    for (; kills < plan.kills; kills++) await round({ home, contractId, certno, plan, answered }, true)
    await round({ home, contractId, certno, plan, answered }, false)
    return { ...(await inspect(home, contractId, answered)), answered, kills }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function prepare(home: string, limit: number): Promise<string> {
  const opened = await openSpace({ home, create: demoSpace(), settings: SETTINGS })
  try {
    // The first bureau is enough: the others would only take time.
    await beginDemo(opened.core, opened.runs, () => {})
    await markReady(opened.core.db, opened.core.clock)
    const contract = await demoContract(opened.core, {
      table: 'psn_insu_d',
      purpose: 'enrolment_verification',
      policy: () => ({
        maxRuns: limit + 50,
        permissions: [
          {
            actions: ['compute', 'read', 'download'],
            constraints: [{ operand: 'count', operator: 'lteq', value: String(limit) }],
          },
        ],
      }),
    })
    return contract.id
  } finally {
    await opened.stop()
  }
}

/** A standing consent of one made-up person to the insurer; the person's number. */
async function consented(home: string, contractId: string): Promise<string> {
  const server = await startServer(home, ENV)
  try {
    const asker = await demoClient(server.origin, 'actuary')
    const insured = await asker.get<{ items: DemoInsured[] }>('/insured/demo')
    const person = insured.items[0]!
    const until = Date.now() + 86_400_000
    const scopes = ['enrolment', 'enrolment_kind']
    const { id } = await asker.post<{ id: string }>('/consents/requests', {
      certno: person.certno,
      contractId,
      purpose: 'enrolment_verification',
      scopes,
      kind: 'standing',
      until,
      reason: '核实是否已参加基本医保。',
    })
    const phone = await insuredIn(server.origin, person)
    await phone.post(`/insured/consents/${id}/give`, { scopes, until })
    return person.certno
  } finally {
    await server.stop()
  }
}

const ENV = {
  XINYU_LOG_LEVEL: 'error',
  XINYU_RATE_PER_MINUTE: '1000000',
  XINYU_DEMO_PERSONS: String(SETTINGS.demo.persons),
  XINYU_DEMO_SEED: String(SETTINGS.demo.seed),
}

interface Life {
  readonly home: string
  readonly contractId: string
  readonly certno: string
  readonly plan: StormPlan
  readonly answered: Map<string, string>
}

/** One life of the server: until it is killed, or until every client is told that nothing is left. */
async function round(life: Life, kill: boolean): Promise<void> {
  const server = await startServer(life.home, ENV)
  try {
    await live(life, server, kill)
  } finally {
    await server.kill()
  }
}

async function live(life: Life, server: ServerProcess, kill: boolean): Promise<void> {
  const { clients, queries, upToMs } = life.plan
  let gone = false
  const client = await demoClient(server.origin, 'actuary')
  const work = Promise.all(
    Array.from({ length: clients }, (_, at) =>
      untilDenied(
        () => (at < queries ? query(client, life) : verify(client, life)),
        life.answered,
        () => gone,
      ),
    ),
  )
  if (!kill) {
    await work
    await server.stop()
    return
  }
  await Promise.race([sleep(100 + Math.random() * upToMs), work])
  await server.kill()
  gone = true
  await work
}

interface Told {
  readonly run: string
  readonly state: string
}

async function query(client: Client, { contractId }: Life): Promise<Told> {
  const sql = 'select insutype, count(*) from psn_insu_d group by insutype'
  const { run } = await client.post<{ run: { id: string; state: string } }>('/runs', {
    contractId,
    kind: 'query',
    sql,
  })
  return { run: run.id, state: run.state }
}

async function verify(client: Client, { contractId, certno }: Life): Promise<Told> {
  try {
    const body = { contractId, certno, date: '2025-06-30' }
    const { runId } = await client.post<{ runId: string }>('/verify/enrolment', body)
    return { run: runId, state: 'released' }
  } catch (error) {
    const state =
      error instanceof ApiFailure
        ? { VERIFY_DENIED: 'denied', VERIFY_FAILED: 'failed' }[error.body.code!]
        : undefined
    if (!(error instanceof ApiFailure) || !state) throw error
    return { run: (error.body.detail as { run: string }).run, state }
  }
}

/** Asks again and again, until there is nothing left or the server is gone. */
async function untilDenied(
  ask: () => Promise<Told>,
  answered: Map<string, string>,
  gone: () => boolean,
): Promise<void> {
  while (!gone()) {
    try {
      const { run, state } = await ask()
      answered.set(run, state)
      if (state === 'denied') return
    } catch (error) {
      if (error instanceof ApiFailure && error.status !== 503 && error.status !== 429) throw error
      if (!gone()) await sleep(5)
    }
  }
}

async function inspect(home: string, contractId: string, answered: ReadonlyMap<string, string>) {
  const opened = await openSpace({ home, settings: SETTINGS })
  const { core } = opened
  try {
    const contract = await core.db
      .selectFrom('contract')
      .select(['runs_used', 'runs_leased'])
      .where('id', '=', contractId)
      .executeTakeFirstOrThrow()
    const runs = await core.db
      .selectFrom('run')
      .select(['id', 'state'])
      .where('contract_id', '=', contractId)
      .execute()
    const known = new Map(runs.map(({ id, state }) => [id, state]))
    let openings = 0
    for (let at = 0; at < runs.length; at += 500) {
      const entries = await core.evidence.leavesAbout(runs.slice(at, at + 500).map(({ id }) => id))
      openings += entries.filter(({ kind }) => kind === 'run.opened').length
    }
    const { counters } = await countersOf(core, contractId)
    const counter = counters.find(({ key }) => key !== 'maxRuns')!
    const report = await fsck(core.home, core.db)
    return {
      opened: openings,
      used: contract.runs_used,
      leased: contract.runs_leased,
      counter: { used: counter.used, leased: counter.leased },
      states: Object.fromEntries(
        [...new Set(known.values())].map((state) => [
          state,
          runs.filter((run) => run.state === state).length,
        ]),
      ),
      lost: [...answered].filter(([id, state]) => known.get(id) !== state).map(([id]) => id),
      problems: report.problems.map((problem) => JSON.stringify(problem)),
    }
  } finally {
    await opened.stop()
  }
}
