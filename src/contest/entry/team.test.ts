import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { type Contest, schemeMigrations } from '../scheme/index.ts'
import { makeTeam, someCertno, somePhone, someUscc } from './entry.fixture.ts'
import { makeDemoEntries } from './demo.ts'
import { decideEntries } from './organise/decide.ts'
import { importEntries } from './organise/import.ts'
import { pairsIn } from './organise/pairs.ts'
import { changeProfile, profileOf } from './people/profile.ts'
import { demoRealName, judgePaper, verifyEntrant } from './people/real-name.ts'
import { statementHash } from './rules.ts'
import {
  bodiesOf,
  membersOf,
  mustBeCaptain,
  mustBeMember,
  teamById,
  teamOfEntrant,
  teamsIn,
} from './store.ts'
import { entryDestroyers } from './destroyers.ts'
import { entryMigrations } from './tables.ts'
import { addBody, changeTeam, createTeam, leadBody, removeBody, signStatement } from './team/actions.ts'
import {
  acceptInvitation,
  declineInvitation,
  handOver,
  invite,
  removeMember,
  setSeat,
} from './team/members.ts'
import { submitEntry, withdrawEntry } from './team/submit.ts'

const officer = organiser()
let space: TestSpace
let contest: Contest
beforeAll(async () => {
  space = await testSpace([schemeMigrations, entryMigrations])
}, 60_000)
afterAll(() => space?.stop())
beforeEach(async () => {
  contest = await makeContest(space.core, { actor: officer })
})

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )
const division = () => contest.scheme.divisions[0]!.code
const someone = async (name = '某人') => {
  const [id, phone] = [crypto.randomUUID(), somePhone()]
  await space.core.db
    .insertInto('contest_entrant')
    .values({ id, phone, name, real_name: 'none', created_at: 0 })
    .execute()
  return { id, phone }
}
const input = (over = {}) => ({ name: '一队', title: '作品', division: division(), intro: '', ...over })
const make = async (captain: string, over = {}) =>
  (await createTeam(space.core, captain, contest.id, input(over))).value.id
const verify = (entrant: string, certno = someCertno()) =>
  verifyEntrant(space.core, demoRealName, entrant, { name: '某人', certno, paper: null })
const memberId = async (team: string, entrant: string) =>
  (await membersOf(space.core.db, [team])).get(team)!.find((one) => one.entrantId === entrant)!.id
const signAll = async (entrant: string, team: string) => {
  for (const one of contest.scheme.entry.statements)
    await signStatement(space.core, entrant, team, { code: one.code, digest: statementHash(one) })
}
/** A team that lacks nothing but to be handed in. */
const whole = async (over = {}) => {
  const captain = await someone()
  const team = await make(captain.id, over)
  const { value } = await addBody(space.core, captain.id, team, {
    uscc: someUscc(),
    name: '示例大学',
    lead: true,
  })
  await setSeat(space.core, captain.id, team, await memberId(team, captain.id), {
    bodyId: value.id,
    position: '',
    student: true,
  })
  await verify(captain.id)
  await signAll(captain.id, team)
  return { team, captain: captain.id, body: value.id }
}
const kindsOf = async (team: string) =>
  (await space.core.evidence.leavesAbout([team])).map(({ kind }) => kind)
const decide = (teams: string[], decision: 'admit' | 'reject' | 'supplement' | 'reopen', over = {}) =>
  decideEntries(space.core, officer, contest.id, {
    teams,
    decision,
    reason: decision === 'admit' ? '' : '理由',
    until: null,
    mode: 'all',
    ...over,
  })

