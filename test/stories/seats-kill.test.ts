import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSpace } from '../../src/app.ts'
import { CONTEST_PROJECT } from '../../src/demo/make/contest.ts'
import { digestOf } from '../../src/safeguard/crypto/index.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import type { RequestView } from '../../src/use/airlock/index.ts'
import type { CellView, NotebookBrief, NotebookView, SeatView } from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../support/client.ts'
import { type ServerProcess, startServer } from '../support/server.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'

/**
 * Power cuts in small: the server, the warm parent and single seats are killed while cells run. What was saved, released
 * and recorded is there afterwards; what is lost is said; and nothing that was killed goes on.
 */

let demo: SmallDemo
let server: ServerProcess
let lead: Client
let why = ''
let seat: SeatView
let book: NotebookBrief
let released: { runId: string; digest: string }

beforeAll(async () => {
  demo = await smallDemo()
  const { level, parts } = await demo.opened.sandbox.seats.house.driver.isolation()
  if (level === 'none') why = parts.flatMap(({ ok, en }) => (ok ? [] : en)).join('; ')
  await demo.opened.stop()
  if (why === '') await start()
}, 600_000)
afterAll(async () => {
  await server?.kill()
  await demo?.end()
})

async function start(): Promise<void> {
  server = await startServer(demo.home, { DATABASE_URL: demo.url, XINYU_LOG_LEVEL: 'error' })
  lead = await demoClient(server.origin, 'team-a-lead')
}

/** Processes that descend from the server, by name. */
async function processes(of = server.pid): Promise<{ pid: number; name: string; line: string }[]> {
  const children = (await readFile(`/proc/${of}/task/${of}/children`, 'utf8').catch(() => '')).trim()
  const found = await Promise.all(
    children
      .split(' ')
      .filter((pid) => pid !== '')
      .map(async (pid) => {
        const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()
        const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
        return [{ pid: Number(pid), name, line }, ...(await processes(Number(pid)))]
      }),
  )
  return found.flat()
}
const alive = (pid: number): Promise<boolean> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    (stat) => !/\) Z /.test(stat),
    () => false,
  )
const dead = async (pids: readonly number[], withinMs: number): Promise<boolean> => {
  for (const began = performance.now(); performance.now() - began < withinMs; await sleep(50))
    if (!(await Promise.all(pids.map(alive))).includes(true)) return true
  return false
}

async function enter(): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    seat = await lead.post<SeatView>(`/seats/${seat.id}/enter`).catch(() => seat)
    if (seat.state === 'live') return
    await sleep(500)
  }
  throw new Error(`the seat stays ${seat.state}`)
}
const at = () => `/seats/${seat.id}/notebooks/${book.id}`
async function save(source: string): Promise<void> {
  const { version } = await lead.get<NotebookView>(at())
  const saved = await lead.raw(at(), {
    method: 'PUT',
    body: JSON.stringify({ version, name: book.name, cells: [{ id: 'one', language: 'python', source }] }),
    headers: { 'content-type': 'application/json' },
  })
  expect(saved.status).toBe(200)
}
async function run(source: string): Promise<CellView> {
  await save(source)
  return lead.post<CellView>(`${at()}/cells/one/run?waitMs=60000`)
}
const textOf = (cell: CellView) =>
  cell.outputs.map((one) => (one.kind === 'text' ? one.text : one.kind === 'error' ? one.trace : '')).join('')

