import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AuthoritySpace,
  authoritySpace,
  type BodyCode,
  DAY,
  FREE,
} from '../../../test/support/authority.ts'
import {
  acceptLink,
  authorityHolds,
  coveringAuthority,
  declineLink,
  expireAuthorities,
  makeLink,
  type NewLink,
  offerLink,
  setRule,
  withdrawLink,
} from './index.ts'
import { chainView, listTrees } from './store.ts'

let space: AuthoritySpace
const told: string[][] = []
beforeAll(async () => {
  space = await authoritySpace()
  space.core.events.on('authority.withdrawn', ({ authorityIds }) => void told.push(authorityIds))
})
afterAll(() => space?.stop())

const body = (code: BodyCode) => space.officer(code).participantId

const terms = (over: Partial<NewLink> = {}): Omit<NewLink, 'granteeId'> => ({
  parentId: null,
  scope: {
    zones: [space.zoneId],
    datasets: [],
    purposes: ['research', 'actuarial_pricing'],
    actions: ['access', 'read', 'compute', 'download'],
    columns: null,
  },
  from: space.clock.now(),
  until: space.clock.now() + 100 * DAY,
  fees: FREE,
  ...over,
})

const make = async (from: BodyCode, to: BodyCode, over: Partial<NewLink> = {}): Promise<string> =>
  (await makeLink(space.core, space.officer(from), { ...terms(over), granteeId: body(to) })).value.id

/** bureau → operator → insurer, both accepted. */
async function chain(): Promise<[string, string]> {
  const first = await make('bureau', 'operator')
  await acceptLink(space.core, space.officer('operator'), first)
  const second = await make('operator', 'insurer', { parentId: first })
  await acceptLink(space.core, space.officer('insurer'), second)
  return [first, second]
}

const covering = (over: Partial<Parameters<typeof coveringAuthority>[1]> = {}) =>
  coveringAuthority(space.core, {
    productId: space.productId,
    providerId: body('bureau'),
    consumerId: body('insurer'),
    purposes: ['actuarial_pricing'],
    until: space.clock.now() + 50 * DAY,
    fields: ['setl_d.age'],
    now: space.clock.now(),
    ...over,
  })

const holds = (id: string) => authorityHolds(space.core.db, id, space.clock.now())
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: { code?: string }) => error.code ?? 'a defect',
  )

describe('making a chain', () => {
  test('two links, accepted: the whole holds and covers the contract', async () => {
    const [first, second] = await chain()
    expect(await holds(second)).toMatchObject({ holds: true, chain: [first, second] })
    expect(await covering()).toMatchObject({ required: false, id: second })
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })

  test('what is offered does not hold; declined with a reason it never will', async () => {
    const id = await make('bureau', 'operator')
    expect((await holds(id)).holds).toBe(false)
    expect(await code(acceptLink(space.core, space.officer('insurer'), id))).toBe('NOT_FOUND')
    expect(await code(acceptLink(space.core, space.officer('bureau'), id))).toBe('NOT_FOUND')
    await declineLink(space.core, space.officer('operator'), id, 'not our business')
    expect(await code(acceptLink(space.core, space.officer('operator'), id))).toBe('AUTHORITY_STATE')
  })

  test('a draft is seen by its grantor alone until it is offered', async () => {
    const id = await make('bureau', 'operator', { draft: true })
    expect(await code(chainView(space.core, space.officer('operator'), id))).toBe('NOT_FOUND')
    expect(await code(acceptLink(space.core, space.officer('operator'), id))).toBe('NOT_FOUND')
    await offerLink(space.core, space.officer('bureau'), id)
    expect((await chainView(space.core, space.officer('operator'), id)).link.mayAccept).toBe(true)
    await withdrawLink(space.core, space.officer('bureau'), id, 'end of the test')
  })

  test.each<[string, () => Partial<NewLink>]>([
    ['a longer term', () => ({ until: space.clock.now() + 101 * DAY })],
    ['an earlier start', () => ({ from: space.clock.now() - DAY })],
    ['another purpose', () => ({ scope: { ...terms().scope, purposes: ['public_health'] } })],
    ['another action', () => ({ scope: { ...terms().scope, actions: ['sell'] } })],
    [
      'a data set outside',
      () => ({ scope: { ...terms().scope, zones: [], datasets: [space.otherDatasetId] } }),
    ],
  ])('a child with %s is refused', async (_, over) => {
    const first = await make('bureau', 'operator')
    await acceptLink(space.core, space.officer('operator'), first)
    expect(await code(make('operator', 'insurer', { parentId: first, ...over() }))).toBe('AUTHORITY_BEYOND')
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })

  test('nobody extends a chain that is not theirs, and nobody begins one over data of others', async () => {
    const [first, second] = await chain()
    expect(await code(make('insurer', 'partner', { parentId: first }))).toBe('AUTHORITY_NOT_YOURS')
    expect(await code(make('other', 'partner', { parentId: first }))).toBe('NOT_FOUND')
    const scope = { ...terms().scope, zones: [], datasets: [space.datasetId] }
    expect(await code(make('operator', 'partner', { scope }))).toBe('AUTHORITY_NOT_OWN_DATA')
    const third = await make('insurer', 'partner', { parentId: second })
    await acceptLink(space.core, space.officer('partner'), third)
    expect(await code(make('partner', 'other', { parentId: third }))).toBe('AUTHORITY_DEPTH')
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })

  test('a link over a zone by a body that owns no data in it covers nothing', async () => {
    const id = await make('operator', 'insurer')
    await acceptLink(space.core, space.officer('insurer'), id)
    expect((await covering()).id).toBeNull()
    await withdrawLink(space.core, space.officer('operator'), id, 'end of the test')
  })
})

