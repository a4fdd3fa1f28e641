import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../../../test/support/api.ts'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { systemActor, uuid7 } from '../../kernel/index.ts'
import type { UserRole } from '../../kernel/roles.ts'
import type { App } from '../../platform/http/index.ts'
import { act, evidenceRoutes } from './index.ts'
import {
  isConsistent,
  isIncluded,
  leafHash,
  parseCheckpoint,
  parseNote,
  verifyLogProof,
  verifyReceipt,
} from './verifier/index.ts'

let space: TestSpace
let app: App
let caller: UserActor | null = null
const ids: Record<string, string> = {}
const as = (role: UserRole, body = 'us'): void => {
  caller = { kind: 'user', userId: ids['user']!, participantId: ids[body]!, roles: [role] }
}
const get = async (url: string) => {
  const answer = await app.inject({ method: 'GET', url: `/api/evidence/${url}` })
  return {
    status: answer.statusCode,
    raw: answer.rawPayload,
    headers: answer.headers,
    json: () => answer.json<never>(),
  }
}
interface Item {
  leaf: number
  kind: string
}
interface ProofAnswer {
  leafHash: string
  root: string
  size: number
  path: { hash: string; side: string; from: number; to: number }[]
}
interface Tree {
  size: number
  root: string
  at: number | null
}
interface ConsistencyAnswer {
  from: Tree
  to: Tree
  proof: string[]
  holds: boolean
}
const list = async (url: string): Promise<{ items: Item[]; total: number; next: number | null }> =>
  (await get(url)).json()
const leaves = async (url: string) => (await list(url)).items.map((item) => item.leaf)

beforeAll(async () => {
  space = await testSpace()
  for (const name of ['user', 'us', 'them', 'dataset'])
    ids[name] = uuid7(space.core.random, space.clock.now())
  app = await testApi(
    (app) => evidenceRoutes(app, space.core),
    () => caller,
  )
  const made = (body: string, kind: string, subject: Record<string, string>) =>
    act(
      space.core,
      { kind: 'user', userId: ids['user']!, participantId: ids[body]!, roles: [] },
      async ({ note }) => note({ kind, subject, payload: { secret: kind } }),
    )
  // 0 ours · 1 theirs · 2 theirs about us · 3 the system's
  await made('us', 'dataset.landed', { dataset: ids['dataset']! })
  space.clock.advance(60_000)
  await made('them', 'offer.opened', { dataset: 'theirs' })
  await made('them', 'request.made', { dataset: ids['dataset']!, provider: ids['us']! })
  space.clock.advance(60_000)
  await act(space.core, systemActor('jobs'), async ({ note }) =>
    note({ kind: 'contract.ended', subject: { contract: 'c' } }),
  )
})
afterAll(async () => {
  await app.close()
  await space.stop()
})

