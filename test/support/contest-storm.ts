import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openSpace } from '../../src/app.ts'
import { openWorkFile, submittedWorks } from '../../src/contest/submission/index.ts'
import { type PutTeam, putContest, putTeams, smallScheme } from '../../src/contest/submission/work.fixture.ts'
import { digestOf, suite } from '../../src/safeguard/crypto/index.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { startServer } from './server.ts'

/** Teams that hand in before a deadline, through the real server on loopback, which is killed meanwhile. */
export interface StormSize {
  readonly teams: number
  /** Bytes of the file of the team with this number. */
  readonly bytes: (team: number) => number
  /** From the first team's beginning to the deadline. */
  readonly windowMs: number
  readonly graceMs: number
  /** Share of the window within which teams begin. */
  readonly arrivals: number
  readonly pieceBytes: number
  /** Teams that are ready before, and hand in only after the grace. */
  readonly laggards: number
  /** Teams that hand in within moments of the end of the grace, before it and after it. */
  readonly finishers: number
  /** An empty database, which outlives the server. */
  readonly databaseUrl: string
  /** The deadline comes at the end of the window, or once all others are done, however slow the machine is. */
  readonly deadline: 'fixed' | 'when_done'
  /** kill -9, at these shares of the arrivals. */
  readonly kills: readonly number[]
}

interface Acknowledged {
  readonly team: number
  readonly version: number
  readonly digest: string
  readonly submittedAt: number
  readonly fileId: string
  readonly fileHash: string
  readonly bytes: number
  /** From the team's beginning to the answer. */
  readonly waitMs: number
  /** When the answer came. */
  readonly at: number
}

export interface StormResult {
  readonly acknowledged: readonly Acknowledged[]
  /** Refused as too late, as the server said. */
  readonly late: number
  readonly kills: number
  /** From the first team's beginning to the last answer. */
  readonly seconds: number
  readonly restarts: readonly number[]
  /** What is wrong afterwards: empty where everything holds. */
  readonly problems: readonly string[]
}

const SETTINGS = { logLevel: 'error' }
const SPACE = { nameZh: '风暴', nameEn: 'storm', demo: false }
const NOISE = randomBytes(8 * 2 ** 20)
const HEAD_BYTES = 4096

/** A made-up PDF of so many bytes, like no other: a head of its own, then noise that all share. */
function pieceOf(team: number, from: number, to: number): Buffer {
  if (from >= HEAD_BYTES) {
    // Any place of the noise, the same for the same place of the file; a piece is at most half of it.
    const at = from % (NOISE.length / 2)
    return NOISE.subarray(at, at + (to - from))
  }
  const head = Buffer.alloc(HEAD_BYTES, `team ${team} `)
  head.write('%PDF-1.7\n')
  return head.subarray(from, Math.min(to, HEAD_BYTES))
}

/** Where the pieces of a file end: the head first, then pieces of the same size. */
function* ends(bytes: number, pieceBytes: number): Generator<number> {
  if (bytes > HEAD_BYTES) yield HEAD_BYTES
  for (let at = HEAD_BYTES + pieceBytes; at < bytes; at += pieceBytes) yield at
  yield bytes
}

function hashOf(team: number, bytes: number, pieceBytes: number): string {
  const hash = suite().hash.begin()
  let from = 0
  for (const to of ends(bytes, pieceBytes)) {
    hash.update(pieceOf(team, from, to))
    from = to
  }
  return hash.digest().toString('hex')
}

class Refused extends Error {
  readonly code: string
  readonly detail: unknown
  constructor({ code, en, detail }: { code?: string; en?: string; detail?: unknown }) {
    super(`${code}: ${en}`)
    this.code = code ?? ''
    this.detail = detail
  }
}

export async function contestStorm(size: StormSize): Promise<StormResult> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-storm-'))
  try {
    return await inHome(home, size)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function inHome(home: string, size: StormSize): Promise<StormResult> {
  const env = { DATABASE_URL: size.databaseUrl }
  const { contestId, teams, scheme } = await prepare(home, size, env)
  const restarts: number[] = []
  const start = async () => {
    const from = performance.now()
    const started = await startServer(home, { XINYU_LOG_LEVEL: 'error', ...env })
    restarts.push(performance.now() - from)
    return started
  }
  let server = await start()
  // The window begins when the server is there: how long it takes to start is not the teams' time.
  const began = Date.now()
  const set = async (closesAt: number): Promise<number> => {
    await putDeadline(size, contestId, scheme, closesAt)
    return closesAt + size.graceMs
  }
  const others = Promise.withResolvers<void>()
  /** The end of the grace, once it is known. */
  const end =
    size.deadline === 'fixed'
      ? set(began + size.windowMs)
      : others.promise.then(() => set(Date.now() + 3_000))
  let broken: Error | null = null
  const call = caller(() => {
    // A server that does not start again ends the storm: nobody would ever answer.
    if (broken) throw new Refused({ code: 'SERVER_GONE', en: broken.message })
    return server.origin
  }, contestId)
  let killed = 0
  const killing = (async () => {
    for (const share of size.kills) {
      await sleep(Math.max(0, began + share * size.arrivals * size.windowMs - Date.now()))
      await server.kill()
      killed++
      server = await start()
    }
  })()
  killing.catch((error: unknown) => (broken = error instanceof Error ? error : new Error('no server')))
  const acknowledged: Acknowledged[] = []
  let late = 0
  const work = teams.map(async (team, i) => {
    // More come the nearer the deadline is.
    const share = Math.sqrt(((i * 7919) % teams.length) / teams.length)
    await sleep(Math.max(0, began + share * size.arrivals * size.windowMs - Date.now()))
    try {
      acknowledged.push(await handIn(call, team, i, size, momentOf(size, i, end)))
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'WORK_TOO_LATE') throw error
      late++
    }
  })
  const early = work.slice(size.laggards + size.finishers)
  void Promise.allSettled([...early, killing]).then(() => others.resolve())
  const ended = await Promise.allSettled([...work, killing])
  const last = Math.max(began, ...acknowledged.map(({ at }) => at))
  await server.stop()
  const problems = ended.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  problems.push(...(await inspect(home, env, contestId, teams, acknowledged, await end)))
  return { acknowledged, late, kills: killed, seconds: (last - began) / 1000, restarts, problems }
}