describe('who sees what', () => {
  test('below a link its fees and papers are not seen; other bodies see nothing; above all is seen', async () => {
    const first = await make('bureau', 'operator', {
      fees: { basis: 'yearly', fen: 5_000_000, percent: null, note: '' },
    })
    await acceptLink(space.core, space.officer('operator'), first)
    const second = await make('operator', 'insurer', { parentId: first })
    const below = await chainView(space.core, space.officer('insurer'), second)
    expect(below.above.map((link) => link.fees)).toEqual([null])
    expect(below.link.fees).toEqual(FREE)
    const above = await chainView(space.core, space.officer('bureau'), second)
    expect(above.above[0]!.fees).toMatchObject({ fen: 5_000_000 })
    expect(await code(chainView(space.core, space.officer('other'), first))).toBe('NOT_FOUND')
    expect((await listTrees(space.core, space.officer('other'), { offset: 0, limit: 9 })).total).toBe(0)
    expect(
      (await listTrees(space.core, space.officer('insurer'), { offset: 0, limit: 9, waiting: true })).total,
    ).toBe(1)
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })
})

describe('when one is required', () => {
  const require = (rule: {
    authority: 'required' | 'optional'
    publicData?: boolean
    implementing?: string[]
  }) =>
    setRule(space.core, space.officer('operator'), {
      about: 'zone',
      aboutId: space.zoneId,
      rule: { publicData: false, implementing: [], ...rule },
    })
  afterAll(() => require({ authority: 'optional' }))

  test('not by default, and not of a body with its own data in a zone of public data', async () => {
    expect(await covering()).toMatchObject({ required: false, id: null })
    await require({ authority: 'optional', publicData: true })
    expect(await covering()).toMatchObject({ required: false, id: null })
    await require({ authority: 'optional', publicData: true, implementing: [body('other')] })
    expect(await covering()).toMatchObject({ required: true, id: null })
  })

  test('of everybody in a zone that says so; the answer names the link that falls short', async () => {
    await require({ authority: 'required' })
    expect(await covering()).toMatchObject({ required: true, id: null })
    const [first, second] = await chain()
    expect(await covering()).toMatchObject({ required: true, id: second })
    const late = await covering({ until: space.clock.now() + 101 * DAY })
    expect(late).toMatchObject({ required: true, id: null, short: { linkId: first, kind: 'term' } })
    const purpose = await covering({ purposes: ['fund_supervision'] })
    expect(purpose).toMatchObject({ id: null, short: { kind: 'purpose' } })
    expect(purpose.whyZh).toContain('医保基金监管')
    expect((await covering({ consumerId: body('partner') })).id).toBeNull()
    expect(await covering({ providerId: body('other') })).toMatchObject({ id: null })
    await withdrawLink(space.core, space.officer('operator'), second, 'end of the test')
    expect(await covering()).toMatchObject({ id: null, short: { linkId: second, kind: 'state' } })
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })

  test('a chain that was begun by a body that the zone no longer names covers nothing', async () => {
    const [first, second] = await chain()
    await require({ authority: 'required' })
    expect((await covering()).id).toBe(second)
    await require({ authority: 'required', implementing: [body('other')] })
    expect(await covering()).toMatchObject({ required: true, id: null })
    expect(await code(make('bureau', 'operator'))).toBe('AUTHORITY_NOT_OWN_DATA')
    await withdrawLink(space.core, space.officer('bureau'), first, 'end of the test')
  })

  test('rules have versions, and only the keepers of a zone set them', async () => {
    const before = (await require({ authority: 'required' })).value.version
    expect((await require({ authority: 'optional' })).value.version).toBe(before + 1)
    const theirs = setRule(space.core, space.officer('insurer'), {
      about: 'zone',
      aboutId: space.zoneId,
      rule: { authority: 'optional', publicData: false, implementing: [] },
    })
    expect(await code(theirs)).toBe('ZONE_NOT_KEEPER')
  })
})

