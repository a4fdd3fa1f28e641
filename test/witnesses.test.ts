import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { systemActor } from '../src/kernel/actor.ts'
import { suite } from '../src/safeguard/crypto/index.ts'
import { act, evidenceRoutes } from '../src/safeguard/evidence/index.ts'
import { ask } from '../src/safeguard/evidence/witness/ask.ts'
import { thinCheckpoints } from '../src/safeguard/evidence/witness/store.ts'
import {
  checkPolicy,
  fromBase64,
  parseKey,
  parsePolicy,
  verifyReceipt,
} from '../src/safeguard/evidence/verifier/index.ts'
import { startWitness, witnessKey } from '../src/witness/index.ts'
import { testApi } from './support/api.ts'
import { testSpace, type TestSpace } from './support/evidence.ts'
import { makeKey, smallLog, words } from './support/small-log.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

/** A witness whose door stands before it is let in: its address is known before the log's key is. */
async function seat(name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-seat-'))
  const vkey = await witnessKey(folder, name)
  let server: Server | null = null
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  let stop: () => Promise<void> = async () => {}
  const close = async () => {
    await stop()
    stop = async () => {}
    if (server) {
      server.closeAllConnections()
      await new Promise((resolve) => server!.close(resolve))
      server = null
    }
  }
  undo.push(async () => {
    await close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    folder,
    setting: `${vkey} http://127.0.0.1:${port}`,
    close,
    /** The witness itself. */
    async open(log: string) {
      const running = await startWitness({ folder, name, logs: [log], host: '127.0.0.1', port })
      stop = () => running.stop()
    },
    /** Somebody else answers at its address. */
    async pretend(answer: (body: string) => { status: number; body: string; waitMs?: number }) {
      server = createServer((request, response) => {
        let body = ''
        request.on('data', (part: Buffer) => (body += part.toString()))
        request.on('end', () => {
          const given = answer(body)
          setTimeout(() => response.writeHead(given.status).end(given.body), given.waitMs ?? 0).unref()
        })
      })
      await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve))
    },
  }
}
type Seat = Awaited<ReturnType<typeof seat>>

const WITNESS = systemActor('test')
const write = (space: TestSpace) =>
  act(space.core, WITNESS, async ({ note }) => note({ kind: 'test.done', subject: { thing: 'x' } }))

async function space(seats: readonly Seat[], more: object = {}, start?: Parameters<typeof testSpace>[2]) {
  const settings = {
    witnesses: seats.map((one) => one.setting),
    witnessEveryMs: 10,
    checkpointEveryMs: 20,
    ...more,
  }
  const made = await testSpace([], { evidence: settings }, start)
  undo.push(() => made.stop())
  return made
}
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 1500; tries++) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not come to pass')
}
interface Answer {
  readonly items: readonly { readonly signatures: unknown }[]
}
/** What anybody sees, over HTTP. */
async function api({ core }: TestSpace) {
  const app = await testApi((app) => evidenceRoutes(app, core))
  undo.push(() => app.close())
  return async (path: string) =>
    (await app.inject({ method: 'GET', url: `/api/evidence/${path}` })).json<Answer>()
}
/** Time goes on only here; timers look by themselves. */
const pass = (made: TestSpace, ms = 1500) => made.clock.advance(ms)
/** An answer may be lost with a connection that was closed: the next try comes only as time goes on. */
const inTime = (made: TestSpace, holds: () => boolean, ms = 1500) => until(() => (pass(made, ms), holds()))
const names = ['witness.example/a', 'witness.example/b'] as const