describe('a seat whose ground is cut away', () => {
  test('is skipped only where nothing isolates', ({ skip }) => {
    skip(why !== '', `seats do not start here: ${why}`)
    expect(why).toBe('')
  })

  test('works, and one file of it is released', { timeout: 240_000 }, async ({ skip }) => {
    skip(why !== '')
    const projects = await lead.get<{ items: { id: string; title: string }[] }>('/projects')
    const projectId = projects.items.find(({ title }) => title === CONTEST_PROJECT)!.id
    seat = await lead.post<SeatView>('/seats', { projectId, name: '断电' })
    await enter()
    book = await lead.post<NotebookBrief>(`/seats/${seat.id}/notebooks`, { name: '断电' })
    const cell = await run('open("note.md", "w").write("# 方法\\n按类别分组后取均值。\\n"); print("ok")')
    expect(cell.state, textOf(cell)).toBe('ok')
    released = await release(projectId)
  })

  test('a killed seat says what was lost, and comes back with its files', { timeout: 120_000 }, async ({
    skip,
  }) => {
    skip(why !== '')
    await settledFiles()
    const box = (await processes()).filter(({ name }) => name === 'bwrap')
    expect(box.length).toBeGreaterThan(0)
    for (const { pid } of box) process.kill(pid, 'SIGKILL')
    await rests()
    await enter()
    expect(textOf(await run('print(open("note.md").read())'))).toContain('方法')
  })

  test('a killed warm parent is followed by another', { timeout: 120_000 }, async ({ skip }) => {
    skip(why !== '')
    const parents = (await processes()).filter(({ name, line }) => /python/.test(name) && !/bwrap/.test(line))
    expect(parents.length).toBeGreaterThan(0)
    process.kill(parents[0]!.pid, 'SIGKILL')
    await sleep(500)
    for (let tries = 0; tries < 20; tries += 1) {
      await enter()
      const cell = await run('print(6 * 7)').catch(() => null)
      if (cell?.state === 'ok') {
        expect(textOf(cell)).toContain('42')
        return
      }
      await sleep(500)
    }
    throw new Error('no cell runs after the warm parent was killed')
  })

  test('a killed server takes every process with it, and finds all that was saved', {
    timeout: 240_000,
  }, async ({ skip }) => {
    skip(why !== '')
    await settledFiles()
    await save('import time\ntime.sleep(60)')
    await lead.post<CellView>(`${at()}/cells/one/run`)
    await sleep(1000)
    const pids = (await processes()).filter(({ name }) => /bwrap|python/.test(name)).map(({ pid }) => pid)
    expect(pids.length).toBeGreaterThan(1)
    await server.kill()
    expect(await dead(pids, 5000), 'what ran in the seat outlives the server').toBe(true)
    await start()
    seat = await lead.get<SeatView>(`/seats/${seat.id}`)
    expect(seat.state).toBe('asleep')
    expect(seat.problem).not.toBeNull()
    const { cells } = await lead.get<NotebookView>(at())
    expect(cells[0]!.state).toBe('died')
    await enter()
    expect(textOf(await run('print(open("note.md").read())'))).toContain('方法')
    const taken = await lead.raw(`/runs/${released.runId}/file`)
    expect(digestOf(Buffer.from(await taken.arrayBuffer()))).toBe(released.digest)
    await server.stop()
    const opened = await openSpace({
      home: demo.home,
      env: { DATABASE_URL: demo.url },
      settings: { logLevel: 'error' },
    })
    try {
      expect(await fsck(opened.core.home, opened.core.db)).toMatchObject({ ok: true })
    } finally {
      await opened.stop()
    }
  })
})

/** Files are saved a moment after work; the seat is put to sleep once, so that what is there is kept for sure. */
async function settledFiles(): Promise<void> {
  await lead.post(`/seats/${seat.id}/sleep`)
  await enter()
}

async function rests(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    seat = await lead.get<SeatView>(`/seats/${seat.id}`)
    if (seat.state === 'asleep') {
      expect(seat.problem).not.toBeNull()
      return
    }
    await sleep(100)
  }
  throw new Error(`a killed seat is still ${seat.state}`)
}

/** A note without persons through two checkers. */
async function release(projectId: string): Promise<{ runId: string; digest: string }> {
  const checkers = await Promise.all(
    ['checker1', 'checker2'].map((login) => demoClient(server.origin, login)),
  )
  const asked = await lead.post<RequestView>('/airlock/requests', {
    projectId,
    seatId: seat.id,
    title: '方法说明',
  })
  const here = `/airlock/requests/${asked.id}`
  await lead.post(`${here}/files`, {
    path: 'note.md',
    context: {
      shows: '方法说明，一段文字，没有任何数据。',
      how: '手写，说明如何分组与取均值。',
      persons: null,
      kind: 'text',
      countColumns: [],
    },
  })
  await lead.post(`${here}/submit`, {})
  let request = await lead.get<RequestView>(here)
  for (let tries = 0; request.state === 'checking' && tries < 240; tries += 1) {
    await sleep(250)
    request = await lead.get<RequestView>(here)
  }
  for (const checker of checkers) {
    await checker.post(`${here}/claim`, { claim: true })
    const perFile = request.files.map(({ id }) => ({ fileId: id, ok: true, text: '' }))
    await checker.post(`${here}/opinion`, { decision: 'approve', reasons: [], text: '同意', perFile })
  }
  request = await checkers[0]!.post<RequestView>(`${here}/release`, {})
  expect(request.state).toBe('released')
  const [file] = request.files
  return { runId: file!.runId!, digest: file!.digest }
}
