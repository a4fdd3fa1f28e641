import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { policyOf, purposeWithin } from '../../../flow/policy/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import { productsByIds } from '../../../supply/catalog/index.ts'
import { shortlisted } from '../../judging/index.ts'
import { type Contest, contestById } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { hereByTeam } from '../checkin/store.ts'
import type { FinalistView, Step } from '../model.ts'
import { finalOf } from '../stage/turns.ts'
import { finalSettings } from '../store.ts'
import { candidates } from './facts.ts'
import type { AdmissionBrief, FinalView, OfferChoice } from './model.ts'
import { concerns, doableActs, latestJob, runningJob } from './job.ts'
import { openActs } from './steps.ts'
import { PURPOSE } from './work.ts'

const LOOK_ON = ['auditor', 'system_administrator', 'security_officer'] as const

/**
 * Who may look at the admission: the organiser, officers of the space, and the bodies whose officers it waits for.
 * @throws XinyuError NOT_FOUND
 */
export async function finalView(
  tools: ContestTools,
  actor: UserActor,
  contestId: string,
): Promise<FinalView> {
  const { core, ports } = tools
  const contest = await contestById(core, contestId)
  finalOf(contest)
  const organises = isOrganiser(contest, actor)
  const doable = await doableActs(tools, contest, actor)
  if (!organises && !looksOn(actor) && doable === null) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  const all = await candidates(core, ports.final, contest)
  const shown = organises || looksOn(actor) ? all : all.filter((one) => concerns(one, actor))
  const steps: Record<string, number> = {}
  for (const { facts } of shown) {
    const step = openActs(facts)[0]?.step ?? 'ready'
    steps[step] = (steps[step] ?? 0) + 1
  }
  const settings = await finalSettings(core.db, contestId)
  return {
    titleZh: contest.scheme.titleZh,
    titleEn: contest.scheme.titleEn,
    divisions: contest.scheme.divisions.map(({ code, titleZh, titleEn }) => ({ code, titleZh, titleEn })),
    settings:
      organises || looksOn(actor) ? settings : { ...settings, offers: [], needs: null, presidingId: null },
    organises,
    shortlisted: organises
      ? (await shortlisted(core.db, contestId, contest.scheme.rounds.at(-1)!.code)).size
      : 0,
    taken: shown.length,
    ready: steps.ready ?? 0,
    steps,
    doable: doable ?? 0,
    job: await jobOf(core, actor),
  }
}

async function jobOf(core: Core, actor: UserActor): Promise<FinalView['job']> {
  const job = await latestJob(core, actor.participantId)
  return job ? { id: job.id, state: job.state, progress: job.progress } : null
}

/** Stops the own body's admission; what is done stays done. @throws XinyuError FINAL_NOT_CONCERNED */
export async function cancelAdmission({ core }: ContestTools, actor: UserActor): Promise<void> {
  const job = await runningJob(core, actor.participantId)
  if (!job) throw new XinyuError('FINAL_NOT_CONCERNED')
  await core.jobs.cancel(job.id)
}

export async function finalistViews(
  { core, ports }: ContestTools,
  actor: UserActor,
  contestId: string,
): Promise<FinalistView[]> {
  const contest = await contestById(core, contestId)
  const all = await candidates(core, ports.final, contest)
  const shown =
    isOrganiser(contest, actor) || looksOn(actor) ? all : all.filter((one) => concerns(one, actor))
  const here = await hereByTeam(core, contestId)
  const bodies = all.flatMap(({ facts }) => [
    ...(facts.body ? [facts.body.id] : []),
    ...facts.requests.map(({ providerId }) => providerId),
  ])
  const names = await participantsByIds(core, bodies)
  return shown.map((one) => {
    const [next] = openActs(one.facts)
    const { team, facts } = one
    const body = facts.body?.id ?? null
    const step: Step = next?.step ?? 'ready'
    return {
      teamId: team.id,
      number: team.number,
      name: team.name,
      title: team.title,
      division: team.division,
      bodyName: one.lead?.name ?? '',
      participantId: body,
      projectId: one.projectId,
      seatId: one.seatId,
      step,
      who: next?.who ?? null,
      whoBody: next?.bodyId ? (names.get(next.bodyId)?.nameZh ?? null) : null,
      sharesBody: body !== null && all.some((other) => other !== one && other.facts.body?.id === body),
      members: facts.members,
      accounts: facts.accounts,
      here: here.get(team.id) ?? 0,
      problem: one.problem,
    }
  })
}

/** Contests in whose admission the actor has something to do or to follow. */
export async function admissionsOf(tools: ContestTools, actor: UserActor): Promise<AdmissionBrief[]> {
  const rows = await tools.core.db
    .selectFrom('contest')
    .innerJoin('contest_final', 'contest_final.contest_id', 'contest.id')
    .select('contest.id')
    .where('contest.state', '=', 'published')
    .orderBy('contest.created_at', 'desc')
    .limit(50)
    .execute()
  const found: AdmissionBrief[] = []
  for (const { id } of rows) {
    const contest = await contestById(tools.core, id)
    const doable = await doableActs(tools, contest, actor)
    const { titleZh, titleEn } = contest.scheme
    if (doable !== null) found.push({ id, titleZh, titleEn, doable })
  }
  return found
}

/** Open offers under which a contest may ask. */
export async function offerChoices(core: Core): Promise<OfferChoice[]> {
  const rows = await core.db
    .selectFrom('offer')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()
  const open = rows
    .map((row) => ({ row, policy: policyOf(row.policy) }))
    .filter(({ policy }) => purposeWithin(PURPOSE, policy.purposes) && policy.until > core.clock.now())
  const products = await productsByIds(
    core,
    open.map(({ row }) => row.product_id),
  )
  const bodies = await participantsByIds(
    core,
    open.map(({ row }) => row.provider_id),
  )
  return open.map(({ row, policy }) => ({
    id: row.id,
    productTitleZh: products.get(row.product_id)?.titleZh ?? '',
    productTitleEn: products.get(row.product_id)?.titleEn ?? '',
    providerNameZh: bodies.get(row.provider_id)?.nameZh ?? '',
    providerNameEn: bodies.get(row.provider_id)?.nameEn ?? '',
    until: policy.until,
    tables: Object.entries(policy.columns).map(([name, levels]) => ({
      name,
      columns: Object.entries(levels)
        .filter(([, level]) => level !== 'hidden')
        .map(([column, level]) => ({ name: column, level })),
    })),
  }))
}

export const isOrganiser = (contest: Contest, actor: UserActor): boolean =>
  contest.organiserId === actor.participantId && actor.roles.includes('data_officer')

const looksOn = (actor: UserActor): boolean => LOOK_ON.some((role) => actor.roles.includes(role))