describe('a log with two witnesses', () => {
  test('publishes checkpoints with both, receipts rest on them, and the policy that it states holds', async () => {
    const seats = await Promise.all(names.map(seat))
    const made = await space(seats)
    const { evidence } = made.core
    for (const one of seats) await one.open(evidence.vkey())
    const { entries } = await write(made)
    await inTime(made, () => evidence.witnesses().witnessed?.size === 1)
    const policy = parsePolicy(evidence.witnesses().policy)
    if (typeof policy === 'string') throw new Error(policy)
    const note = await evidence.checkpoint()
    expect(checkPolicy(policy, note)).toMatchObject({ holds: true, log: evidence.vkey() })
    expect(checkPolicy(policy, note).witnesses.map(({ keyName }) => keyName)).toEqual(names)
    const receipt = await evidence.receiptFor(entries[0]!.leaf)
    expect(verifyReceipt(receipt, { vkey: evidence.vkey() })).toMatchObject({ ok: true, pinned: true })
    expect(receipt.toString()).toContain('witness.example/b')
    expect(evidence.witnesses()).toMatchObject({ since: null, late: false, quorum: 2 })
    expect(evidence.witnesses().witnesses.map(({ state }) => state)).toEqual(['current', 'current'])
    await evidence.witnessesSettled()
    const rows = await made.core.db
      .selectFrom('evidence_checkpoint')
      .selectAll()
      .orderBy('size', 'desc')
      .execute()
    expect(rows[0]).toMatchObject({ size: 1, witnessed: true, note })

    const get = await api(made)
    const page = await get('checkpoints?limit=1')
    const signatures = names.map((name) => ({ name, kind: 'witness', valid: true, at: expect.any(Number) }))
    expect(page).toMatchObject({
      items: [
        {
          size: 1,
          witnessed: true,
          sm3Root: suite().name === 'guomi' ? expect.any(String) : null,
          anchors: [],
        },
      ],
      next: 1,
    })
    expect(page.items[0]!.signatures).toEqual([
      ...evidence.vkeys().map((vkey, index) => ({
        name: vkey.split('+')[0],
        kind: index === 0 ? 'log-ed25519' : 'log-sm2',
        keyId: vkey.split('+')[1],
        at: null,
        valid: true,
      })),
      ...signatures.map((one) => expect.objectContaining(one)),
    ])
    expect(await get('checkpoints/1')).toMatchObject({ note, size: 1 })
    expect(await get('checkpoints/4711')).toMatchObject({ code: 'NOT_FOUND' })
    expect((await get('checkpoints?until=1')).items).toEqual([])
    expect(await get('witnesses')).toMatchObject({
      quorum: 2,
      witnessed: { size: 1 },
      since: null,
      late: false,
    })
  })

  test('one that is lost or slow neither slows actions nor the other, and its absence is said', async () => {
    const told: object[] = []
    const seats = await Promise.all(names.map(seat))
    const made = await space(
      seats,
      { witnessQuorum: 1, witnessTimeoutMs: 120_000, witnessWaitMs: 500 },
      (trouble) => told.push(trouble),
    )
    const { evidence } = made.core
    await seats[0]!.open(evidence.vkey())
    await seats[1]!.pretend(() => ({ status: 200, body: '', waitMs: 600_000 }))
    const began = performance.now()
    for (let i = 0; i < 20; i++) {
      await write(made)
      pass(made)
    }
    expect(performance.now() - began).toBeLessThan(10_000)
    await inTime(made, () => evidence.witnesses().witnessed?.size === 20)
    const [first, second] = evidence.witnesses().witnesses
    expect(first).toMatchObject({ state: 'current', last: { size: 20 } })
    expect(second!.last).toBeNull()
    expect(second!.state).not.toBe('current')
    expect(told).toEqual([])
  })

  test('without the quorum: said in the view, told once after the setting’s time, and told when it is back', async () => {
    const told: { kind: string }[] = []
    const [a, b] = (await Promise.all(names.map(seat))) as [Seat, Seat]
    const made = await space([a, b], { witnessLateMinutes: 10 }, (trouble) => told.push(trouble))
    const { evidence } = made.core
    await a.open(evidence.vkey())
    const { entries } = await write(made)
    await inTime(made, () => evidence.witnesses().witnesses[0]!.last?.size === 1, 100)
    await until(() => evidence.witnesses().witnesses[1]!.problem !== null)
    expect(evidence.witnesses()).toMatchObject({ witnessed: null, late: false })
    expect(evidence.witnesses().witnesses[1]).toMatchObject({ state: 'unreachable', problem: 'unreachable' })
    pass(made, 11 * 60_000)
    await until(() => told.length > 0)
    expect(told).toEqual([
      expect.objectContaining({ kind: 'quorum_lost', missing: [expect.stringContaining(names[1])] }),
    ])
    expect(await (await api(made))('witnesses')).toMatchObject({
      quorum: 2,
      witnessed: null,
      since: expect.any(Number),
      late: true,
      items: [
        { name: names[0], state: 'current', problem: null, lastSize: 1 },
        { name: names[1], state: 'unreachable', problem: 'unreachable', lastSize: null },
      ],
    })
    // Its receipt comes all the same, and is the log's word alone.
    expect(verifyReceipt(await evidence.receiptFor(entries[0]!.leaf), { vkey: evidence.vkey() }).ok).toBe(
      true,
    )
    await b.open(evidence.vkey())
    await inTime(made, () => evidence.witnesses().witnessed !== null, 61_000)
    expect(told.at(-1)).toMatchObject({ kind: 'quorum_restored' })
    expect(told).toHaveLength(2)
    expect(evidence.witnesses().late).toBe(false)
  })

  test('remembers what they saw over a restart of the log', async () => {
    const [one] = [await seat(names[0])] as [Seat]
    const made = await space([one])
    await one.open(made.core.evidence.vkey())
    await write(made)
    await inTime(made, () => made.core.evidence.witnesses().witnessed?.size === 1)
    const again = await made.restart()
    expect(again.witnesses()).toMatchObject({ witnessed: { size: 1 }, since: null })
    expect(again.witnesses().witnesses[0]).toMatchObject({ last: { size: 1 }, problem: null })
  })
})

