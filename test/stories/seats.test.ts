import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../src/kernel/actor.ts'
import { CONTEST_PROJECT } from '../../src/demo/make/contest.ts'
import { changeContract } from '../../src/flow/contract/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import type { CellEvent, SeatBox } from '../../src/use/sandbox/driver/driver.ts'
import { type Client, demoClient } from '../support/client.ts'
import { whyNotIsolated } from '../support/isolation.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

/** A team's seat from its opening to its end, on real isolation. */

interface Seat {
  id: string
  state: string
  problem: { code: string } | null
  present: string[]
  runIds: string[]
  place: number | null
}

const found = await whyNotIsolated()
const story = describe.skipIf(found !== null)
/** On a machine that others use as well, a limit on time says little: it is wide there, and told. */
const BUSY = Math.min(10, Math.max(1, loadavg()[0]! / availableParallelism()))
if (found !== null) console.warn(`the story of the seats is skipped: ${found}`)

let demo: SmallDemo
let core: Core
let lead: Client
let member: Client
let organiser: Client
let duty: Client
let origin: string
let projectId: string
let seatId: string

const live = (id: string) => demo.opened.sandbox.seats.awake(id)!
const actorOf = async (login: string): Promise<UserActor> => {
  const row = await core.db
    .selectFrom('app_user')
    .selectAll()
    .where('login', '=', login)
    .executeTakeFirstOrThrow()
  return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
}
async function cell(box: SeatBox, code: string, language: 'python' | 'sql' = 'python') {
  const kernel = await box.kernel()
  const events: CellEvent[] = []
  for await (const event of kernel.execute({
    language,
    code,
    timeMs: 60_000,
    maxRows: 50,
    maxBytes: 100_000,
  }))
    events.push(event)
  const text = events.flatMap((one) => (one.kind === 'text' ? [one.text] : [])).join('')
  return { text, done: events.at(-1)!, events }
}
const until = async (test: () => Promise<boolean>, ms = 60_000 * BUSY) => {
  for (const began = Date.now(); Date.now() - began < ms; ) {
    if (await test()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('waited in vain')
}
const state = async (client = lead) => (await client.get<Seat>(`/seats/${seatId}`)).state

story('the seats of a team', () => {
  beforeAll(async () => {
    demo = await smallDemo()
    core = demo.opened.core
    origin = await demo.serve()
    ;[lead, member, organiser, duty] = (await Promise.all(
      ['team-a-lead', 'team-a-dev', 'organiser', 'duty'].map((login) => demoClient(origin, login)),
    )) as [Client, Client, Client, Client]
    const projects = await lead.get<{ items: { id: string; title: string }[] }>('/projects')
    projectId = projects.items.find(({ title }) => title === CONTEST_PROJECT)!.id
  }, 600_000)
  afterAll(() => demo?.end())

  test('the first seat has its tables prepared by itself, and is awake within a minute', async () => {
    const began = performance.now()
    const made = await lead.post<Seat>('/seats', { projectId, name: '建模席位' })
    seatId = made.id
    expect(['waiting', 'starting', 'live']).toContain(made.state)
    await until(async () => (await state()) === 'live')
    console.info(`first seat with its tables after ${((performance.now() - began) / 1000).toFixed(1)} s`)
    const seat = await lead.post<Seat>(`/seats/${seatId}/enter`)
    expect(seat).toMatchObject({ state: 'live', problem: null })
    expect(seat.present).toHaveLength(1)
    const run = await core.db
      .selectFrom('run')
      .selectAll()
      .where('id', '=', seat.runIds[0]!)
      .executeTakeFirstOrThrow()
    expect(run).toMatchObject({ kind: 'seat', state: 'running' })
  }, 900_000)

  test('it shows the agreed tables with types and titles, and cells read them', async () => {
    const tables = await lead.get<{
      items: { name: string; rows: number; titleZh: string; columns: { name: string; type: string }[] }[]
    }>(`/seats/${seatId}/tables`)
    expect(tables.items.map(({ name }) => name).sort()).toEqual(['setl_d', 'setl_list_diag_d'])
    const setl = tables.items.find(({ name }) => name === 'setl_d')!
    expect(setl.rows).toBeGreaterThan(100)
    expect(setl.columns.find(({ name }) => name === 'medfee_sumamt')?.type).toBe('fen')
    // Neither names nor identity numbers are there, nor the dense number of the person.
    for (const hidden of ['psn_name', 'certno', '__person', '__insured'])
      expect(setl.columns.map(({ name }) => name)).not.toContain(hidden)
    const { text, done } = await cell(
      live(seatId).box,
      'import xinyu\ndf = xinyu.table("setl_d")\nprint(len(df), df["medfee_sumamt"].dtype)',
    )
    expect(text.trim()).toBe(`${setl.rows} int64`)
    expect(done).toMatchObject({ kind: 'done', state: 'ok', tables: ['setl_d'] })
    const sql = await cell(live(seatId).box, 'select count(*) as n from setl_list_diag_d', 'sql')
    expect(sql.events.find(({ kind }) => kind === 'table')).toBeDefined()
  }, 900_000)

  test('a colleague joins, sleeps it and wakes it: files are there, variables are gone and said to be', async () => {
    const joined = await member.post<Seat>(`/seats/${seatId}/enter`)
    expect(joined.present).toHaveLength(2)
    await cell(live(seatId).box, 'open("notes.txt", "w").write("kept"); x = 1')
    live(seatId).touch()
    const slept = await member.post<Seat>(`/seats/${seatId}/sleep`)
    expect(slept).toMatchObject({ state: 'asleep', problem: { code: 'SEAT_REST' }, present: [] })
    const sealed = join(demo.home, 'seats', 'files', seatId)
    expect(existsSync(sealed)).toBe(true)
    const began = performance.now()
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    console.info(`waking took ${(performance.now() - began).toFixed(0)} ms`)
    const { text } = await cell(live(seatId).box, 'print(open("notes.txt").read(), "x" in globals())')
    expect(text.trim()).toBe('kept False')
  }, 900_000)

  test('to another body it looks like none, on every route', async () => {
    const stranger = await demoClient(origin, 'team-b-lead')
    const none = '019a0000-0000-7000-8000-000000000000'
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/tables'],
      ['POST', '/enter'],
      ['POST', '/leave'],
      ['POST', '/sleep'],
      ['POST', '/restart'],
      ['POST', '/close'],
      ['GET', '/events'],
    ] as const) {
      const ask = async (id: string) => {
        const body = method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}
        const answer = await stranger.raw(`/seats/${id}${path}`, { method, ...body })
        return { status: answer.status, code: ((await answer.json()) as { code: string }).code }
      }
      expect(await ask(seatId), `${method} ${path}`).toEqual({ status: 404, code: 'NOT_FOUND' })
      expect(await ask(none)).toEqual(await ask(seatId))
    }
    expect((await stranger.get<{ total: number }>('/seats')).total).toBe(0)
    const refused = await stranger.raw('/seats', {
      method: 'POST',
      body: JSON.stringify({ projectId, name: 'x' }),
      headers: { 'content-type': 'application/json' },
    })
    expect(refused.status).toBe(404)
  }, 900_000)

  test('a team brings its own table and weights: with a proof, scanned, approved by another body', async () => {
    const bring = async (client: Client, query: Record<string, string>, body: string | Buffer) => {
      const answer = await client.raw(
        `/projects/${projectId}/imports?${new URLSearchParams(query).toString()}`,
        {
          method: 'POST',
          body: body as never,
          headers: { 'content-type': 'application/octet-stream' },
        },
      )
      return (await answer.json()) as { id: string; state: string; code?: string }
    }
    const right = '本团队与示例大学附属医院的数据使用协议（2025-031）。'
    const csv = `ward,beds,share\n${Array.from({ length: 40 }, (_, at) => `W${at},${at * 2},${at / 8}`).join('\n')}\n`
    const table = await bring(
      lead,
      { kind: 'table', name: 'wards.csv', right, proofDigest: 'a'.repeat(64) },
      csv,
    )
    const weights = await bring(lead, { kind: 'weights', name: 'start.json', right }, '{"w":[1,2,3]}')
    expect((await bring(lead, { kind: 'table', name: 'wards.csv', right }, csv)).code).toBe(
      'IMPORT_NAME_TAKEN',
    )
    expect(
      (await bring(lead, { kind: 'packages', name: 'evil-1.0-py3-none-any.whl', right }, 'x')).code,
    ).toBe('IMPORT_PACKAGE')
    expect((await bring(lead, { kind: 'table', name: 'a.exe', right }, 'x')).code).toBe('IMPORT_KIND_FILE')
    type List = { items: { id: string; state: string; findings: unknown[] }[] }
    const list = async (client: Client) => (await client.get<List>(`/projects/${projectId}/imports`)).items
    await until(async () => (await list(lead)).every(({ state: at }) => at !== 'scanning'))
    expect((await list(lead)).map((one) => one.state)).toEqual(['waiting', 'waiting'])
    const other = await demoClient(origin, 'zj-officer')
    const approve = (client: Client, id: string) =>
      client.post(`/imports/${id}/approve`, { reason: '协议有效' })
    await expect(approve(lead, table.id)).rejects.toMatchObject({ body: { code: 'IMPORT_OWN_BODY' } })
    await expect(approve(other, table.id)).rejects.toMatchObject({ body: { code: 'NOT_FOUND' } })
    await approve(organiser, table.id)
    await approve(organiser, weights.id)
    await expect(approve(organiser, table.id)).rejects.toMatchObject({ body: { code: 'IMPORT_STATE' } })
    await lead.post(`/seats/${seatId}/sleep`)
    await lead.post(`/seats/${seatId}/enter`)
    const { text, done } = await cell(
      live(seatId).box,
      `import xinyu
own = xinyu.own("wards")
print(len(own), int(own["beds"].sum()), open("/own/files/start.json").read())
try:
    open("/own/files/start.json", "a")
except OSError as e:
    print("read-only")`,
    )
    expect(done).toMatchObject({ state: 'ok' })
    expect(text).toBe('40 1560 {"w":[1,2,3]}\nread-only\n')
    // Another project of another body sees nothing of it.
    const stranger = await demoClient(origin, 'team-b-lead')
    expect((await stranger.raw(`/projects/${projectId}/imports`)).status).toBe(404)
    expect((await stranger.raw(`/imports/${table.id}/withdraw`, { method: 'POST' })).status).toBe(404)
  }, 900_000)

  test('a block stops what runs in less than two seconds, and only the operator lifts it', async () => {
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    const running = cell(live(seatId).box, 'while True: pass').catch((error: Error) => error)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const began = performance.now()
    const blocked = await duty.post<Seat>(`/seats/${seatId}/block`, { reason: '演练：疑似批量抄录' })
    const took = performance.now() - began
    console.info(`blocked in ${took.toFixed(0)} ms`)
    expect(took).toBeLessThan(2_000 * BUSY)
    expect(blocked.state).toBe('blocked')
    await running
    const refused = await lead.raw(`/seats/${seatId}/enter`, { method: 'POST' })
    expect(refused.status).toBe(403)
    await expect(lead.post(`/seats/${seatId}/unblock`, {})).rejects.toMatchObject({
      body: { code: 'SEAT_NOT_OPERATOR' },
    })
    await duty.post<Seat>(`/seats/${seatId}/unblock`, {})
    expect((await lead.post<Seat>(`/seats/${seatId}/enter`)).state).toBe('live')
  }, 900_000)

  test('a seat whose processes are killed sleeps, says what was lost, and wakes with its last files', async () => {
    await cell(live(seatId).box, 'open("later.txt", "w").write("gone")')
    live(seatId).touch()
    await demo.opened.sandbox.seats.stopping.keep(demo.opened.sandbox.seats.house.awake.get(seatId)!)
    await cell(live(seatId).box, 'open("last.txt", "w").write("lost")')
    const died = cell(
      live(seatId).box,
      'import os, signal; os.kill(1, signal.SIGKILL); b = bytearray(900 * 1024 * 1024)',
    )
    await died.catch(() => {})
    await live(seatId)?.box.close()
    await until(async () => (await state()) === 'asleep')
    expect((await lead.get<Seat>(`/seats/${seatId}`)).problem?.code).toBe('SEAT_DIED')
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    const { text } = await cell(live(seatId).box, 'import os; print(sorted(os.listdir(".")))')
    expect(text).toContain('later.txt')
    expect(text).not.toContain('last.txt')
  }, 900_000)

  test('a suspended user is put out', async () => {
    await member.post(`/seats/${seatId}/leave`)
    const { userId } = await actorOf('team-a-lead')
    await core.events.publish('user.suspended', { userId })
    await until(async () => (await state(member)) === 'asleep')
    expect((await member.get<Seat>(`/seats/${seatId}`)).problem?.code).toBe('SEAT_PUT_OUT')
  }, 900_000)

  test('a suspended contract stops the seat at once; resumed, it goes on with tables made anew', async () => {
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    const running = cell(live(seatId).box, 'while True: pass').catch((error: Error) => error)
    const contract = await core.db
      .selectFrom('contract')
      .select('id')
      .where('project_id', '=', projectId)
      .executeTakeFirstOrThrow()
    const officer = await actorOf('sh-officer')
    const began = performance.now()
    await changeContract(core, officer, contract.id, 'suspend', 'a test')
    await until(async () => (await state()) === 'asleep', 5_000 * BUSY)
    console.info(`suspended to asleep in ${(performance.now() - began).toFixed(0)} ms`)
    await running
    expect((await lead.get<Seat>(`/seats/${seatId}`)).problem?.code).toBe('SEAT_NARROWED')
    const refused = await lead.raw(`/seats/${seatId}/enter`, { method: 'POST' })
    expect(((await refused.json()) as { code: string }).code).toBe('SEAT_NO_CONTRACT')
    await changeContract(core, officer, contract.id, 'resume', 'a test')
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    await until(async () => (await state()) === 'live')
  }, 900_000)

  test('what a killed server left is put to rest, and says since when files are kept', async () => {
    await lead.post(`/seats/${seatId}/sleep`)
    const { sandbox } = demo.opened
    await core.db.updateTable('seat').set({ state: 'live' }).where('id', '=', seatId).execute()
    await sandbox.recover()
    const seat = await lead.get<Seat & { problem: { zh: string } }>(`/seats/${seatId}`)
    expect(seat).toMatchObject({ state: 'asleep', problem: { code: 'SEAT_LOST' } })
    expect(seat.problem.zh).toMatch(/文件保留到 \d{4}-\d{2}-\d{2}/)
    await lead.post<Seat>(`/seats/${seatId}/enter`)
    const { text } = await cell(live(seatId).box, 'import os; print("notes.txt" in os.listdir("."))')
    expect(text.trim()).toBe('True')
  }, 900_000)

  test('the office opens seats from a list and closes them all, with one proof over all', async () => {
    const rows = Array.from({ length: 12 }, (_, at) => ({ projectId, name: `席位 ${at + 1}` }))
    rows.push({ projectId: '019a0000-0000-7000-8000-000000000000', name: 'of nobody' })
    const opened = await organiser.post<{ id: string }>('/seats/bulk', { rows })
    type Bulk = { state: string; done: number; failed: number; leaf: number | null }
    const bulk = (id: string) => organiser.get<Bulk>(`/seats/bulk/${id}`)
    await until(async () => (await bulk(opened.id)).state === 'done')
    expect(await bulk(opened.id)).toMatchObject({ done: 12, failed: 1 })
    expect(
      (
        await lead.raw('/seats/bulk', {
          method: 'POST',
          body: '{"rows":[]}',
          headers: { 'content-type': 'application/json' },
        })
      ).ok,
    ).toBe(false)
    const closed = await organiser.post<{ id: string }>('/seats/bulk-close', {
      projectIds: [projectId],
      reason: '赛程结束',
    })
    await until(async () => (await bulk(closed.id)).state === 'done')
    const end = await bulk(closed.id)
    expect(end).toMatchObject({ done: 13, failed: 0 })
    const receipt = String(await core.evidence.receiptFor(end.leaf!))
    expect(receipt).toContain(seatId)
    expect(existsSync(join(demo.home, 'seats', 'files', seatId))).toBe(false)
    expect(existsSync(join(demo.home, 'keys', 'seats', `${seatId}.key`))).toBe(false)
    expect((await lead.raw(`/seats/${seatId}/enter`, { method: 'POST' })).status).toBe(410)
    expect(demo.opened.sandbox.seats.house.slots.taken).toBe(0)
  }, 900_000)

  test('with the last contract of a project its seats are closed and destroyed, and its tables are gone', async () => {
    const { id } = await lead.post<Seat>('/seats', { projectId, name: '最后的席位' })
    await until(async () => (await lead.get<Seat>(`/seats/${id}`)).state === 'live')
    await lead.post(`/seats/${id}/enter`)
    expect(existsSync(join(demo.home, 'seats', 'tables', projectId))).toBe(true)
    const contract = await core.db
      .selectFrom('contract')
      .select('id')
      .where('project_id', '=', projectId)
      .executeTakeFirstOrThrow()
    await changeContract(core, await actorOf('sh-officer'), contract.id, 'end', 'a test')
    await until(async () => (await lead.get<Seat>(`/seats/${id}`)).state === 'closed', 20_000)
    const kinds = async () => (await core.evidence.leavesAbout([id])).map(({ kind }) => kind)
    await until(async () => (await kinds()).includes('seat.destroyed'), 20_000)
    expect(readdirSync(join(demo.home, 'seats', 'tables', projectId))).toEqual([])
  }, 900_000)
})