describe('a team', () => {
  test('is made, invites, is joined, signed, submitted, supplemented and admitted, each with evidence', async () => {
    const { core, clock } = space
    const { team, captain, body } = await whole()
    const mate = await someone('队友')
    const invited = await invite(core, captain, team, { phone: mate.phone, name: '队友' })
    expect(await codeOf(submitEntry(core, captain, team, ''))).toBe('ENTRY_INCOMPLETE')
    await acceptInvitation(core, mate.id, invited.value.id)
    await setSeat(core, mate.id, team, invited.value.id, { bodyId: body, position: '教授', student: false })
    await verify(mate.id)
    await expect(submitEntry(core, captain, team, '')).rejects.toMatchObject({
      code: 'ENTRY_INCOMPLETE',
      detail: {
        lacks: contest.scheme.entry.statements.map(({ code }) => ({
          code: 'unsigned',
          entrantId: mate.id,
          statement: code,
        })),
      },
    })
    await signAll(mate.id, team)
    const first = await submitEntry(core, captain, team, '')
    expect(first.number).toBe('01-0001')
    expect(await codeOf(submitEntry(core, captain, team, ''))).toBe('TEAM_STATE')
    expect(await codeOf(changeTeam(core, captain, team, input({ title: 'x' })))).toBe('TEAM_STATE')

    const until = clock.now() + 86_400_000
    await decide([team], 'supplement', { until })
    expect(await teamById(core.db, team)).toMatchObject({ state: 'supplement', supplementUntil: until })
    expect(await codeOf(decide([team], 'reject'))).toBe('TEAM_STATE')
    await changeTeam(
      core,
      captain,
      team,
      input({ title: '新题', division: contest.scheme.divisions[1]!.code }),
    )
    // The number was given by division: it stays.
    expect(await teamById(core.db, team)).toMatchObject({ title: '新题', division: division() })
    const second = await submitEntry(core, captain, team, '已补正')
    expect(second).toMatchObject({ number: first.number, submittedAt: first.submittedAt })
    clock.advance(1000)
    await decide([team], 'admit')
    const admitted = await teamById(core.db, team)
    expect(admitted).toMatchObject({ state: 'admitted', number: '01-0001', supplementUntil: null })
    expect(await teamsIn(core.db, contest.id, ['admitted'])).toEqual([admitted])
    const decisions = await core.db
      .selectFrom('contest_entry_decision')
      .selectAll()
      .where('team_id', '=', team)
      .orderBy('at')
      .execute()
    expect(decisions).toMatchObject([
      { decision: 'supplement', reason: '理由', answer: '已补正' },
      { decision: 'admit', answer: null },
    ])
    expect(await kindsOf(team)).toEqual(
      expect.arrayContaining([
        'team.created',
        'team.invited',
        'team.joined',
        'team.statement_signed',
        'entry.submitted',
        'entry.supplement_asked',
        'entry.admitted',
      ]),
    )
    expect((await kindsOf(team)).filter((kind) => kind === 'entry.submitted')).toHaveLength(2)
    await mustBeCaptain(core, contest.id, captain)
    expect(await codeOf(mustBeCaptain(core, contest.id, mate.id))).toBe('TEAM_NOT_CAPTAIN')
    expect(await teamOfEntrant(core.db, contest.id, mate.id)).toMatchObject({ id: team })
  })

  test('of others is none: whatever is tried, and nothing changes', async () => {
    const { core } = space
    const { team, captain, body } = await whole()
    const stranger = await someone()
    const mate = await someone()
    const { value } = await invite(core, captain, team, { phone: mate.phone, name: '友' })
    const statement = contest.scheme.entry.statements[0]!
    const tries = [
      changeTeam(core, stranger.id, team, input()),
      addBody(core, stranger.id, team, { uscc: someUscc(), name: 'x', lead: false }),
      leadBody(core, stranger.id, team, body),
      removeBody(core, stranger.id, team, body),
      invite(core, stranger.id, team, { phone: somePhone(), name: 'x' }),
      removeMember(core, stranger.id, team, value.id),
      handOver(core, stranger.id, team, value.id),
      setSeat(core, stranger.id, team, value.id, { bodyId: null, position: '', student: false }),
      acceptInvitation(core, stranger.id, value.id),
      declineInvitation(core, stranger.id, value.id),
      signStatement(core, stranger.id, team, { code: statement.code, digest: statementHash(statement) }),
      submitEntry(core, stranger.id, team, ''),
      withdrawEntry(core, stranger.id, team),
      mustBeMember(core, contest.id, stranger.id),
    ]
    expect(new Set(await Promise.all(tries.map(codeOf)))).toEqual(new Set(['NOT_FOUND']))
    expect(await teamById(core.db, team)).toMatchObject({ state: 'draft', captainId: captain })
    await acceptInvitation(core, mate.id, value.id)
    const captainsSeat = await memberId(team, captain)
    // A member is not the captain.
    const asMember = [
      changeTeam(core, mate.id, team, input()),
      invite(core, mate.id, team, { phone: somePhone(), name: 'x' }),
      removeMember(core, mate.id, team, captainsSeat),
      handOver(core, mate.id, team, value.id),
      submitEntry(core, mate.id, team, ''),
      withdrawEntry(core, mate.id, team),
    ]
    expect(new Set(await Promise.all(asMember.map(codeOf)))).toEqual(new Set(['TEAM_NOT_CAPTAIN']))
  })

  test('changes hands, is left, and takes a declined phone again', async () => {
    const { core } = space
    const { team, captain } = await whole()
    const mate = await someone()
    const { value } = await invite(core, captain, team, { phone: mate.phone, name: '友' })
    expect(await codeOf(invite(core, captain, team, { phone: mate.phone, name: '友' }))).toBe(
      'TEAM_MEMBER_THERE',
    )
    await declineInvitation(core, mate.id, value.id)
    expect(await codeOf(acceptInvitation(core, mate.id, value.id))).toBe('NOT_FOUND')
    const again = await invite(core, captain, team, { phone: mate.phone, name: '友' })
    expect(again.value.id).toBe(value.id)
    await acceptInvitation(core, mate.id, value.id)
    expect(await codeOf(removeMember(core, captain, team, await memberId(team, captain)))).toBe(
      'TEAM_CAPTAIN_STAYS',
    )
    await handOver(core, captain, team, value.id)
    expect(await teamById(core.db, team)).toMatchObject({ captainId: mate.id })
    expect((await membersOf(core.db, [team])).get(team)!.map(({ role }) => role)).toEqual([
      'captain',
      'member',
    ])
    await removeMember(core, captain, team, await memberId(team, captain))
    expect(await teamOfEntrant(core.db, contest.id, captain)).toBeNull()
    const left = await core.db
      .selectFrom('contest_statement')
      .selectAll()
      .where('entrant_id', '=', captain)
      .execute()
    expect(left).toEqual([])
  })

  test('has bodies by code: well made, once, one leading, none taken from its people', async () => {
    const { core } = space
    const { team, captain, body } = await whole()
    const add = (uscc: string) => addBody(core, captain, team, { uscc, name: '某机构', lead: false })
    expect(await codeOf(add('91310000MA0000001X'))).toBe('USCC_INVALID')
    const uscc = someUscc()
    const second = await add(` ${uscc.toLowerCase()} `)
    expect(await codeOf(add(uscc))).toBe('TEAM_BODY_THERE')
    await leadBody(core, captain, team, second.value.id)
    expect((await bodiesOf(core.db, [team])).get(team)!.map(({ lead }) => lead)).toEqual([true, false])
    expect(await codeOf(removeBody(core, captain, team, body))).toBe('TEAM_BODY_USED')
    await removeBody(core, captain, team, second.value.id)
    for (let at = 1; at < contest.scheme.entry.maxBodies; at += 1) await add(someUscc())
    expect(await codeOf(add(someUscc()))).toBe('TEAM_FULL')
  })

  test('is full when as many are invited as may be in it', async () => {
    const { core } = space
    const { team, captain } = await whole()
    const asked = Array.from({ length: contest.scheme.entry.maxMembers + 3 }, () =>
      codeOf(invite(core, captain, team, { phone: somePhone(), name: '友' })),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((one) => one === 'done')).toHaveLength(contest.scheme.entry.maxMembers - 1)
    expect(new Set(answers)).toEqual(new Set(['done', 'TEAM_FULL']))
  })

  test('is entered while entry is open, and not a moment later', async () => {
    const { core, clock } = space
    const { team, captain } = await whole()
    const late = await whole({ name: '二队' })
    clock.advance(contest.scheme.entry.closesAt - 1 - clock.now())
    await submitEntry(core, captain, team, '')
    clock.advance(1)
    const closed = [
      submitEntry(core, late.captain, late.team, ''),
      changeTeam(core, late.captain, late.team, input()),
      createTeam(core, (await someone()).id, contest.id, input()),
      importEntries(core, officer, contest.id, { text: 'x', dry: true }),
    ]
    expect(new Set(await Promise.all(closed.map(codeOf)))).toEqual(new Set(['CONTEST_NOT_OPEN']))
    // A supplement has a deadline of its own.
    await decide([team], 'supplement')
    clock.advance(contest.scheme.entry.supplementDays * 86_400_000 - 1)
    await changeTeam(core, captain, team, input({ title: '补' }))
    clock.advance(1)
    expect(await codeOf(submitEntry(core, captain, team, ''))).toBe('CONTEST_NOT_OPEN')
    await decide([team], 'reject')
  })

  test('is withdrawn from where it stands, and never again', async () => {
    const { core } = space
    for (const state of ['draft', 'submitted', 'supplement', 'admitted'] as const) {
      const { team, captain } = await makeTeam(core, contest, { state })
      await withdrawEntry(core, captain, team.id)
      expect(await teamById(core.db, team.id)).toMatchObject({ state: 'withdrawn', supplementUntil: null })
      expect(await codeOf(withdrawEntry(core, captain, team.id))).toBe('TEAM_STATE')
    }
    const { team, captain } = await makeTeam(core, contest, { state: 'rejected' })
    expect(await codeOf(withdrawEntry(core, captain, team.id))).toBe('TEAM_STATE')
  })
})

