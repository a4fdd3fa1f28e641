import type { UserActor } from '../../kernel/actor.ts'
import { createJobs } from '../../platform/jobs/index.ts'
import type { BodyRole, UserRole } from '../../kernel/roles.ts'
import { consentMigrations } from '../../flow/consent/index.ts'
import type { ContractView } from '../../flow/contract/index.ts'
import { decisionMigrations } from '../../flow/decision/index.ts'
import type { Disclosure, PolicyInput } from '../../flow/policy/index.ts'
import { type Finding, historyMigrations } from '../check/index.ts'
import { createRuns, NO_ORIGIN, runMigrations, type Runs } from '../run/index.ts'
import { openRequest } from './actions/draft.ts'
import { takeFile } from './actions/files.ts'
import { giveOpinion } from './actions/opinion.ts'
import { submitRequest } from './actions/submit.ts'
import { type Airlock, airlockMigrations, createAirlock, type FileContext, type NewOpinion } from './index.ts'
import { requestView } from './view.ts'
import { currentFiles, filesOf } from './store.ts'
import { type ContractSpace, contractSpace } from '../../../test/support/contracts.ts'

/** The airlock over a real database, log and runs; the seat's folder is a map, and what the machine finds is stated. */
export interface AirlockSpace extends Omit<ContractSpace, 'contract'> {
  readonly airlock: Airlock
  readonly runs: Runs
  readonly contract: ContractView
  readonly author: UserActor
  /** Checkers of the operator: 1, 2 and 3. */
  readonly checkers: readonly [UserActor, UserActor, UserActor]
  /** The operator's data officer. */
  readonly releaser: UserActor
  readonly seatId: string
  /** Path → bytes of the seat. */
  readonly seatFiles: Map<string, Buffer>
  /** Users who were in the seat. */
  readonly inSeat: string[]
  /** Rows that the team may still be shown. */
  readonly viewRows: { left: number }
  /** What the machine finds in a path. */
  readonly findings: Map<string, Finding[]>
  person(bodyRoles: readonly BodyRole[], roles: readonly UserRole[], bodyId?: string): Promise<UserActor>
  /** A draft with these files, 计数.csv where left out. */
  draft(files?: readonly string[]): Promise<string>
  /** A request that people look at. */
  submitted(files?: readonly string[]): Promise<string>
  /** Hands in and waits for the machine. */
  submit(id: string): Promise<void>
  opinion(by: UserActor, id: string, decision: NewOpinion['decision']): Promise<void>
  approved(): Promise<string>
}

export const CONTEXT: FileContext = {
  shows: '各年龄组人数',
  how: '按年龄组计数并取整',
  persons: 1200,
  kind: 'statistics',
  countColumns: ['n'],
}

export const NO_REASON = { reasons: [], text: '' }
const REASON = { reasons: ['unrounded' as const], text: '请取整' }

