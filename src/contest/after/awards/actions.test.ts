import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyReceipt, verifyResult } from '../../../safeguard/evidence/verifier/index.ts'
import { type AfterSpace, afterSpace } from '../after.fixture.ts'
import { publicCertificate } from '../certificate/public.ts'
import { certificatePage } from '../certificate/page.ts'
import { certificatePdf, certificateReceipt, certificates } from '../certificate/store.ts'
import { publicResults } from '../public.ts'
import { zipOf } from '../zip.ts'
import { checkList, proposeList, returnList } from './actions.ts'
import { publishDue, revokeAward } from './publish.ts'
import { recommendationCsv } from './recommendation.ts'
import { awardViews, listsOf, listViews } from './store.ts'
import type { Scheme } from '../../scheme/index.ts'

let space: AfterSpace
beforeAll(async () => {
  space = await afterSpace()
}, 120_000)
afterAll(() => space?.stop())

const none = { exclusions: [], decisions: [] }
const HOUR = 3_600_000
const origin = 'https://space.example'
const small = (scheme: Scheme) => ({
  ...scheme,
  awards: [
    {
      code: 'first',
      titleZh: '一等奖',
      titleEn: 'First prize',
      count: 1,
      per: 'contest' as const,
      prizeFen: 3_000_000,
      recommend: true,
    },
    {
      code: 'second',
      titleZh: '二等奖',
      titleEn: 'Second prize',
      count: 2,
      per: 'contest' as const,
      prizeFen: 2_000_000,
      recommend: false,
    },
  ],
})