describe('entries', () => {
  test('officers see all, newest first; others what their body did or is spoken of in', async () => {
    for (const role of ['auditor', 'security_officer', 'system_administrator'] as const) {
      as(role)
      expect(await list('entries')).toMatchObject({ total: 4, next: null })
      expect(await leaves('entries')).toEqual([3, 2, 1, 0])
    }
    for (const role of [
      'data_officer',
      'developer',
      'output_checker',
      'steward',
      'expert',
      'duty_officer',
    ] as const) {
      as(role)
      expect(await leaves('entries')).toEqual([2, 0])
      as(role, 'them')
      expect(await leaves('entries')).toEqual([2, 1])
    }
  })

  test('filters and pages', async () => {
    as('auditor')
    expect(await leaves('entries?kind=request.made')).toEqual([2])
    expect(await leaves(`entries?actor=${ids['them']}`)).toEqual([2, 1])
    expect(await leaves(`entries?actor=${ids['them']}&subject=${ids['dataset']}`)).toEqual([2])
    expect(await leaves('entries?actor=jobs')).toEqual([3])
    expect(await leaves('entries?kind=no.such')).toEqual([])
    const middle = space.clock.now() - 60_000
    expect(await leaves(`entries?from=${middle}&to=${middle}`)).toEqual([2, 1])
    expect(await leaves(`entries?kind=offer.opened&from=${middle + 1}`)).toEqual([])
    expect(await list('entries?limit=3')).toMatchObject({ next: 1, total: 4 })
    expect(await leaves('entries?limit=3&before=1')).toEqual([0])
    as('data_officer')
    expect(await leaves('entries?kind=request.made')).toEqual([2])
    expect(await leaves('entries?kind=offer.opened')).toEqual([])
    expect((await get('entries?limit=1000')).status).toBe(400)
    expect((await get("entries?kind=x'%20or%201=1")).status).toBe(400)
  })

  test('the trail of one id is in order, and no more than the caller may see', async () => {
    as('auditor')
    expect(await leaves(`trail?subject=${ids['dataset']}`)).toEqual([0, 2])
    expect(await leaves(`trail?subject=${ids['dataset']}&after=0`)).toEqual([2])
    as('developer', 'them')
    expect(await leaves(`trail?subject=${ids['dataset']}`)).toEqual([2])
  })

  test('payloads: for auditor and security officer, and for who acted', async () => {
    const seen = async (leaf: number) =>
      (await get(`entries/${leaf}`)).json() as { payload?: unknown; payloadKept: boolean }
    as('auditor')
    expect(await seen(1)).toMatchObject({ payload: { secret: 'offer.opened' }, payloadKept: true })
    as('system_administrator')
    expect(await seen(1)).not.toHaveProperty('payload')
    as('data_officer')
    expect(await seen(0)).toHaveProperty('payload')
    expect(await seen(2)).not.toHaveProperty('payload')
    expect((await get('entries/1')).status).toBe(404)
    expect((await get('entries/99')).status).toBe(404)
    expect((await get('entries/-1')).status).toBe(400)
  })

  test('receipts carry the payload only for those who may see it', async () => {
    as('auditor')
    const full = await get('entries/2/receipt')
    expect(full.headers['content-disposition']).toContain('.receipt.json')
    expect(verifyReceipt(full.raw)).toMatchObject({ ok: true, payload: { secret: 'request.made' } })
    as('data_officer')
    expect(verifyReceipt((await get('entries/2/receipt')).raw)).toMatchObject({
      ok: true,
      payload: undefined,
      leaf: 2,
    })
    expect((await get('entries/1/receipt')).status).toBe(404)
  })

  test('the bare proof is a file as well, and holds for the bytes of the entry', async () => {
    as('data_officer')
    const proof = await get('entries/2/receipt?form=tlog-proof')
    expect(proof.headers['content-disposition']).toContain('.tlog-proof')
    const entry = await space.core.evidence.reader().entry(2)
    const vkey = space.core.evidence.vkey()
    expect(verifyLogProof(proof.raw.toString(), entry, { vkey })).toMatchObject({ ok: true, leaf: 2 })
    expect((await get('entries/1/receipt?form=tlog-proof')).status).toBe(404)
    expect((await get('entries/2/receipt?form=pdf')).status).toBe(400)
  })

  test('the proof of an entry names each sibling, and they lead to the root', async () => {
    as('auditor')
    const proof: ProofAnswer = (await get('entries/2/proof?size=3')).json()
    expect(proof).toMatchObject({ leaf: 2, size: 3, path: [{ side: 'left', from: 0, to: 2 }] })
    const four: ProofAnswer = (await get('entries/2/proof')).json()
    expect(four.path).toMatchObject([
      { side: 'right', from: 3, to: 4 },
      { side: 'left', from: 0, to: 2 },
    ])
    for (const one of [proof, four]) {
      const path = one.path.map(({ hash }) => Buffer.from(hash, 'hex'))
      const [leaf, root] = [Buffer.from(one.leafHash, 'hex'), Buffer.from(one.root, 'hex')]
      expect(isIncluded(leaf, 2, one.size, path, root)).toBe(true)
    }
    expect((await get('entries/2/proof?size=2')).status).toBe(404)
    expect((await get('entries/2/proof?size=99')).status).toBe(404)
    as('data_officer')
    expect((await get('entries/1/proof')).status).toBe(404)
  })

  test('nobody reads entries without signing in', async () => {
    caller = null
    for (const url of ['entries', 'entries/0', 'entries/0/receipt', 'entries/0/proof', 'trail?subject=x']) {
      expect((await get(url)).status).toBe(401)
    }
  })
})