describe('at the same moment', () => {
  test('one person asked by two teams is in one', async () => {
    const { core } = space
    const [one, two] = [await whole(), await whole({ name: '二队' })]
    for (let round = 0; round < 4; round += 1) {
      const person = await someone()
      const asked = await Promise.all(
        [one, two].map(({ team, captain }) =>
          invite(core, captain, team, { phone: person.phone, name: '友' }),
        ),
      )
      const answers = await Promise.all(
        asked.map(({ value }) => codeOf(acceptInvitation(core, person.id, value.id))),
      )
      expect(answers.sort()).toEqual(['TEAM_PER_PERSON', 'done'])
      const standing = [one, two].map(async ({ team }) => (await membersOf(core.db, [team])).get(team)!)
      const found = (await Promise.all(standing)).flat().filter(({ entrantId }) => entrantId === person.id)
      expect(found).toHaveLength(1)
    }
  })

  test('one person makes one team', async () => {
    const person = await someone()
    const tries = await Promise.all([1, 2, 3, 4].map((at) => codeOf(make(person.id, { name: `队${at}` }))))
    expect(tries.sort()).toEqual(['TEAM_PER_PERSON', 'TEAM_PER_PERSON', 'TEAM_PER_PERSON', 'done'])
  })

  test('the last place of a quota is given once', async () => {
    const { core } = space
    contest = await makeContest(core, {
      actor: officer,
      change: (scheme) => ({ ...scheme, entry: { ...scheme.entry, quota: 3 } }),
    })
    const teams = await Promise.all(
      Array.from({ length: 8 }, () => makeTeam(core, contest, { state: 'submitted' })),
    )
    const answers = await Promise.all(teams.map(({ team }) => codeOf(decide([team.id], 'admit'))))
    expect(answers.filter((one) => one === 'done')).toHaveLength(3)
    expect(answers.filter((one) => one === 'ENTRY_QUOTA')).toHaveLength(5)
    expect(await teamsIn(core.db, contest.id, ['admitted'])).toHaveLength(3)
    // Who withdraws makes room.
    const [gone] = await teamsIn(core.db, contest.id, ['admitted'])
    await withdrawEntry(core, gone!.captainId, gone!.id)
    const [waiting] = await teamsIn(core.db, contest.id, ['submitted'])
    expect(await codeOf(decide([waiting!.id], 'admit'))).toBe('done')
  })

  test('numbers run on without a gap, and none is given twice', async () => {
    const { core } = space
    const teams = await Promise.all(Array.from({ length: 12 }, (_, at) => whole({ name: `队${at}` })))
    const numbers = await Promise.all(teams.map(({ team, captain }) => submitEntry(core, captain, team, '')))
    expect(numbers.map(({ number }) => number).sort()).toEqual(
      Array.from({ length: 12 }, (_, at) => `01-${String(at + 1).padStart(4, '0')}`),
    )
  })

  test('two decisions about one team: one is taken', async () => {
    const { team } = await makeTeam(space.core, contest, { state: 'submitted' })
    const answers = await Promise.all([
      codeOf(decide([team.id], 'admit')),
      codeOf(decide([team.id], 'reject')),
    ])
    expect(answers.sort()).toEqual(['TEAM_STATE', 'done'])
    expect((await kindsOf(team.id)).filter((kind) => /admitted|rejected/.test(kind))).toHaveLength(1)
  })
})

