import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import type { JobHandler } from '../../../platform/jobs/jobs.ts'
import { openOffer } from '../../../flow/policy/index.ts'
import { contractById } from '../../../flow/contract/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { openIdentity, userById } from '../../../safeguard/identity/index.ts'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { makeTeam, someUscc, testTools } from '../../entry/entry.fixture.ts'
import type { Team } from '../../entry/index.ts'
import { makeContest } from '../../scheme/contest.fixture.ts'
import type { Contest } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { FINAL_ROOMS, noFinalPorts, shortlist, withFinal } from '../final.fixture.ts'
import type { FinalPorts, NewSeat } from '../model.ts'
import { ADMISSION_JOB, registerAdmission, startAdmission } from './job.ts'
import { ownAccount, ownFinal } from './own.ts'
import { setFinal } from './settings.ts'
import { takeFinalists } from './take.ts'
import { finalistViews, finalView, offerChoices } from './views.ts'

let space: ContractSpace
let core: Core
let tools: ContestTools
let contest: Contest
let handler: JobHandler<{ contestId: string }>
let fresh: Team
let known: Team
let offerId: string
const opened: NewSeat[] = []
const asked: boolean[] = []

beforeAll(async () => {
  space = await contractSpace({}, FINAL_ROOMS)
  // The queue is tested elsewhere: here a job is run by hand, in whose name and as far as the test likes.
  const jobs = {
    register: (_: string, work: never) => void (handler = work),
    enqueue: async () => crypto.randomUUID(),
    list: async () => [],
  }
  core = { ...space.core, jobs: jobs as never }
  const final: FinalPorts = {
    ...noFinalPorts,
    seats: {
      ...noFinalPorts.seats,
      open: async (_, rows) => {
        opened.push(...rows)
        return crypto.randomUUID()
      },
      of: async () => new Map(opened.map(({ projectId }) => [projectId, { seatId: crypto.randomUUID() }])),
      askCheckIn: async (_, __, on) => void asked.push(on),
    },
  }
  tools = testTools(core, { final })
  registerAdmission(tools)
  contest = await makeContest(core, { actor: organiser(), change: withFinal() })
  const insurer = await core.db
    .selectFrom('participant')
    .select('uscc')
    .where('id', '=', space.officer('insurer').participantId)
    .executeTakeFirstOrThrow()
  fresh = (await makeTeam(core, contest, { members: 3, bodies: [{ uscc: someUscc(), name: '新高校' }] })).team
  known = (await makeTeam(core, contest, { members: 1, bodies: [{ uscc: insurer.uscc, name: '保险' }] })).team
  await shortlist(core, contest, [fresh, known])
  const policy = space.policy({ purposes: ['contest_modelling'] })
  const offer = await openOffer(core, space.officer('bureau'), { productId: space.productId, policy })
  offerId = offer.value.id
}, 120_000)
afterAll(() => space?.stop())

const organiser = () => space.officer('operator')
async function runAs(actor: UserActor, signal = new AbortController().signal): Promise<Json> {
  await startAdmission(tools, actor, contest.id)
  return handler({ id: ADMISSION_JOB, input: { contestId: contest.id }, actor, signal, progress: () => {} })
}
const standing = async (actor = organiser()) =>
  Object.fromEntries(
    (await finalistViews(tools, actor, contest.id)).map((one) => [
      one.teamId === fresh.id ? 'fresh' : 'known',
      `${one.step} ${one.who} ${one.problem?.code ?? ''}`.trim(),
    ]),
  )
async function captain(): Promise<UserActor> {
  const row = await core.db
    .selectFrom('contest_finalist_member')
    .select('user_id')
    .where('entrant_id', '=', fresh.captainId)
    .executeTakeFirstOrThrow()
  const user = (await userById(core, row.user_id!))!
  return { kind: 'user', userId: user.id, participantId: user.participantId, roles: user.roles }
}

