import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonical } from '../../src/kernel/canonical.ts'
import { CONTEST_PROJECT } from '../../src/demo/make/contest.ts'
import { digestOf } from '../../src/safeguard/crypto/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import type { RequestView } from '../../src/use/airlock/index.ts'
import type { SeatView } from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../support/client.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

/** One file on its way out of a real seat: stopped by the machine, sent back by people, released, called back. */

let demo: SmallDemo
let origin: string
let author: Client
let checkers: [Client, Client]
let projectId: string
let seat: SeatView
let request: RequestView
let why = ''

const FILE = 'ages.csv'
const CONTEXT = {
  shows: '各年龄组的参保人数，用来说明样本。',
  how: '按年龄组统计不同参保人数，取整到 5。',
  persons: 400,
  kind: 'table',
  countColumns: ['persons'],
}

beforeAll(async () => {
  demo = await smallDemo()
  const { level, parts } = await demo.opened.sandbox.seats.house.driver.isolation()
  if (level === 'none') why = parts.flatMap(({ ok, en }) => (ok ? [] : en)).join('; ')
  origin = await demo.serve()
  author = await demoClient(origin, 'team-a-lead')
  checkers = [await demoClient(origin, 'checker1'), await demoClient(origin, 'expert')]
  const { items } = await author.get<{ items: { id: string; title: string }[] }>('/projects')
  projectId = items.find(({ title }) => title === CONTEST_PROJECT)!.id
}, 900_000)
afterAll(() => demo?.end())

const put = (path: string, body: string | object) =>
  author.raw(path, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json' },
  })
const seen = (by = author) => by.get<RequestView>(`/airlock/requests/${request.id}`)

async function written(text: string): Promise<void> {
  const answer = await put(`/seats/${seat.id}/files?path=${FILE}`, text)
  expect(answer.status, await answer.clone().text()).toBe(200)
}

/** Hands in and waits until the machine has looked. */
async function submitted(): Promise<void> {
  await author.post(`/airlock/requests/${request.id}/submit`)
  for (let tries = 0; tries < 300; tries += 1) {
    request = await seen()
    if (request.state !== 'checking') return
    await sleep(100)
  }
  throw new Error('the machine did not end')
}

const decide = (by: Client, decision: 'approve' | 'return') =>
  by.post<RequestView>(`/airlock/requests/${request.id}/opinion`, {
    decision,
    ...(decision === 'return' ? { reasons: ['little-context'], text: '请写明是哪一年的参保人。' } : {}),
    perFile: request.files.map(({ id }) => ({ fileId: id, ok: decision === 'approve' })),
  })