describe('many decided at once', () => {
  test('all or none: one that cannot be is named, and nothing is done', async () => {
    const { core } = space
    const open = await makeTeam(core, contest, { state: 'submitted' })
    const draft = await makeTeam(core, contest, { state: 'draft' })
    const foreign = await makeTeam(core, await makeContest(core), { state: 'submitted' })
    const ids = [open.team.id, draft.team.id, foreign.team.id]
    await expect(decide(ids, 'admit')).rejects.toMatchObject({
      code: 'ENTRY_BULK',
      detail: {
        refused: expect.arrayContaining([
          expect.objectContaining({ teamId: draft.team.id, code: 'TEAM_STATE' }),
          expect.objectContaining({ teamId: foreign.team.id, code: 'NOT_FOUND', number: null }),
        ]) as unknown,
      },
    })
    expect(await teamById(core.db, open.team.id)).toMatchObject({ state: 'submitted' })
    const { done, refused } = await decide(ids, 'admit', { mode: 'each' })
    expect(done).toEqual([open.team.id])
    expect(refused.map(({ teamId }) => teamId).sort()).toEqual([draft.team.id, foreign.team.id].sort())
    expect(await teamById(core.db, foreign.team.id)).toMatchObject({ state: 'submitted' })
  })

  test('places go to whoever came first', async () => {
    const { core, clock } = space
    contest = await makeContest(core, {
      actor: officer,
      change: (scheme) => ({ ...scheme, entry: { ...scheme.entry, quota: 2 } }),
    })
    const made = []
    for (let at = 0; at < 4; at += 1) {
      made.push((await makeTeam(core, contest, { state: 'submitted' })).team.id)
      clock.advance(1000)
    }
    const { done, refused } = await decide(made.toReversed(), 'admit', { mode: 'each' })
    expect(done).toEqual(made.slice(0, 2))
    expect(refused.map(({ code }) => code)).toEqual(['ENTRY_QUOTA', 'ENTRY_QUOTA'])
  })

  test('needs a reason to say no, and a deadline that lies ahead', async () => {
    const { team } = await makeTeam(space.core, contest, { state: 'submitted' })
    for (const decision of ['reject', 'supplement', 'reopen'] as const)
      expect(await codeOf(decide([team.id], decision, { reason: '' }))).toBe('ENTRY_REASON')
    const now = space.clock.now()
    for (const until of [now, now + 61 * 86_400_000])
      expect(await codeOf(decide([team.id], 'supplement', { until }))).toBe('ENTRY_DEADLINE')
    await decide([team.id], 'reject')
    await decide([team.id], 'reopen')
    expect(await teamById(space.core.db, team.id)).toMatchObject({ state: 'submitted', decidedAt: null })
  })
})