/** When a team hands in once it is ready: at once, after the grace, or within moments of its end. */
function momentOf(size: StormSize, i: number, end: Promise<number>): () => Promise<number> {
  if (i < size.laggards) return () => end.then((at) => at + 50)
  if (i < size.laggards + size.finishers)
    return () => end.then((at) => at - 300 + (600 * (i - size.laggards)) / size.finishers)
  return async () => 0
}

/** Everything before the storm: a space, an announced contest, admitted teams, a session of each captain. */
async function prepare(home: string, size: StormSize, env: Record<string, string>) {
  const opened = await openSpace({ home, create: SPACE, settings: SETTINGS, env })
  try {
    const { core } = opened
    const now = Date.now()
    const most = Math.max(...Array.from({ length: size.teams }, (_, i) => size.bytes(i)))
    const scheme = smallScheme({
      opensAt: now - 1000,
      closesAt: now + 24 * 3_600_000,
      graceMs: size.graceMs,
      maxBytes: most,
    })
    const organiser = {
      kind: 'user' as const,
      userId: randomUUID(),
      participantId: randomUUID(),
      roles: ['data_officer' as const],
    }
    const contest = await putContest(core, scheme, now, organiser)
    const teams = await putTeams(core, contest, size.teams, now)
    return { contestId: contest.id, teams, scheme }
  } finally {
    await opened.stop()
  }
}

/** Writes the deadline while the server runs: it reads the scheme at each request. */
async function putDeadline(
  { databaseUrl, graceMs }: StormSize,
  contestId: string,
  scheme: ReturnType<typeof smallScheme>,
  closesAt: number,
): Promise<void> {
  const { opensAt } = scheme.rounds[0]!.submission
  const form = scheme.rounds[0]!.submission.form
  const fresh = smallScheme({ opensAt, closesAt, graceMs })
  const rounds = fresh.rounds.map((round, i) =>
    i === 0 ? { ...round, submission: { ...round.submission, form } } : round,
  )
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('update contest set scheme = $1 where id = $2', [
      JSON.stringify({ ...fresh, rounds }),
      contestId,
    ])
  } finally {
    await client.end()
  }
}

type Call = <T>(team: PutTeam, method: string, path: string, body?: object | Buffer) => Promise<T>