describe('contradictions', () => {
  /** One question about a log of 5, of which the witness cosigned 3, as far as is known. */
  const asked = async (answer: (body: string, nth: number) => { status: number; body: string }) => {
    const one = await seat(names[0])
    const bodies: string[] = []
    await one.pretend((body) => answer(body, bodies.push(body)))
    const log = smallLog('log.example/test', makeKey(), words('entry', 5))
    const [vkey = '', url = ''] = one.setting.split(' ')
    const outcome = await ask(
      { name: names[0], vkey, key: parseKey(vkey)!, url },
      {
        note: log.note(),
        size: 5,
        last: { size: 3, note: log.note(3) },
        logSize: () => 5,
        timeoutMs: 5000,
        signal: new AbortController().signal,
        proof: async (from, to) => log.proof(from, to).map((hash) => fromBase64(hash)!),
      },
    )
    return { outcome, bodies, log }
  }

  test.each([
    ['a proof that does not convince', 422, 'no\n', 'refused-proof'],
    ['a log that it does not know', 404, 'no\n', 'unknown-log'],
    ['a key that it does not know', 403, 'no\n', 'unknown-key'],
    ['more entries than there are', 409, '4711\n', 'ahead'],
    ['less than it cosigned', 409, '2\n', 'forgot'],
    ['a size that is none', 409, '0x1\n', 'odd-answer'],
    ['always the same size', 409, '3\n', 'busy'],
    ['a redirect', 302, '', 'unreachable'],
    ['nothing', 200, '', 'no-signature'],
    ['a stop', 503, 'stopped\n', 'stopped'],
    ['what is too long', 200, 'x'.repeat(100_000), 'no-signature'],
    [
      'a line of another key',
      200,
      `— ${names[0]} ${Buffer.alloc(76, 1).toString('base64')}\n`,
      'no-signature',
    ],
  ])('a witness that answers with %s', async (_, status, body, problem) => {
    expect((await asked(() => ({ status, body }))).outcome).toEqual({ ok: false, problem })
  })

  test('another root for the size that it is asked for is a fork', async () => {
    const { outcome } = await asked((_, nth) => ({ status: 409, body: nth > 0 ? '5\n' : '' }))
    expect(outcome).toEqual({ ok: false, problem: 'other-root' })
  })

  test('what it forgot is shown to it with its own signature', async () => {
    const { bodies, log } = await asked(() => ({ status: 409, body: '2\n' }))
    expect(bodies).toEqual([log.request(3), log.request(2, 3)])
  })

  test('a witness whose folder was put back is shown its own signature, and stops', async () => {
    const told: object[] = []
    const one = await seat(names[0])
    const made = await space([one], {}, (trouble) => told.push(trouble))
    const { evidence } = made.core
    await one.open(evidence.vkey())
    await write(made)
    await inTime(made, () => evidence.witnesses().witnessed?.size === 1)
    await one.close()
    const kept = await mkdtemp(join(tmpdir(), 'xinyu-kept-'))
    undo.push(() => rm(kept, { recursive: true, force: true }))
    await cp(one.folder, kept, { recursive: true })
    await one.open(evidence.vkey())
    await write(made)
    await inTime(made, () => evidence.witnesses().witnessed?.size === 2)
    await one.close()
    await rm(one.folder, { recursive: true })
    await cp(kept, one.folder, { recursive: true })
    await one.open(evidence.vkey())
    await write(made)
    await inTime(made, () => evidence.witnesses().witnesses[0]!.problem === 'forgot', 61_000)
    expect(told).toContainEqual({
      kind: 'conflict',
      problem: 'forgot',
      witness: expect.stringContaining(names[0]),
    })
    expect(evidence.witnesses().witnessed?.size).toBe(2)
    await inTime(made, () => evidence.witnesses().witnesses[0]!.problem === 'forgot', 61_000)
  })
})

test('the history keeps the last checkpoint of each hour once it is old', async () => {
  const made = await space([])
  const { db } = made.core
  await made.core.evidence.checkpoint(0)
  await made.core.evidence.witnessesSettled()
  await db.deleteFrom('evidence_checkpoint').execute()
  const hour = 3_600_000
  const row = (size: number, at: number) => ({
    size,
    at,
    root: '00',
    sm3_root: null,
    witnessed: false,
    note: 'x',
  })
  await db
    .insertInto('evidence_checkpoint')
    .values([
      row(1, 10),
      row(2, hour - 1),
      row(3, hour),
      row(4, hour + 5),
      row(5, 2 * hour + 1),
      row(6, 2 * hour + 2),
    ])
    .execute()
  expect(await thinCheckpoints(db, 2 * hour)).toBe(2)
  const left = await db.selectFrom('evidence_checkpoint').select('size').orderBy('size').execute()
  expect(left.map(({ size }) => size)).toEqual([2, 4, 5, 6])
})

test.each([
  ['a key that is none', { witnesses: ['a+00000000+AAAA http://x'] }],
  ['a quorum that can never be', { witnessQuorum: 1 }],
])('%s is refused at the start', async (_, settings) => {
  await expect(testSpace([], { evidence: settings })).rejects.toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  )
})