describe('who one is', () => {
  test('a number is kept as a keyed hash and a mask, and belongs to one person, at one moment too', async () => {
    const { core } = space
    const certno = someCertno()
    const people = await Promise.all([1, 2, 3].map(() => someone()))
    const answers = await Promise.all(people.map(({ id }) => codeOf(verify(id, certno))))
    expect(answers.sort()).toEqual(['ENTRANT_CERT_TAKEN', 'ENTRANT_CERT_TAKEN', 'done'])
    const rows = await core.db
      .selectFrom('contest_entrant')
      .selectAll()
      .where('cert_mask', 'is not', null)
      .execute()
    const row = rows.find(({ id }) => people.some((one) => one.id === id))!
    expect(row.cert_mask).toMatch(/^3\*{16}.$/)
    expect(JSON.stringify(rows)).not.toContain(certno)
    // Without the key the hash says nothing: it is no plain hash of the number.
    expect(row.cert_key!.toString('hex')).not.toBe(digestOf(certno))
    expect(await codeOf(changeProfile(core, row.id, { name: '别人', email: '' }))).toBe('ENTRANT_VERIFIED')
    expect(await codeOf(verify(row.id))).toBe('ENTRANT_VERIFIED')
    await changeProfile(core, row.id, { name: '某人', email: 'a@example.org' })
  })

  test.each(['310000199001010011', '310000199013010012', '31000019900101001', 'x'.repeat(18)])(
    'a number that is not well made does not pass: %s',
    async (certno) => {
      expect(await codeOf(verify((await someone()).id, certno))).toBe('ENTRANT_REAL_NAME_FAILED')
    },
  )

  test('ten tries are enough', async () => {
    const { id } = await someone()
    for (let at = 0; at < 10; at += 1)
      expect(await codeOf(verify(id, '1'.repeat(18)))).toBe('ENTRANT_REAL_NAME_FAILED')
    expect(await codeOf(verify(id))).toBe('ENTRANT_LOCKED')
  })

  test('without a service an organiser looks at a paper, which goes either way', async () => {
    const { core } = space
    const { id } = await someone()
    const ask = (bytes: Buffer | null) =>
      verifyEntrant(core, null, id, {
        name: '真名',
        certno: 'E12345678',
        paper: bytes && { name: 'statement.pdf', bytes },
      })
    expect(await codeOf(ask(null))).toBe('ENTRANT_PAPER')
    expect(await codeOf(ask(Buffer.from('<html>')))).toBe('ENTRANT_PAPER')
    await ask(Buffer.from('%PDF-1.7 synthetic'))
    expect(await profileOf(core, id)).toMatchObject({ realName: 'waiting', name: '某人' })
    const judge = (right: boolean, reason = '') =>
      judgePaper(core, officer, { contest: contest.id, entrant: id }, { right, reason })
    expect(await codeOf(judge(false))).toBe('ENTRY_REASON')
    await judge(false, '看不清')
    expect(await codeOf(judge(true))).toBe('NOT_FOUND')
    await ask(Buffer.from('%PDF-1.7 synthetic again'))
    await judge(true)
    expect(await profileOf(core, id)).toMatchObject({
      realName: 'verified',
      name: '真名',
      certMask: 'E*******8',
    })
    expect(await core.db.selectFrom('contest_entrant_paper').selectAll().execute()).toEqual([])
  })
})