/** Calls until an answer comes: a server that is down, starts again or has too much to do is asked again. */
function caller(origin: () => string, contestId: string): Call {
  return async (team, method, path, body) => {
    for (;;) {
      const raw = Buffer.isBuffer(body)
      try {
        const answer = await fetch(`${origin()}/api${path.replace('{contest}', contestId)}`, {
          method,
          headers: {
            cookie: team.cookie,
            ...(body === undefined
              ? {}
              : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
          },
          ...(body === undefined
            ? {}
            : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
        })
        const text = await answer.text()
        if (answer.ok) return text === '' ? null : JSON.parse(text)
        const problem = JSON.parse(text) as ConstructorParameters<typeof Refused>[0]
        if (answer.status < 500 && answer.status !== 429) throw new Refused(problem)
      } catch (error) {
        if (error instanceof Refused) throw error
      }
      await sleep(50 + Math.random() * 250)
    }
  }
}

const WORK = '/contest/contests/{contest}/work/first'

/** What the page of a captain does: the text, the file in pieces, the end of the file, handing in. */
async function handIn(
  call: Call,
  team: PutTeam,
  i: number,
  size: StormSize,
  submitAt: () => Promise<number>,
): Promise<Acknowledged> {
  const began = performance.now()
  const bytes = size.bytes(i)
  const draft = await draftOf(call, team, i)
  const fileHash = hashOf(i, bytes, size.pieceBytes)
  const asked = { field: 'report', name: `报告 ${i}.pdf`, bytes, digest: fileHash }
  const file = await call<{ id: string }>(team, 'POST', `${WORK}/files`, asked)
  await send(call, team, i, file.id, bytes, size.pieceBytes)
  const whole = await call<{ state: string }>(team, 'POST', `/contest/files/${file.id}/finish`)
  if (whole.state !== 'whole') throw new Error(`file of team ${i} is ${whole.state}`)
  await sleep(Math.max(0, (await submitAt()) - Date.now()))
  // One wish, one key: however often the line breaks, it is counted once.
  const key = randomUUID()
  const done = await call<{ version: number; digest: string; submittedAt: number }>(
    team,
    'POST',
    `${WORK}/submit`,
    {
      key,
      draft,
    },
  )
  return {
    team: i,
    ...done,
    fileId: file.id,
    fileHash,
    bytes,
    waitMs: performance.now() - began,
    at: Date.now(),
  }
}

async function draftOf(call: Call, team: PutTeam, i: number): Promise<number> {
  const fields = { summary: `合成作品 ${i}：在截止前的最后几分钟提交。` }
  try {
    return (await call<{ draft: number }>(team, 'PUT', WORK, { fields, draft: 0 })).draft
  } catch (error) {
    // The answer of the first try was lost: the draft is there.
    if (error instanceof Refused && error.code === 'WORK_DRAFT_CONFLICT')
      return (error.detail as { draft: number }).draft
    throw error
  }
}

async function send(
  call: Call,
  team: PutTeam,
  i: number,
  id: string,
  bytes: number,
  pieceBytes: number,
): Promise<void> {
  const all = [...ends(bytes, pieceBytes)]
  for (let at = 0; at < bytes; ) {
    const end = all.find((one) => one > at)!
    // The piece of which `at` may be the middle, where a kill came between.
    const start = all[all.indexOf(end) - 1] ?? 0
    try {
      const piece = pieceOf(i, start, end).subarray(at - start)
      const { received } = await call<{ received: number }>(
        team,
        'PUT',
        `/contest/files/${id}?offset=${at}`,
        piece,
      )
      at = received
    } catch (error) {
      if (
        !(error instanceof Refused) ||
        !['UPLOAD_OFFSET', 'UPLOAD_BUSY', 'WORK_FILE_CUT', 'WORK_FILE_STATE'].includes(error.code)
      )
        throw error
      at = (await call<{ received: number }>(team, 'GET', `/contest/files/${id}`)).received
    }
  }
}

/** After the storm: is everything that was answered still true, and nothing else? */
async function inspect(
  home: string,
  env: Record<string, string>,
  contestId: string,
  teams: readonly PutTeam[],
  acknowledged: readonly Acknowledged[],
  end: number,
): Promise<string[]> {
  const problems: string[] = []
  const opened = await openSpace({ home, settings: SETTINGS, env })
  try {
    const { core } = opened
    const works = new Map(
      (await submittedWorks(core.db, contestId, 'first')).map((work) => [work.teamId, work]),
    )
    for (const said of acknowledged) {
      const work = works.get(teams[said.team]!.teamId)
      if (work?.digest !== said.digest || work.version !== said.version) {
        problems.push(`team ${said.team}: what was acknowledged is not there`)
        continue
      }
      const bytes = await buffer(await openWorkFile(core, said.fileId))
      if (digestOf(bytes) !== said.fileHash) problems.push(`team ${said.team}: other bytes than were sent`)
    }
    if (works.size !== acknowledged.length)
      problems.push(`${works.size} works are there, ${acknowledged.length} were acknowledged`)
    const versions = await core.db.selectFrom('contest_work_version').selectAll().execute()
    if (versions.length !== acknowledged.length)
      problems.push(`${versions.length} versions for ${acknowledged.length} wishes`)
    const late = versions.filter((one) => one.submitted_at >= end)
    if (late.length > 0) problems.push(`${late.length} were accepted after deadline and grace`)
    const leaves = await core.evidence.leavesAbout(versions.map(({ id }) => id))
    const entries = Map.groupBy(
      leaves.filter(({ kind }) => kind === 'work.submitted'),
      ({ subject }) => subject,
    )
    for (const version of versions) {
      const own = entries.get(version.id) ?? []
      if (own.length !== 1) {
        problems.push(`version ${version.id} has ${own.length} entries`)
        continue
      }
      const receipt = await core.evidence.receiptFor(own[0]!.leaf)
      const verdict = verifyReceipt(receipt, { vkey: core.evidence.vkey() })
      const said = (JSON.parse(receipt.toString()) as { payload: { body: { digest: string } } }).payload.body
      if (!verdict.ok || said.digest !== version.digest)
        problems.push(`receipt of ${version.id} does not verify`)
    }
    const report = await fsck(core.home, core.db)
    if (!report.ok) problems.push(`fsck: ${JSON.stringify(report.problems)}`)
  } finally {
    await opened.stop()
  }
  return problems
}

/** 1: all had the same; 1/n: one had everything (Jain 1984). */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0)
  return sum ** 2 / (values.length * values.reduce((all, value) => all + value ** 2, 0))
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