export async function airlockSpace(
  disclosure: Partial<Disclosure> = {},
  settings: Record<string, unknown> = {},
): Promise<AirlockSpace> {
  const base = await contractSpace(settings, [
    decisionMigrations,
    consentMigrations,
    runMigrations,
    historyMigrations,
    airlockMigrations,
  ])
  const { clock, random, log, db } = base.core
  const jobs = createJobs({ db, clock, random, log })
  const core = { ...base.core, jobs }
  const runs = createRuns(core)
  const seatId = crypto.randomUUID()
  const seatFiles = new Map([['计数.csv', Buffer.from('age,n\n0-9,120\n10-19,340\n')]])
  const findings = new Map<string, Finding[]>()
  const inSeat: string[] = []
  const policy = (): PolicyInput =>
    base.policy({
      disclosure: { outputs: ['table', 'chart', 'model', 'report', 'file'], ...disclosure },
    })
  const contract = await base.active({ policy: policy() })
  const airlock = createAirlock(core, runs, {
    files: {
      async read(_, __, path) {
        const bytes = seatFiles.get(path)
        if (!bytes) throw new Error(`no such file in the seat: ${path}`)
        return { bytes, projectId: contract.terms.projectId, contractIds: [contract.id] }
      },
      people: async () => inSeat,
    },
    views: async (_, rows) => Math.min(rows, space.viewRows.left),
    async inspect(file) {
      const found = findings.get(file.path) ?? []
      const verdict = found.some((one) => one.verdict === 'fail')
        ? 'fail'
        : found.length > 0
          ? 'review'
          : 'pass'
      return {
        verdict,
        findings: found,
        record: [{ rule: 'small-count', looked: 2, found: found.length, verdict }],
        aids: [],
      }
    },
  })
  await jobs.start()
  await db
    .updateTable('participant')
    .set({ roles: ['operator'] })
    .where('id', '=', base.officer('operator').participantId)
    .execute()
  const operator = base.officer('operator')
  const author = await base.colleague('insurer', ['developer'])
  const checkers = [
    await base.colleague('operator', ['output_checker']),
    await base.colleague('operator', ['output_checker']),
    await base.colleague('operator', ['expert']),
  ] as const
  const space: AirlockSpace = {
    ...base,
    core,
    airlock,
    runs,
    contract,
    author,
    checkers,
    releaser: operator,
    seatId,
    seatFiles,
    inSeat,
    viewRows: { left: 1_000_000 },
    findings,
    person: (bodyRoles, roles, bodyId) => person(core, bodyRoles, roles, bodyId),
    async draft(files = ['计数.csv']) {
      const { value: id } = await openRequest(airlock, author, {
        projectId: contract.terms.projectId,
        seatId,
        title: '年龄分布',
      })
      for (const path of files) await takeFile(airlock, author, id, { path, context: CONTEXT }, NO_ORIGIN)
      return id
    },
    async submit(id) {
      const { value: jobId } = await submitRequest(airlock, author, id)
      const job = await jobs.finished(jobId)
      if (job.state !== 'done') throw new Error(`inspection ${job.state}: ${job.error?.en ?? ''}`)
    },
    async submitted(files) {
      const id = await space.draft(files)
      await space.submit(id)
      return id
    },
    async opinion(by, id, decision) {
      const files = currentFiles(await filesOf(db, [id]))
      const ok = decision === 'approve'
      const perFile = files.map((file) => ({ fileId: file.id, ok, text: '' }))
      await giveOpinion(airlock, by, id, { decision, ...(ok ? NO_REASON : REASON), perFile })
    },
    async approved() {
      const id = await space.submitted()
      await space.opinion(checkers[0], id, 'approve')
      await space.opinion(checkers[1], id, 'approve')
      return id
    },
    stop: async () => {
      await jobs.stop()
      await runs.settled()
      await base.stop()
    },
  }
  return space
}

let made = 0
async function person(
  core: AirlockSpace['core'],
  bodyRoles: readonly BodyRole[],
  roles: readonly UserRole[],
  bodyId?: string,
): Promise<UserActor> {
  const now = core.clock.now()
  const participantId = bodyId ?? crypto.randomUUID()
  if (bodyId === undefined)
    await core.db
      .insertInto('participant')
      .values({
        id: participantId,
        uscc: `T${String(++made).padStart(17, '0')}`,
        name_zh: '主体',
        name_en: 'body',
        roles: [...bodyRoles],
        region_code: '310000',
        state: 'active',
        created_at: now,
        updated_at: now,
      })
      .execute()
  const userId = crypto.randomUUID()
  await core.db
    .insertInto('app_user')
    .values({
      id: userId,
      participant_id: participantId,
      login: userId,
      display_name: 'person',
      roles: [...roles],
      state: 'active',
      password: null,
      demo: false,
      created_at: now,
      updated_at: now,
    })
    .execute()
  return { kind: 'user', userId, participantId, roles }
}

export const stateOf = async (space: AirlockSpace, id: string, by = space.author) =>
  (await requestView(space.core, by, id)).state

/** Jumps to a state without the way there: for tests of what is forbidden from it. */
export async function forceState(space: AirlockSpace, id: string, state: string): Promise<void> {
  const now = space.clock.now()
  const out = ['released', 'revoked'].includes(state)
  await space.core.db
    .updateTable('airlock_request')
    .set({
      state: state as never,
      released_at: out ? now : null,
      revoked_at: state === 'revoked' ? now : null,
    })
    .where('id', '=', id)
    .execute()
}
