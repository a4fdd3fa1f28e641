import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/safeguard/crypto/index.ts'
import { type ApiFailure, type Client, demoClient } from '../support/client.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'

/** An authority chain from the paper to the running contract that it stops, over HTTP with several bodies. */
let demo: SmallDemo
let origin: string
const clients = new Map<string, Client>()
beforeAll(async () => {
  demo = await smallDemo()
  origin = await demo.serve()
  for (const login of [
    'organiser',
    'insurer-officer',
    'actuary',
    'sh-officer',
    'bank-officer',
    'public-officer',
    'auditor',
  ])
    clients.set(login, await demoClient(origin, login))
}, 240_000)
afterAll(() => demo?.end())

const as = (login: string): Client => clients.get(login)!
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: ApiFailure) => error.body.code ?? 'a defect',
  )

interface Tree {
  links: {
    id: string
    parentId: string | null
    level: number
    state: string
    live: boolean
    mayAccept: boolean
    granteeNameZh: string
    fees: unknown
  }[]
}
interface Contract {
  id: string
  state: string
  endReason: string | null
  terms: { authorityId?: string | null; providerId: string }
}

const trees = async (login: string) => (await as(login).get<{ items: Tree[] }>('/authorities')).items
const linkTo = async (login: string, grantee: string, zone?: string) => {
  const all = await trees(login)
  return all
    .flatMap((tree) => tree.links)
    .filter((link) => link.granteeNameZh.includes(grantee) && (zone === undefined || link.id === zone))
}
const contracts = async (login: string) =>
  (await as(login).get<{ items: Contract[] }>('/contracts?side=consumer')).items

describe('authority chains in the demo', () => {
  test('the insurer sees its chain up to the bureau; other bodies see theirs alone', async () => {
    const own = await trees('insurer-officer')
    expect(own.length).toBeGreaterThanOrEqual(2)
    for (const { links } of own) expect(links.map((link) => link.level)).toEqual([1, 2])
    expect((await trees('auditor')).length).toBeGreaterThan(own.length)
    const bank = await linkTo('bank-officer', '银行')
    expect(bank.every((link) => link.state === 'offered' && link.mayAccept)).toBe(true)
  })

  test('a paper is kept with its hash and served to those who may see it alone', async () => {
    const link = (await trees('sh-officer')).flatMap((tree) => tree.links).find((one) => one.level === 2)!
    const paper = Buffer.from('%PDF-1.7\nagreement')
    const put = (login: string, body: Buffer, name = '协议.pdf') =>
      as(login).raw(`/authorities/${link.id}/documents/${encodeURIComponent(name)}`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      })
    expect((await put('sh-officer', paper)).status).toBe(404)
    expect((await put('organiser', Buffer.from('<html>'))).status).toBe(422)
    expect((await put('organiser', Buffer.concat([paper, Buffer.alloc(11 * 1024 * 1024)]))).status).toBe(413)
    const answer = await put('organiser', paper)
    expect(answer.status).toBe(200)
    const { id, digest } = (await answer.json()) as { id: string; digest: string }
    expect(digest).toBe(digestOf(paper))
    const read = (login: string) => as(login).raw(`/authorities/${link.id}/documents/${id}`)
    const got = await read('auditor')
    expect(Buffer.from(await got.arrayBuffer())).toEqual(paper)
    expect(got.headers.get('content-disposition')).toMatch(/^attachment/)
    const strangers = ['bank-officer', 'public-officer']
    for (const login of strangers) expect([login, (await read(login)).status]).toEqual([login, 404])
  })
})

describe('the zone that requires one', () => {
  test('the insurer is covered, the bank is told what is missing until it accepts', async () => {
    const products = await as('insurer-officer').get<{ items: { id: string; code: string }[] }>(
      '/products?limit=100',
    )
    const product = products.items.find((one) => one.code === 'public_entities')!
    const ask = (login: string, purpose: string) =>
      as(login).get<{ required: boolean; id: string | null; whyZh: string }>(
        `/authorities/covering?productId=${product.id}&purpose=${purpose}&until=${Date.now() + 86_400_000}`,
      )
    expect(await ask('insurer-officer', 'actuarial_pricing')).toMatchObject({
      required: true,
      id: expect.any(String),
    })
    expect(await ask('insurer-officer', 'research')).toMatchObject({ required: true, id: null })
    const before = await ask('bank-officer', 'research')
    expect(before).toMatchObject({ required: true, id: null })
    expect(before.whyZh).toContain('待接受')
    for (const link of await linkTo('bank-officer', '银行'))
      await as('bank-officer').post(`/authorities/${link.id}/accept`)
    expect((await ask('bank-officer', 'research')).id).not.toBeNull()
  })

  test('a request without an authority is refused by name', async () => {
    const offers = await as('sh-officer').get<{ items: { id: string; productTitleZh: string }[] }>(
      '/offers?state=open&limit=100',
    )
    const offer = offers.items.find((one) => one.productTitleZh.includes('法人'))!
    const team = await demoClient(origin, 'team-a-lead')
    const request = await team
      .post<{ id: string }>('/requests', {
        offerId: offer.id,
        purpose: 'research',
        project: { title: '法人统计' },
        reason: '按行业统计法人数量，作为参赛作品的背景资料。',
      })
      .catch((error: ApiFailure) => error.body.code)
    if (typeof request === 'string') expect(request).toBe('CONTRACT_BEYOND_AUTHORITY')
    else
      expect(await code(as('public-officer').post(`/requests/${request!.id}/accept`, {}))).toBe(
        'CONTRACT_BEYOND_AUTHORITY',
      )
  })
})

describe('withdrawing a link', () => {
  test('ends the contract that rests on it and the running work, with evidence', async () => {
    const contract = (await contracts('actuary')).find(
      (one) => one.terms.authorityId && one.state === 'active',
    )!
    const authorityId = contract.terms.authorityId!
    const { above } = await as('insurer-officer').get<{ above: { id: string }[] }>(
      `/authorities/${authorityId}`,
    )
    const stopped: string[] = []
    demo.opened.core.events.on('contract.stopped', ({ contractId }) => void stopped.push(contractId))
    const root = above[0]!.id
    expect(
      await code(as('insurer-officer').post(`/authorities/${root}/withdraw`, { reason: '不是我的授权' })),
    ).toBe('AUTHORITY_NOT_YOURS')
    const { authorityIds } = await as('sh-officer').post<{ authorityIds: string[] }>(
      `/authorities/${root}/withdraw`,
      {
        reason: '授权运营方案调整',
      },
    )
    expect(authorityIds).toContain(authorityId)
    await expect
      .poll(async () => (await contracts('actuary')).find((one) => one.id === contract.id)?.state)
      .toBe('ended')
    const after = (await contracts('actuary')).find((one) => one.id === contract.id)!
    expect(after.endReason).toBe('authority')
    expect(stopped).toContain(contract.id)
    const run = await as('actuary').raw('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        contractId: contract.id,
        kind: 'query',
        title: '停后再用',
        sql: 'select count(*) as n from setl_d',
      }),
    })
    const answer = (await run.json()) as { state?: string; code?: string; run?: { state: string } }
    expect([answer.state, answer.code, answer.run?.state].join(' ')).toMatch(/denied/)
    const trail = await as('auditor').get<{ items: { kind: string }[] }>(
      `/evidence/entries?subject=${contract.id}&limit=100`,
    )
    expect(trail.items.map((entry) => entry.kind).join(' ')).toContain('contract.ended')
  })
})