describe('a file on its way out of a seat', () => {
  test('is taken out of a live seat, and stopped by the machine where it counts too few', {
    timeout: 180_000,
  }, async ({ skip }) => {
    skip(why !== '', `seats do not start here: ${why}`)
    seat = await author.post<SeatView>('/seats', { projectId, name: '出域' })
    for (let tries = 0; seat.state !== 'live' && tries < 240; tries += 1) {
      await sleep(500)
      seat = await author.get<SeatView>(`/seats/${seat.id}`)
    }
    await author.post(`/seats/${seat.id}/enter`)
    await written('age,persons\n0-39,200\n40-79,195\n80+,3\n')
    request = await author.post<RequestView>('/airlock/requests', {
      projectId,
      seatId: seat.id,
      title: '年龄',
    })
    await author.post(`/airlock/requests/${request.id}/files`, { path: FILE, context: CONTEXT })
    await submitted()
    expect(request).toMatchObject({ state: 'returned', rounds: [{ byMachine: true, outcome: 'returned' }] })
    const [finding] = request.files[0]!.findings.filter(({ verdict }) => verdict === 'fail')
    expect(finding).toMatchObject({ rule: 'small-count', place: expect.stringMatching(/4|80/) as unknown })
  })

  test('goes back once by two people who do not know of each other', { timeout: 60_000 }, async ({
    skip,
  }) => {
    skip(why !== '')
    await written('age,persons\n0-39,200\n40+,200\n')
    await put(`/airlock/requests/${request.id}/files/${request.files[0]!.id}`, {
      context: CONTEXT,
      path: FILE,
    })
    await submitted()
    expect(request).toMatchObject({ state: 'review', round: 2 })
    const look = await checkers[0].get<{ kind: string; columns: string[]; watermark: string }>(
      `/airlock/requests/${request.id}/files/${request.files[0]!.id}/look`,
    )
    expect(look).toMatchObject({ kind: 'table', columns: ['age', 'persons'] })
    expect(look.watermark).toContain('checker1')
    await expect(decide(author, 'approve')).rejects.toMatchObject({ status: 403 })
    await decide(checkers[0], 'return')
    expect(await seen(checkers[1])).toMatchObject({ state: 'review', opinions: [] })
    expect(await seen()).toMatchObject({ state: 'review', opinions: [], decidedAt: null })
    await decide(checkers[1], 'return')
    request = await seen()
    expect(request).toMatchObject({ state: 'returned', round: 2 })
    expect(request.rounds.at(-1)).toMatchObject({ outcome: 'returned', reasons: ['little-context'] })
    const home = await author.get<{ waiting: { kind: string; id: string }[] }>('/home')
    expect(home.waiting).toContainEqual(expect.objectContaining({ kind: 'airlock', id: request.id }))
  })

  test('is mended, approved, released with a receipt that anybody verifies, and taken away', {
    timeout: 60_000,
  }, async ({ skip }) => {
    skip(why !== '')
    const context = { ...CONTEXT, shows: '2024 年各年龄组的参保人数，用来说明样本。' }
    await put(`/airlock/requests/${request.id}/files/${request.files[0]!.id}`, { context })
    await submitted()
    await decide(checkers[0], 'approve')
    await expect(author.post(`/airlock/requests/${request.id}/release`)).rejects.toMatchObject({
      status: 403,
    })
    await decide(checkers[1], 'approve')
    await checkers[1].post(`/airlock/requests/${request.id}/release`)
    request = await seen()
    expect(request).toMatchObject({ state: 'released', round: 3 })
    const [file] = request.files
    const taken = await author.raw(`/runs/${file!.runId}/file`)
    expect(taken.status).toBe(200)
    const bytes = Buffer.from(await taken.arrayBuffer())
    expect(digestOf(bytes)).toBe(file!.digest)
    const vkey = (await (await author.raw('/evidence/key')).text()).trim()
    const receipt = Buffer.from(await (await author.raw(`/runs/${file!.runId}/receipt`)).arrayBuffer())
    expect(verifyReceipt(receipt, { vkey })).toMatchObject({ ok: true })
    const of = (part: string) =>
      author.get<Record<string, never>>(`/airlock/requests/${request.id}/files/${file!.id}/${part}`)
    const record = await of('record')
    expect(digestOf(canonical(record))).toBe(file!.recordDigest)
    expect(record).toMatchObject({
      people: { needed: 2, opinions: [{ decision: 'approve' }, { decision: 'approve' }] },
    })
    const statement = await of('statement')
    expect(statement).toMatchObject({ run: file!.runId, recordDigest: file!.recordDigest, checkers: 2 })
    const { leaf } = (statement as unknown as { evidence: { leaf: number } }).evidence
    expect(verifyReceipt(await demo.opened.core.evidence.receiptFor(leaf), { vkey })).toMatchObject({
      ok: true,
    })
    const numbers = await checkers[0].get<{ released: number; returned: number }>('/airlock/numbers')
    expect(numbers).toMatchObject({ waiting: 0, released: 1, returned: 2 })
  })

  test('is called back: nobody takes it away any more, and the record stays', { timeout: 60_000 }, async ({
    skip,
  }) => {
    skip(why !== '')
    const duty = await demoClient(origin, 'duty')
    await duty.post(`/airlock/requests/${request.id}/revoke`, { reason: '年份写错，召回。' })
    request = await seen()
    expect(request).toMatchObject({ state: 'revoked', revoked: { reason: '年份写错，召回。' } })
    const again = await author.raw(`/runs/${request.files[0]!.runId}/file`)
    expect(again.status).toBeGreaterThanOrEqual(400)
    const kinds = (await demo.opened.core.evidence.leavesAbout([request.id])).map(({ kind }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining(['airlock.file_released', 'airlock.revoked', 'airlock.unsealed']),
    )
  })
})