describe('from the ranking to the public', () => {
  test('proposed by one, checked by another, published at its moment, with certificates', async () => {
    const { after, core, first, second, stranger, clock, jobs } = space
    const contest = await space.contest({ change: small, code: 'zhyb-2026' })
    await expect(proposeList(after, first, contest.id, none)).rejects.toMatchObject({
      code: 'AWARD_NO_RANKING',
    })
    const [best, next, equal, last] = await space.ranked(contest, [
      {
        name: '甲队',
        title: '作品甲',
        members: ['张一（合成）', '李二（合成）'],
        bodies: [{ name: '示例医院' }],
      },
      { rank: 2, name: '=HYPERLINK("x")' },
      { rank: 2 },
      { rank: 4 },
    ])
    await expect(proposeList(after, stranger, contest.id, none)).rejects.toMatchObject({
      code: 'CONTEST_NOT_ORGANISER',
    })

    // Two equal teams share two places of the second award: nothing to decide.
    const listId = await proposeList(after, first, contest.id, none)
    const [row] = await listsOf(core.db, contest.id)
    const shown = (await listViews(after, contest, [row!]))[0]!
    expect(shown.rows.map((one) => [one.award, one.teamId])).toEqual([
      ['first', best!.id],
      ...[next!, equal!].map(({ id }) => ['second', id]).sort((a, b) => (a[1]! < b[1]! ? -1 : 1)),
    ])
    expect(shown.prizeFen).toBe(7_000_000)
    expect(await publicResults(core, contest.id)).toBeNull()

    const moment = { publishAt: clock.now() + HOUR, origin }
    await expect(checkList(after, first, contest.id, listId, moment)).rejects.toMatchObject({
      code: 'AWARD_SECOND_OFFICER',
    })
    await expect(checkList(after, stranger, contest.id, listId, moment)).rejects.toMatchObject({
      code: 'CONTEST_NOT_ORGANISER',
    })
    await checkList(after, second, contest.id, listId, moment)
    expect(await publishDue(after)).toBe(0)
    expect(await publicResults(core, contest.id)).toBeNull()
    clock.advance(HOUR)
    expect(await Promise.all([publishDue(after), publishDue(after)])).toContain(1)
    expect(
      await core.db.selectFrom('contest_award').selectAll().where('contest_id', '=', contest.id).execute(),
    ).toHaveLength(3)
    await expect(proposeList(after, first, contest.id, none)).rejects.toMatchObject({
      code: 'AWARD_PUBLISHED',
    })

    const results = await publicResults(core, contest.id)
    expect(results?.awards.map(({ code, winners }) => [code, winners.length])).toEqual([
      ['first', 1],
      ['second', 2],
    ])
    expect(results?.awards[0]?.winners[0]).toEqual({
      place: 1,
      division: best!.division,
      title: '作品甲',
      team: '甲队',
      bodies: ['示例医院'],
      summary: null,
    })
    // No name of a person, no id, no score.
    expect(JSON.stringify(results)).not.toMatch(/合成|199\d{8}|"score"/)

    await jobs.run()
    const { items } = await awardViews(core.db, contest, { offset: 0, limit: 50 })
    expect(items).toHaveLength(3)
    expect(items.every((one) => one.certificate?.kept)).toBe(true)
    await certificateOfBest(contest.code, items[0]!)
    const csv = await recommendationCsv(core, contest)
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain('甲队')
    expect(csv).not.toContain(last!.name)

    // A second run makes nothing twice.
    await core.db
      .transaction()
      .execute((tx) => core.jobs.enqueue(tx, first, 'contest-certificates', { contestId: contest.id }))
    await jobs.run()
    const files = [] as string[]
    for await (const file of certificates.files(core, contest.id)) files.push(file.name)
    expect(files).toHaveLength(3)
    const parts: Buffer[] = []
    for await (const part of zipOf(certificates.files(core, contest.id))) parts.push(part)
    expect(Buffer.concat(parts).readUInt32LE(0)).toBe(0x04034b50)
  }, 60_000)

  async function certificateOfBest(code: string, best: { id: string; number: string }) {
    const { core, after, second } = space
    expect(best.number).toMatch(/^ZHYB2026-[0-9A-Z]{10}$/)
    const pdf = await certificatePdf(core, best.id)
    const receipt = verifyReceipt(await certificateReceipt(core, best.id), { vkey: core.evidence.vkey() })
    expect(receipt.ok && receipt.pinned).toBe(true)
    if (!receipt.ok) return
    expect(verifyResult(receipt, pdf)).toEqual({ ok: true })
    const forged = Buffer.from(pdf)
    forged[forged.length - 20]! ^= 1
    expect(verifyResult(receipt, forged).ok).toBe(false)
    // The entry outlives the people's data: it must not hold any.
    expect(JSON.stringify(receipt.payload)).not.toContain('合成')

    const found = await publicCertificate(core, code, best.number.toLowerCase())
    expect(found).toMatchObject({ team: '甲队', members: ['张一（合成）', '李二（合成）'], revokedAt: null })
    expect(certificatePage(found)).toContain('✓ 有效')
    for (const [other, number] of [
      [code, `${best.number.slice(0, -1)}${best.number.endsWith('0') ? '1' : '0'}`],
      ['another', best.number],
      [code, "x' or 1=1"],
    ])
      await expect(publicCertificate(core, other!, number!)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    const { contestId } = await certificates.byAward(core, (await contestIdOf(best.id))!, best.id)
    await revokeAward(after, second, contestId, best.id, 'the work was not their own')
    await expect(revokeAward(after, second, contestId, best.id, 'again')).rejects.toMatchObject({
      code: 'AWARD_REVOKED',
    })
    const revoked = await publicCertificate(core, code, best.number)
    expect(certificatePage(revoked)).toContain('撤销')
    expect(certificatePage(revoked)).not.toContain('有效')
    // The reason may be about a person: it is not for the public.
    expect(JSON.stringify(revoked)).not.toContain('not their own')
    expect((await publicResults(core, contestId))?.awards.map(({ code: award }) => award)).toEqual(['second'])
    await space.core.db
      .updateTable('contest_award')
      .set({ revoked_at: null, revoke_reason: null })
      .where('id', '=', best.id)
      .execute()
  }

  const contestIdOf = async (awardId: string) =>
    (
      await space.core.db
        .selectFrom('contest_award')
        .select('contest_id')
        .where('id', '=', awardId)
        .executeTakeFirst()
    )?.contest_id

  test('a tie at a border waits for a decision with a reason; what changed since is proposed anew', async () => {
    const { after, core, first, second } = space
    const contest = await space.contest({ change: small })
    const [one, two] = await space.ranked(contest, [{ rank: 1 }, { rank: 1 }, {}])
    const listId = await proposeList(after, first, contest.id, none)
    await expect(
      checkList(after, second, contest.id, listId, { publishAt: null, origin }),
    ).rejects.toMatchObject({ code: 'AWARD_UNDECIDED' })
    const decision = { award: 'first', division: null, teamIds: [two!.id], reason: 'higher in the defence' }
    await expect(
      proposeList(after, first, contest.id, {
        ...none,
        decisions: [{ ...decision, teamIds: [crypto.randomUUID()] }],
      }),
    ).rejects.toMatchObject({ code: 'AWARD_DECISION' })
    const decided = await proposeList(after, first, contest.id, { ...none, decisions: [decision] })
    // The one before is no longer there to be checked.
    await expect(
      checkList(after, second, contest.id, listId, { publishAt: null, origin }),
    ).rejects.toMatchObject({ code: 'AWARD_STATE' })
    await core.db.updateTable('contest_team').set({ state: 'withdrawn' }).where('id', '=', one!.id).execute()
    await expect(
      checkList(after, second, contest.id, decided, { publishAt: null, origin }),
    ).rejects.toMatchObject({ code: 'AWARD_OUTDATED' })
    const last = await proposeList(after, first, contest.id, none)
    await expect(returnList(after, first, contest.id, last, 'mine')).rejects.toMatchObject({
      code: 'AWARD_SECOND_OFFICER',
    })
    await returnList(after, second, contest.id, last, 'one team is missing')
    expect((await listsOf(core.db, contest.id)).map(({ state }) => state)).toEqual([
      'returned',
      'replaced',
      'replaced',
    ])
  })

  test('two proposals at once leave one that stands', async () => {
    const { after, core, first, second } = space
    const contest = await space.contest({ change: small })
    await space.ranked(contest, [{}, {}, {}])
    await Promise.all([first, second, first].map((actor) => proposeList(after, actor, contest.id, none)))
    const states = (await listsOf(core.db, contest.id)).map(({ state }) => state)
    expect(states).toEqual(['proposed', 'replaced', 'replaced'])
  })

  test('what is not public yet is no entry of a body, whose experts would read it', async () => {
    const { after, core, first } = space
    const contest = await space.contest({ change: small })
    await space.ranked(contest, [{}, {}, {}])
    const listId = await proposeList(after, first, contest.id, none)
    const [leaf] = await core.evidence.leavesAbout([listId])
    const entry = (await core.evidence.reader().entry(leaf!.leaf)).toString()
    expect(entry).not.toContain(first.participantId)
    expect(entry).toContain(first.userId)
  })
})
