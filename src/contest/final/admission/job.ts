import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { JobView } from '../../../platform/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { openIdentity, participantById } from '../../../safeguard/identity/index.ts'
import { type Contest, contestById } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { finalSettings } from '../store.ts'
import { type Candidate, candidates } from './facts.ts'
import { type Act, mayDo, openActs } from './steps.ts'
import { perform, type Working } from './work.ts'

export const ADMISSION_JOB = 'contest-admission'

/** A team has fewer steps than this: one that needs more goes round in a circle. */
const MOST_ACTS = 60
const RUNNING = ['queued', 'active']

/**
 * Goes on with the admission of all finalists, as far as the one who asks may: as system administrator, security
 * officer, officer of a team's body, of a provider or of the operator. The rest stays open with who must act.
 * @throws XinyuError NOT_FOUND, FINAL_NOT_CONCERNED, FINAL_RUNNING
 */
export async function startAdmission(
  tools: ContestTools,
  actor: UserActor,
  contestId: string,
): Promise<string> {
  const { core } = tools
  const contest = await contestById(core, contestId)
  const open = await doableActs(tools, contest, actor)
  if (open === null) throw new XinyuError('FINAL_NOT_CONCERNED')
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('contest_final')
      .select('contest_id')
      .where('contest_id', '=', contestId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('CONTEST_NO_FINALISTS')
    // One at a time for each body, since each act belongs to one: two at once could invite a person twice.
    if (await runningJob(core, actor.participantId)) throw new XinyuError('FINAL_RUNNING')
    const jobId = await core.jobs.enqueue(tx, actor, ADMISSION_JOB, { contestId })
    note({ kind: 'contest.admission_started', subject: { contest: contestId, job: jobId } })
    return jobId
  })
  return value
}

/** The admission that a body has under way. */
export async function runningJob(core: Core, participantId: string): Promise<JobView | undefined> {
  const job = await latestJob(core, participantId)
  return job && RUNNING.includes(job.state) ? job : undefined
}

/** A body's last admission, while it is among its newest works. */
export async function latestJob(core: Core, participantId: string): Promise<JobView | undefined> {
  const jobs = await core.jobs.list({ ownerParticipant: participantId, limit: 100 })
  return jobs.find(({ kind }) => kind === ADMISSION_JOB)
}

/** How many things the actor may do now; null: the admission of this contest is none of their business. */
export async function doableActs(
  tools: ContestTools,
  contest: Contest,
  actor: UserActor,
): Promise<number | null> {
  const { core, ports } = tools
  const isOperator = await operator(core, actor)
  const organises = contest.organiserId === actor.participantId && actor.roles.includes('data_officer')
  const all = await candidates(core, ports.final, contest)
  const acts = all.flatMap((one) => openActs(one.facts))
  const may = acts.filter((one) => mayDo(one, actor, isOperator)).length
  const office = actor.roles.some((role) => role === 'system_administrator' || role === 'security_officer')
  const party = all.some((one) => concerns(one, actor))
  return may > 0 || office || organises || party ? may : null
}

/** Officers of the team's body and of the bodies that it asks. */
export const concerns = ({ facts }: Candidate, actor: UserActor): boolean =>
  actor.roles.includes('data_officer') &&
  (facts.body?.id === actor.participantId ||
    facts.requests.some(({ providerId }) => providerId === actor.participantId))

export const operator = async (core: Core, actor: UserActor): Promise<boolean> =>
  (await participantById(core, actor.participantId))?.roles.includes('operator') ?? false

export function registerAdmission(tools: ContestTools): void {
  const { core, ports } = tools
  const identity = openIdentity(core, { demo: ports.demo, spaceName: ports.spaceName })
  core.jobs.register<{ contestId: string }>(
    ADMISSION_JOB,
    async ({ input, actor, signal, progress }): Promise<Json> => {
      if (actor.kind !== 'user') throw new XinyuError('FINAL_NOT_CONCERNED')
      const contest = await contestById(core, input.contestId)
      const working: Working = { core, identity, contest, actor }
      const isOperator = await operator(core, actor)
      const all = await candidates(core, ports.final, contest)
      let done = 0
      let failed = 0
      for (const [at, { team, facts }] of all.entries()) {
        signal.throwIfAborted()
        progress(at / all.length, 'contest.admitting', { done: at, total: all.length })
        // Most who ask are concerned by one team of many.
        if (!openActs(facts).some((one) => may(one, actor, isOperator, new Set()))) continue
        const result = await oneTeam(working, team.id, isOperator)
        done += result.done
        failed += result.failed
      }
      const seats = isOperator ? await openSeats(tools, contest, actor) : 0
      return { teams: all.length, done, failed, seats }
    },
  )

  /** Everything that may be done for one team; it stops at what it may not do, or at the first problem. */
  async function oneTeam(working: Working, teamId: string, isOperator: boolean) {
    let done = 0
    const tried = new Set<string>()
    for (let turn = 0; turn < MOST_ACTS; turn++) {
      const [one] = await candidates(core, ports.final, working.contest, teamId)
      const next = one && openActs(one.facts).find((open) => may(open, working.actor, isOperator, tried))
      if (!one || !next) break
      tried.add(keyOf(next))
      try {
        await perform(working, one, next)
        done++
      } catch (error) {
        await writeProblem(working.contest.id, teamId, shown(error))
        return { done, failed: 1 }
      }
    }
    await writeProblem(working.contest.id, teamId, null)
    return { done, failed: 0 }
  }

  async function writeProblem(contestId: string, teamId: string, problem: Problem | null): Promise<void> {
    await core.db
      .updateTable('contest_finalist')
      .set({ problem: problem === null ? null : JSON.stringify(problem), updated_at: core.clock.now() })
      .where('contest_id', '=', contestId)
      .where('team_id', '=', teamId)
      .execute()
  }

  function shown(error: unknown): Problem {
    if (isXinyuError(error)) return { code: error.code, ...errorText(error.code, error.params) }
    core.log.error({ err: error }, 'a finalist could not be admitted')
    return { code: 'INTERNAL', ...errorText('INTERNAL', { id: '–' }) }
  }
}

interface Problem {
  readonly code: string
  readonly zh: string
  readonly en: string
}

/** The same act is not tried twice in one run: an approval that waits for others would be asked for again and again. */
const keyOf = ({ step, bodyId, request }: Act): string => `${step} ${bodyId} ${request?.offerId}`

const may = (one: Act, actor: UserActor, isOperator: boolean, tried: ReadonlySet<string>): boolean =>
  one.step !== 'seat' && mayDo(one, actor, isOperator) && !tried.has(keyOf(one))

/** All seats that are due in one list; where the contest asks for it, they open to people who are checked in. */
async function openSeats({ core, ports }: ContestTools, contest: Contest, actor: UserActor): Promise<number> {
  const all = await candidates(core, ports.final, contest)
  const { checkin } = await finalSettings(core.db, contest.id)
  const projects = all.flatMap(({ projectId }) => projectId ?? [])
  // Before there is a seat: none is open for a moment to people who are not on site.
  if (projects.length > 0) await ports.final.seats.askCheckIn(actor, projects, checkin)
  const due = all.filter(
    ({ facts, projectId }) =>
      projectId !== null && openActs(facts).some(({ step, who }) => step === 'seat' && who === 'operator'),
  )
  if (due.length === 0) return 0
  const rows = due.map(({ team, projectId }) => ({
    projectId: projectId!,
    name: `${team.number ?? ''} ${team.name}`.trim().slice(0, 60),
  }))
  await ports.final.seats.open(actor, rows)
  return rows.length
}