describe('ending', () => {
  test('withdrawing the first link ends all below in one transaction, with one event and one entry each', async () => {
    const [first, second] = await chain()
    const third = await make('insurer', 'partner', { parentId: second })
    told.length = 0
    const { value, entries } = await withdrawLink(space.core, space.officer('bureau'), first, 'law changed')
    expect(new Set(value.authorityIds)).toEqual(new Set([first, second, third]))
    expect(told).toEqual([value.authorityIds])
    expect(entries).toHaveLength(3)
    expect((await holds(second)).holds).toBe(false)
    expect(await code(acceptLink(space.core, space.officer('partner'), third))).toBe('AUTHORITY_STATE')
    expect(await code(withdrawLink(space.core, space.officer('bureau'), first, 'again'))).toBe(
      'AUTHORITY_STATE',
    )
  })

  test('who is below or beside withdraws nothing', async () => {
    const [first] = await chain()
    expect(await code(withdrawLink(space.core, space.officer('insurer'), first, 'mine'))).toBe(
      'AUTHORITY_NOT_YOURS',
    )
    expect(await code(withdrawLink(space.core, space.officer('other'), first, 'mine'))).toBe('NOT_FOUND')
    await withdrawLink(space.core, space.officer('operator'), first, 'given up by its grantee')
    expect((await holds(first)).holds).toBe(false)
  })

  test('a term that is over ends at once by the clock, and for good at the next sweep', async () => {
    const first = await make('bureau', 'operator', { until: space.clock.now() + DAY })
    await acceptLink(space.core, space.officer('operator'), first)
    const second = await make('operator', 'insurer', { parentId: first, until: space.clock.now() + DAY })
    space.clock.advance(DAY - 1)
    expect((await holds(first)).holds).toBe(true)
    expect(await expireAuthorities(space.core)).toEqual([])
    space.clock.advance(1)
    expect(await holds(first)).toMatchObject({ holds: false })
    told.length = 0
    expect(new Set(await expireAuthorities(space.core))).toEqual(new Set([first, second]))
    expect(told).toHaveLength(1)
    expect(await expireAuthorities(space.core)).toEqual([])
  })

  test('a link that is made while its parent is withdrawn never outlives it', async () => {
    for (let round = 0; round < 8; round++) {
      const first = await make('bureau', 'operator')
      await acceptLink(space.core, space.officer('operator'), first)
      const made = Promise.all(
        [1, 2, 3].map(() => make('operator', 'insurer', { parentId: first }).catch(() => '')),
      )
      await withdrawLink(space.core, space.officer('bureau'), first, 'at the same time')
      for (const id of (await made).filter((one) => one !== '')) {
        const state = await space.core.db
          .selectFrom('authority')
          .select('state')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        expect(state.state).toBe('withdrawn')
      }
    }
  })

  test('whatever bodies do in any order: nothing below a link that ended is live', async () => {
    const bodies: readonly BodyCode[] = ['bureau', 'operator', 'insurer', 'partner']
    const step = fc.record({
      what: fc.constantFrom('make', 'accept', 'accept', 'withdraw', 'decline', 'wait'),
      at: fc.nat(30),
      to: fc.constantFrom(...bodies),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
        const ids = [await make('bureau', 'operator')]
        await acceptLink(space.core, space.officer('operator'), ids[0]!)
        for (const { what, at, to } of steps) {
          const id = ids[at % ids.length]!
          const row = await space.core.db
            .selectFrom('authority')
            .selectAll()
            .where('id', '=', id)
            .executeTakeFirstOrThrow()
          const by = (participantId: string) =>
            space.officer(bodies.find((one) => body(one) === participantId)!)
          const tries: Record<string, () => Promise<unknown>> = {
            make: async () =>
              ids.push(
                (
                  await makeLink(space.core, by(row.grantee_id), {
                    ...terms({ parentId: id, from: row.from_at, until: row.until_at }),
                    granteeId: body(to),
                  })
                ).value.id,
              ),
            accept: () => acceptLink(space.core, by(row.grantee_id), id),
            withdraw: () => withdrawLink(space.core, by(row.grantor_id), id, 'because'),
            decline: () => declineLink(space.core, by(row.grantee_id), id, 'because'),
            wait: async () => {
              space.clock.advance(10 * DAY)
              return expireAuthorities(space.core)
            },
          }
          await tries[what]!().catch((error: { code?: string }) => {
            if (!error.code) throw error
          })
        }
        await nothingOutlivesItsParent(ids)
      }),
      { numRuns: 10 },
    )
  }, 90_000)
})

async function nothingOutlivesItsParent(ids: readonly string[]): Promise<void> {
  const rows = await space.core.db.selectFrom('authority').selectAll().where('id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of rows) {
    const parent = row.parent_id && byId.get(row.parent_id)
    if (!parent) continue
    const ended = ['withdrawn', 'expired'].includes(parent.state)
    if (ended) expect(['draft', 'offered', 'accepted']).not.toContain(row.state)
    if ((await holds(row.id)).holds) expect((await holds(parent.id)).holds).toBe(true)
  }
}