describe('what the organiser is told', () => {
  test('one person and one work twice, as pairs', async () => {
    const { core } = space
    contest = await makeContest(core, {
      actor: officer,
      change: (scheme) => ({ ...scheme, entry: { ...scheme.entry, teamsPerPerson: 2 } }),
    })
    const intro = '用可信数据空间中的结算数据训练模型识别不合理用药与重复收费并给出可解释的依据'
    const uscc = someUscc()
    const one = await makeTeam(core, contest, {
      title: '智能 审核',
      intro,
      members: ['张三'],
      bodies: [{ uscc, name: '甲' }],
    })
    const two = await makeTeam(core, contest, {
      title: '智能审核',
      members: ['张三'],
      bodies: [{ uscc, name: '甲' }],
    })
    const three = await makeTeam(core, contest, { title: '别的', intro: `${intro}等`, members: ['李四'] })
    await makeTeam(core, contest, { title: '智能审核', intro, state: 'withdrawn' })
    const person = await someone('王五')
    for (const { team } of [two, three])
      await core.db
        .insertInto('contest_member')
        .values({
          id: crypto.randomUUID(),
          team_id: team.id,
          entrant_id: person.id,
          phone: person.phone,
          name: '王五',
          role: 'member',
          state: 'accepted',
          position: '',
          student: false,
          invited_at: 0,
          answered_at: 0,
        })
        .execute()
    const pairs = await pairsIn(core, contest.id, false)
    const said = pairs.map(({ kind, a, b, who }) => [kind, [a.id, b.id].sort().join(' '), who])
    const of = (a: { team: { id: string } }, b: { team: { id: string } }) =>
      [a.team.id, b.team.id].sort().join(' ')
    expect(said).toHaveLength(4)
    expect(said).toEqual(
      expect.arrayContaining([
        ['person', of(two, three), '王*'],
        ['same_name', of(one, two), '张*'],
        ['title', of(one, two), null],
        ['intro', of(one, three), null],
      ]),
    )
  })

  test('a file of entries makes invited captains, all lines or none', async () => {
    const { core } = space
    const [captain, mate] = [somePhone(), somePhone()]
    const head = 'team,title,division,captain,phone,members,body,uscc,intro'
    const good = `导入队,导入作品,${division()},队长,${captain},队员:${mate},示例医院,${someUscc()},`
    const load = (text: string, dry = false) => importEntries(core, officer, contest.id, { text, dry })
    await expect(load(`${head}\n${good}\n坏队,坏,nowhere,谁,1,,,,`)).rejects.toMatchObject({
      code: 'ENTRY_IMPORT',
      detail: {
        problems: [
          { line: 3, code: 'division' },
          { line: 3, code: 'phone' },
        ],
      },
    })
    expect(await teamsIn(core.db, contest.id)).toEqual([])
    expect(await load(`${head}\n${good}`, true)).toEqual({ teams: 1 })
    expect(await teamsIn(core.db, contest.id)).toEqual([])
    const twice = await Promise.all([codeOf(load(`${head}\n${good}`)), codeOf(load(`${head}\n${good}`))])
    expect(twice.sort()).toEqual(['ENTRY_IMPORT', 'done'])
    const [team] = await teamsIn(core.db, contest.id)
    expect(team).toMatchObject({ name: '导入队', state: 'draft' })
    // Nobody is in a team who did not say so.
    expect((await membersOf(core.db, [team!.id])).get(team!.id)).toEqual([])
    expect(await codeOf(submitEntry(core, team!.captainId, team!.id, ''))).toBe('NOT_FOUND')
    const { id } = await core.db
      .selectFrom('contest_member')
      .select('id')
      .where('phone', '=', captain)
      .executeTakeFirstOrThrow()
    await acceptInvitation(core, team!.captainId, id)
    await mustBeCaptain(core, contest.id, team!.captainId)
  })

  test('a thousand lines are made at once', async () => {
    const { core } = space
    const lines = Array.from({ length: 1000 }, (_, at) => {
      const phone = () => somePhone()
      return `队${at},作品${at},${division()},队长,${phone()},甲:${phone()};乙:${phone()},大学,${someUscc()},`
    })
    const text = ['team,title,division,captain,phone,members,body,uscc,intro', ...lines].join('\n')
    expect(await importEntries(core, officer, contest.id, { text, dry: false })).toEqual({ teams: 1000 })
    const { count } = await core.db
      .selectFrom('contest_member as m')
      .innerJoin('contest_team as t', 't.id', 'm.team_id')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('t.contest_id', '=', contest.id)
      .executeTakeFirstOrThrow()
    expect(count).toBe(3000)
  })

  test('what is destroyed names nobody any more, and who is in another contest stays known', async () => {
    const { core } = space
    const { team, members } = await makeTeam(core, contest, { members: 3 })
    const other = await makeContest(core)
    const elsewhere = await makeTeam(core, other, { members: 1 })
    const stays = members[2]!.entrantId
    await core.db
      .updateTable('contest_member')
      .set({ entrant_id: stays, phone: members[2]!.phone })
      .where('team_id', '=', elsewhere.team.id)
      .execute()
    for (const one of entryDestroyers) {
      const held = await one.list(core, contest.id, null, 100)
      await one.destroy(
        core,
        contest.id,
        held.map(({ id }) => id),
      )
      expect(await one.list(core, contest.id, null, 100)).toEqual([])
    }
    const left = (await membersOf(core.db, [team.id])).get(team.id)!
    expect(left.map(({ phone }) => phone.startsWith('erased:'))).toEqual([true, true, false])
    expect(left.filter(({ name }) => name !== '').map(({ entrantId }) => entrantId)).toEqual([stays])
  })
})

test('the demo’s entries are made once, and a killed start goes on', async () => {
  const { core } = space
  await makeDemoEntries(core, officer, contest)
  const states = async () => (await teamsIn(core.db, contest.id)).map(({ state }) => state).sort()
  const made = ['admitted', 'admitted', 'draft', 'submitted', 'submitted', 'supplement']
  expect(await states()).toEqual(made)
  await makeDemoEntries(core, officer, contest)
  expect(await states()).toEqual(made)
  expect((await pairsIn(core, contest.id, true)).map(({ kind }) => kind)).toEqual(['intro'])
})