test('an outsider follows the log by static files alone', async () => {
  caller = null
  const note = parseNote((await get('checkpoint')).raw.toString())
  if (typeof note === 'string') throw new Error(note)
  const { size, root } = parseCheckpoint(note.text)!
  const tile = (await get(`tile/0/000.p/${size}`)).raw
  const bundle = await get(`tile/entries/000.p/${size}`)
  expect(bundle.headers['cache-control']).toContain('immutable')
  expect(tile.length).toBe(size * 32)
  const length = bundle.raw.readUInt16BE(0)
  const first = bundle.raw.subarray(2, 2 + length)
  expect(tile.subarray(0, 32)).toEqual(Buffer.from(leafHash(first)))
  const proof = await space.core.evidence.reader().inclusionProof(0, size)
  expect(isIncluded(tile.subarray(0, 32), 0, size, proof, root)).toBe(true)
  expect(isConsistent({ size, root }, { size, root }, [])).toBe(true)
  const told = (await get('key')).raw.toString().trim().split('\n')
  expect(told[0]).toBe(space.core.evidence.vkey())
  expect([...space.core.evidence.vkeys()]).toEqual(expect.arrayContaining(told))
  expect((await get('head')).json()).toMatchObject({ size: 4, healthy: true })
  for (const url of [
    'tile/0/001',
    'tile/0/000',
    'tile/../../keys/evidence.key',
    'tile/entries/..%2f..%2fkeys',
    'tile/9/000',
  ]) {
    expect((await get(url)).status).toBe(404)
  }
})

test('two dates are shown to be of one history, and the keys are told', async () => {
  caller = null
  const between = await get('consistency?from=1&to=4')
  const { from, to, proof, holds } = between.json() as ConsistencyAnswer
  expect(holds).toBe(true)
  const tree = ({ size, root }: Tree) => ({ size, root: Buffer.from(root, 'hex') })
  const hashes = proof.map((one) => Buffer.from(one, 'hex'))
  expect(isConsistent(tree(from), tree(to), hashes)).toBe(true)
  expect(from.at).toBeLessThan(to.at!)
  expect((await get('consistency?from=0&to=4')).json()).toMatchObject({
    from: { size: 0, at: null },
    proof: [],
  })
  expect((await get('consistency?from=1&to=9')).status).toBe(404)
  for (const url of ['consistency?from=4&to=1', 'consistency?from=-1&to=2'])
    expect((await get(url)).json()).toMatchObject({ status: 400, code: 'INPUT_INVALID' })
  expect((await get('keys')).raw.toString()).toContain(`key ${space.core.evidence.vkey()} 0 - active`)
  expect((await get('keys.json')).json()).toMatchObject({
    items: space.core.evidence.vkeys().map((vkey, at) => ({
      vkey,
      scheme: at === 0 ? 'ed25519' : 'sm2',
      from: 0,
      to: null,
      state: 'active',
    })),
  })
})

test('what leaves without signing in holds no payload and no secret', async () => {
  caller = null
  const bundle = (await get('tile/entries/000.p/1')).raw.toString()
  expect(bundle).toContain('dataset.landed')
  expect(bundle).not.toContain('secret')
  expect(createHash('sha256').update(bundle).digest('hex')).toHaveLength(64)
})