test('finalists go into the space step by step, each act by whose office it is', async () => {
  expect(await takeFinalists(core, organiser(), contest.id)).toBe(2)
  expect(await takeFinalists(core, organiser(), contest.id)).toBe(0)
  expect((await offerChoices(core)).find(({ id }) => id === offerId)?.tables[0]?.columns).toHaveLength(3)
  const settings = {
    offers: [{ offerId, division: null, teamId: null, columns: { setl_d: ['age', 'medfee_sumamt'] } }],
    needs: {
      purposeDetail: '用去标识化结算数据建立住院费用模型。',
      environment: '02' as const,
      outputs: ['table' as const, 'model' as const],
      retentionDays: 30,
      safeguards: [],
    },
    checkin: true,
    zones: ['A 区'],
    presidingId: null,
  }
  await expect(
    setFinal(core, organiser(), contest.id, {
      ...settings,
      offers: [{ ...settings.offers[0]!, columns: { setl_d: ['certno'] } }],
    }),
  ).rejects.toMatchObject({ code: 'FINAL_COLUMN' })
  await expect(
    setFinal(core, organiser(), contest.id, { ...settings, presidingId: space.officer('bureau').userId }),
  ).rejects.toMatchObject({ code: 'FINAL_PRESIDING' })
  await setFinal(core, organiser(), contest.id, settings)

  // The organiser alone gets nobody in.
  await runAs(organiser())
  expect(await standing()).toEqual({
    fresh: 'body system_administrator',
    known: 'members system_administrator',
  })
  const bystander = space.officer('other')
  await expect(startAdmission(tools, bystander, contest.id)).rejects.toMatchObject({
    code: 'FINAL_NOT_CONCERNED',
  })
  await expect(finalView(tools, bystander, contest.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  await runAs(await space.colleague('operator', ['system_administrator']))
  expect(await standing()).toEqual({ fresh: 'officer security_officer', known: 'request team' })
  expect(await captain()).toMatchObject({ roles: ['developer'] })
  await runAs(await space.colleague('operator', ['security_officer']))
  expect(await standing()).toEqual({ fresh: 'request team', known: 'request team' })
  expect(await captain()).toMatchObject({ roles: ['developer', 'data_officer'] })

  // Each body asks for itself.
  await runAs(await captain())
  expect(await standing()).toEqual({ fresh: 'approval provider', known: 'request team' })
  expect((await finalistViews(tools, await captain(), contest.id)).map(({ teamId }) => teamId)).toEqual([
    fresh.id,
  ])
  await runAs(space.officer('insurer'))
  await runAs(space.officer('bureau'))
  expect(await standing()).toEqual({ fresh: 'contract team', known: 'contract team' })
  await runAs(await captain())
  await runAs(space.officer('insurer'))
  expect(await standing()).toEqual({ fresh: 'seat operator', known: 'seat operator' })

  // The minimal data set, an assessment before use, and contracts in force.
  const requests = await core.db.selectFrom('access_request').selectAll().execute()
  expect(requests.map(({ risk_level: level }) => level !== null)).toEqual([true, true])
  for (const { contract_id: id } of requests) {
    const contract = (await contractById(core, id!))!
    expect(contract.state).toBe('active')
    expect(contract.terms.policy.columns).toEqual({ setl_d: { age: 'group', medfee_sumamt: 'measure' } })
  }
  await runAs(organiser())
  expect(opened).toHaveLength(2)
  expect(asked.at(-1)).toBe(true)
  expect(await standing()).toEqual({ fresh: 'ready null', known: 'ready null' })
  expect(await finalView(tools, organiser(), contest.id)).toMatchObject({
    ready: 2,
    taken: 2,
    shortlisted: 2,
  })
})

test('run again by everybody, nothing is made twice', async () => {
  const count = async () =>
    Promise.all(
      (['app_user', 'participant', 'access_request', 'contract', 'project'] as const).map(
        async (table) =>
          (
            await core.db
              .selectFrom(table)
              .select((eb) => eb.fn.countAll<number>().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
      ),
    )
  const before = await count()
  for (const actor of [organiser(), await captain(), space.officer('insurer'), space.officer('bureau')])
    await runAs(actor)
  expect(await count()).toEqual(before)
  expect(opened).toHaveLength(2)
})

test('cut off before its own books were written, it finds what it made', async () => {
  const sysadmin = await space.colleague('operator', ['system_administrator'])
  const users = () => core.db.selectFrom('app_user').select('id').execute()
  const before = (await users()).length
  await core.db
    .updateTable('contest_finalist_member')
    .set({ user_id: null })
    .where('team_id', '=', fresh.id)
    .execute()
  await runAs(sysadmin)
  // The accounts of the team were found by their log-ins.
  expect((await users()).length).toBe(before)
  expect(
    (await finalistViews(tools, organiser(), contest.id)).every(
      ({ accounts, members }) => accounts === members,
    ),
  ).toBe(true)
  await core.db.deleteFrom('contest_finalist_request').where('team_id', '=', fresh.id).execute()
  expect((await standing()).fresh).toBe('request team')
  await runAs(await captain())
  expect((await standing()).fresh).toBe('ready null')
  expect(await core.db.selectFrom('access_request').select('id').execute()).toHaveLength(2)
})

test('a problem stands beside its team and holds up no other', async () => {
  const stuck = (await makeTeam(core, contest, { bodies: [] })).team
  const fine = (await makeTeam(core, contest, { bodies: [{ uscc: someUscc(), name: '另一高校' }] })).team
  await shortlist(core, contest, [stuck, fine])
  await takeFinalists(core, organiser(), contest.id)
  await runAs(await space.colleague('operator', ['system_administrator']))
  const views = await finalistViews(tools, organiser(), contest.id)
  expect(views.find(({ teamId }) => teamId === stuck.id)).toMatchObject({
    step: 'body',
    problem: { code: 'FINAL_NO_BODY' },
  })
  expect(views.find(({ teamId }) => teamId === fine.id)).toMatchObject({ step: 'officer', problem: null })
})

test('cancelled, it stops between two teams', async () => {
  const gone = new AbortController()
  gone.abort('cancel')
  await expect(runAs(await captain(), gone.signal)).rejects.toBe('cancel')
})

test('the link to the account goes to the finalist alone, until it is used', async () => {
  const identity = openIdentity(core)
  const own = await ownFinal(core, contest.id, fresh.captainId)
  expect(own).toMatchObject({ account: 'invited', here: false, place: null })
  const { path } = await ownAccount(core, identity, contest.id, fresh.captainId)
  expect(path).toMatch(/^\/invitation\/.{20,}/)
  await core.db.updateTable('app_user').set({ state: 'active' }).where('login', '=', own.login).execute()
  await expect(ownAccount(core, identity, contest.id, fresh.captainId)).rejects.toMatchObject({
    code: 'USER_STATE',
  })
  await expect(ownFinal(core, contest.id, crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
