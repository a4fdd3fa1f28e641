import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { verifyReceipt, verifyResult } from '../../../safeguard/evidence/verifier/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { Destroyer } from '../../tools.ts'
import { type AfterSpace, afterSpace } from '../after.fixture.ts'
import { checkList, proposeList } from '../awards/actions.ts'
import { certificatePage } from '../certificate/page.ts'
import { publicCertificate } from '../certificate/public.ts'
import { certificatePdf } from '../certificate/store.ts'
import { publicResults } from '../public.ts'
import { cancelClosing, destroyDue, planClosing } from './actions.ts'
import { listCsv } from './job.ts'
import { earliestDestruction, totalsOf } from './rules.ts'
import { closingList, closingProof, closingView } from './store.ts'

const DAY = 86_400_000

/** A room that holds 450 things, and breaks where the test says so. */
const held = new Map<string, string>()
let breaksAfter = Infinity
let late: string | null = null
const shelf: Destroyer = {
  part: 'works',
  list: async (_core, _contest, after, most) =>
    [...held]
      .filter(([id]) => after === null || id > after)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, most)
      .map(([id, text]) => ({ id, digest: digestOf(text), bytes: text.length })),
  async destroy(_core, _contest, ids) {
    for (const id of ids) {
      if (breaksAfter-- <= 0) throw new Error('power cut')
      held.delete(id)
      if (late) held.set(late, 'came in between')
      late = null
    }
  },
}
const id = (at: number) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`

let space: AfterSpace
let contest: Contest
beforeAll(async () => {
  space = await afterSpace([shelf])
}, 120_000)
afterAll(() => space?.stop())
beforeEach(async () => {
  held.clear()
  for (let at = 0; at < 450; at++) held.set(id(at), `work ${at}`)
  breaksAfter = Infinity
  late = null
  // What the test before planned is no matter of this one.
  await space.core.db
    .updateTable('contest_closing')
    .set({ state: 'cancelled', cancelled_at: 0 })
    .where('state', '=', 'planned')
    .execute()
  contest = await space.contest()
})

const plan = (over: object = {}) => ({
  reason: 'everything is over',
  destroyAt: earliestDestruction(contest.scheme, null) + DAY,
  certificates: 'keep' as const,
  confirm: contest.code,
  ...over,
})
const over = () => {
  const { clock } = space
  clock.advance(Math.max(0, earliestDestruction(contest.scheme, null) - 20 * DAY - clock.now()))
}
const due = () => space.clock.advance(60 * DAY)

describe('the end of a contest', () => {
  test('is planned when it is over, for after the retention, by who types its code', async () => {
    const { after, first, stranger } = space
    await expect(planClosing(after, first, contest.id, plan())).rejects.toMatchObject({
      code: 'CLOSING_TOO_EARLY',
    })
    over()
    await expect(planClosing(after, stranger, contest.id, plan())).rejects.toMatchObject({
      code: 'CONTEST_NOT_ORGANISER',
    })
    await expect(planClosing(after, first, contest.id, plan({ confirm: 'x' }))).rejects.toMatchObject({
      code: 'CLOSING_CONFIRM',
    })
    await expect(
      planClosing(after, first, contest.id, plan({ destroyAt: space.clock.now() })),
    ).rejects.toMatchObject({ code: 'CLOSING_RETENTION' })
    await planClosing(after, first, contest.id, plan())
    await expect(planClosing(after, first, contest.id, plan())).rejects.toMatchObject({
      code: 'CLOSING_STATE',
    })
  })

  test('destroys by name, looks again, and proves it to anybody', async () => {
    const { after, core, first, jobs } = space
    over()
    await planClosing(after, first, contest.id, plan())
    expect(await destroyDue(after)).toBe(0)
    due()
    late = id(9_999)
    expect(await destroyDue(after)).toBe(1)
    expect(await destroyDue(after)).toBe(0)
    await jobs.run()
    expect(held.size).toBe(0)
    const view = (await closingView(core, contest.id))!
    expect(view.state).toBe('done')
    expect(view.parts).toEqual([{ part: 'works', listed: 451, destroyed: 451, bytes: expect.any(Number) }])
    const receipt = verifyReceipt(await closingProof(core, contest.id), { vkey: core.evidence.vkey() })
    expect(receipt.ok).toBe(true)
    if (!receipt.ok) return
    const list = await closingList(core, contest.id)
    expect(verifyResult(receipt, Buffer.from(list))).toEqual({ ok: true })
    expect(verifyResult(receipt, Buffer.from(list.replace('work', 'wark'))).ok).toBe(false)
    expect(receipt.payload).toMatchObject({ count: 451, parts: view.totals })
    expect(list.split('\n')).toHaveLength(453)
  })

  test('can be taken back until the first thing goes, and not after', async () => {
    const { after, core, first, jobs } = space
    over()
    await planClosing(after, first, contest.id, plan())
    await cancelClosing(after, first, contest.id)
    due()
    expect(await destroyDue(after)).toBe(0)
    expect(held.size).toBe(450)
    await planClosing(after, first, contest.id, plan({ destroyAt: space.clock.now() }))
    await destroyDue(after)
    // Taken back while the job waits: it hears of it and destroys nothing.
    await cancelClosing(after, first, contest.id)
    await jobs.run()
    expect(held.size).toBe(450)

    await planClosing(after, first, contest.id, plan({ destroyAt: space.clock.now() }))
    await destroyDue(after)
    breaksAfter = 300
    await expect(jobs.run()).rejects.toThrow('power cut')
    expect(held.size).toBe(150)
    await expect(cancelClosing(after, first, contest.id)).rejects.toMatchObject({ code: 'CLOSING_STATE' })
    expect(await closingView(core, contest.id)).toMatchObject({ state: 'destroying', totals: null })
    await expect(closingProof(core, contest.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    // It goes on by itself, and the list is whole: also what was gone before the cut is named.
    breaksAfter = Infinity
    space.clock.advance(DAY)
    expect(await destroyDue(after)).toBe(1)
    await jobs.run()
    expect(held.size).toBe(0)
    expect((await closingView(core, contest.id))!.totals).toEqual([
      expect.objectContaining({ part: 'works', count: 450 }),
    ])
  })

  test('keeps results and certificates, unless the organiser wants the papers gone', async () => {
    const { after, core, first, second, jobs } = space
    const [team] = await space.ranked(contest, [{ members: ['张一（合成）'] }])
    const listId = await proposeList(after, first, contest.id, { exclusions: [], decisions: [] })
    over()
    await checkList(after, second, contest.id, listId, { publishAt: null, origin: 'https://space.example' })
    await jobs.run()
    const award = await core.db
      .selectFrom('contest_award')
      .selectAll()
      .where('contest_id', '=', contest.id)
      .executeTakeFirstOrThrow()
    const before = await publicCertificate(core, contest.code, award.number)
    await planClosing(
      after,
      first,
      contest.id,
      plan({ certificates: 'destroy', destroyAt: space.clock.now() + 31 * DAY }),
    )
    due()
    await destroyDue(after)
    await jobs.run()
    await expect(certificatePdf(core, award.id)).rejects.toMatchObject({ code: 'CERTIFICATE_DESTROYED' })
    const said = await publicCertificate(core, contest.code, award.number)
    expect(said).toEqual({ ...before, members: [], kept: false })
    expect(certificatePage(said)).toContain('已按保存期限销毁')
    expect((await publicResults(core, contest.id))?.awards[0]?.winners[0]?.team).toBe(team!.name)
  }, 60_000)
})

describe('the list of what is gone', () => {
  const Items = fc.uniqueArray(
    fc.record({
      part: fc.constantFrom('works', 'files', 'entrants'),
      id: fc.uuid(),
      digest: fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)),
      bytes: fc.nat(),
    }),
    { selector: (one) => one.part + one.id, maxLength: 20 },
  )
  test('says the same in whatever order things are found', () => {
    fc.assert(
      fc.property(Items, (items) => {
        const turned = [...items].reverse()
        expect(listCsv(turned)).toBe(listCsv(items))
        expect(totalsOf(turned, digestOf)).toEqual(totalsOf(items, digestOf))
        expect(totalsOf(items, digestOf).reduce((sum, one) => sum + one.count, 0)).toBe(items.length)
      }),
    )
  })
})
