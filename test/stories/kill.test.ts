import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenSpace, openSpace } from '../../src/app.ts'
import { demoSpace, FIRST_QUERY, makeDemo } from '../../src/demo/index.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import { outputBytes } from '../../src/use/run/index.ts'
import { ApiFailure, type Client, demoClient } from '../support/client.ts'
import { startServer } from '../support/server.ts'

/** Each kind of work is hit several times; the long run hits it many times. */
const ROUNDS = process.env.XINYU_LONG_TESTS === '1' ? 40 : 2
const BUSY_MS = 60_000
const SETTINGS = { logLevel: 'error', demo: { persons: 600, seed: 11 } }

/** What the server answered before it was killed: all of it must still be true afterwards. */
interface Acknowledged {
  readonly datasets: Set<string>
  /** Import job → dataset. */
  readonly imports: Map<string, string>
  /** Run → hash of its output as answered. */
  readonly runs: Map<string, string | null>
  readonly requests: Set<string>
}

let home: string
const acknowledged: Acknowledged = {
  datasets: new Set(),
  imports: new Map(),
  runs: new Map(),
  requests: new Set(),
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-kill-'))
  const opened = await openSpace({ home, create: demoSpace(), settings: SETTINGS })
  await makeDemo(opened.core, opened.runs, () => {})
  await opened.stop()
}, 240_000)
afterAll(() => rm(home, { recursive: true, force: true }))

let counter = 0
const csv = (rows: number) =>
  `psn_no,region,fee_amt\n${Array.from({ length: rows }, (_, i) => `P${i % 400},${310000 + (i % 7)},${i}.50`).join('\n')}\n`

async function importOnce(officer: Client): Promise<void> {
  const code = `kill_${++counter}_${process.hrtime.bigint()}`
  const { id } = await officer.post<{ id: string }>('/datasets', {
    code,
    titleZh: '中断测试',
    titleEn: 'Kill test',
    insuredColumn: 'psn_no',
    insuredSystem: 'psn_no:kill',
  })
  acknowledged.datasets.add(id)
  const upload = await officer.raw(`/datasets/${id}/uploads/part.csv`, {
    method: 'PUT',
    body: csv(2000 + (counter % 5) * 4000),
    headers: { 'content-type': 'application/octet-stream' },
  })
  if (!upload.ok) throw new ApiFailure('upload', upload.status, (await upload.json()) as ApiFailure['body'])
  const { jobId } = await officer.post<{ jobId: string }>(`/datasets/${id}/versions`, { files: ['part.csv'] })
  acknowledged.imports.set(jobId, id)
}

async function runOnce(actuary: Client, contractId: string): Promise<void> {
  const { run } = await actuary.post<{ run: { id: string; outputHash: string | null } }>('/runs', {
    contractId,
    kind: 'query',
    sql: FIRST_QUERY,
  })
  acknowledged.runs.set(run.id, run.outputHash)
}

async function askOnce(team: Client, offerId: string): Promise<void> {
  const { id } = await team.post<{ id: string }>('/requests', {
    offerId,
    purpose: 'contest_modelling',
    project: { title: `中断测试 ${++counter}` },
    reason: '在随机时刻杀死服务器，检查没有丢失也没有一半。',
  })
  acknowledged.requests.add(id)
}

/** Repeats a kind of work until the server is gone; a refused answer is a failure of the test. */
async function until(gone: () => boolean, work: () => Promise<void>): Promise<number> {
  let done = 0
  while (!gone()) {
    try {
      await work()
      done++
    } catch (error) {
      if (error instanceof ApiFailure && error.status !== 503) throw error
      if (!gone()) await sleep(5)
    }
  }
  return done
}

/** Kills after a moment; `busy`: only once a new import and a new run were acknowledged, however slow the machine is. */
async function workAndKill(afterMs: number, busy: boolean): Promise<number> {
  const before = { imports: acknowledged.imports.size, runs: acknowledged.runs.size }
  const server = await startServer(home, { XINYU_LOG_LEVEL: 'error' })
  let gone = false
  const [officer, actuary, team] = await Promise.all(
    ['sh-officer', 'actuary', 'team-b-lead'].map((login) => demoClient(server.origin, login)),
  )
  const contracts = await actuary!.get<{ items: { id: string }[] }>('/contracts?side=consumer')
  const offers = await team!.get<{ items: { id: string; policy: { purposes: string[] } }[] }>(
    '/offers?state=open',
  )
  const offer = offers.items.find(({ policy }) => policy.purposes.includes('contest_modelling'))!
  const work = Promise.all([
    until(
      () => gone,
      () => importOnce(officer!),
    ),
    until(
      () => gone,
      () => runOnce(actuary!, contracts.items[0]!.id),
    ),
    until(
      () => gone,
      () => askOnce(team!, offer.id),
    ),
  ])
  const latest = performance.now() + BUSY_MS
  const waits = () =>
    busy &&
    performance.now() < latest &&
    (acknowledged.imports.size === before.imports || acknowledged.runs.size === before.runs)
  while (waits()) await sleep(20)
  await sleep(afterMs)
  await server.kill()
  gone = true
  return (await work).reduce((sum, done) => sum + done, 0)
}

describe('a server killed at random moments', () => {
  test(`keeps every acknowledged change and none by half (${ROUNDS} kills)`, {
    timeout: 1_800_000,
  }, async () => {
    let done = 0
    for (let round = 0; round < ROUNDS; round++) {
      done += await workAndKill(100 + Math.random() * 2200, round % 3 !== 0)
      const opened = await openSpace({ home, settings: SETTINGS })
      try {
        await inspect(opened)
      } finally {
        await opened.stop()
      }
    }
    console.info(
      `${ROUNDS} kills, ${done} acknowledged works: ${acknowledged.imports.size} imports, ${acknowledged.runs.size} runs, ${acknowledged.requests.size} requests`,
    )
    expect(acknowledged.imports.size).toBeGreaterThan(ROUNDS / 2)
    expect(acknowledged.runs.size).toBeGreaterThan(ROUNDS / 5)
  })
})

async function inspect(opened: OpenSpace): Promise<void> {
  const { core } = opened
  await nothingLost(opened)

  // Imports that were under way are finished by the restarted server, each exactly once.
  for (const [jobId, datasetId] of acknowledged.imports) {
    const job = await core.jobs.finished(jobId)
    expect(job.state, `job ${jobId}: ${JSON.stringify(job.error)}`).toBe('done')
    const versions = await core.db
      .selectFrom('dataset_version')
      .select('id')
      .where('dataset_id', '=', datasetId)
      .execute()
    expect(versions).toHaveLength(1)
  }

  // No run is left open, no lease leaks, and what was opened is what was counted.
  const open = await core.db
    .selectFrom('run')
    .select('id')
    .where('state', 'in', ['granted', 'running'])
    .execute()
  expect(open).toEqual([])
  const contracts = await core.db.selectFrom('contract').select(['id', 'runs_leased', 'runs_used']).execute()
  for (const contract of contracts) {
    expect(contract.runs_leased).toBe(0)
    const runs = await core.db.selectFrom('run').select('id').where('contract_id', '=', contract.id).execute()
    const entries = await core.evidence.leavesAbout(runs.map((run) => run.id))
    expect(entries.filter((entry) => entry.kind === 'run.opened')).toHaveLength(contract.runs_used)
  }

  const report = await fsck(core.home, core.db)
  expect(report.problems).toEqual([])
  expect(report.ok).toBe(true)
}

async function nothingLost({ core }: OpenSpace): Promise<void> {
  const ids = async (table: 'dataset' | 'access_request') =>
    new Set((await core.db.selectFrom(table).select('id').execute()).map((row) => row.id))
  const datasets = await ids('dataset')
  expect([...acknowledged.datasets].filter((id) => !datasets.has(id))).toEqual([])
  const requests = await ids('access_request')
  expect([...acknowledged.requests].filter((id) => !requests.has(id))).toEqual([])
  const runs = await core.db
    .selectFrom('run')
    .select(['id', 'output_hash', 'consumer_id', 'user_id'])
    .execute()
  const known = new Map(runs.map((run) => [run.id, run]))
  for (const [id, hash] of acknowledged.runs) {
    const run = known.get(id)
    expect(run?.output_hash, `run ${id}`).toBe(hash)
    if (!run || hash === null) continue
    const actor = {
      kind: 'user',
      userId: run.user_id,
      participantId: run.consumer_id,
      roles: ['developer'],
    } as const
    // Throws where the file differs from the hash of its release.
    expect((await outputBytes(core, actor, id)).length).toBeGreaterThan(0)
  }
}
