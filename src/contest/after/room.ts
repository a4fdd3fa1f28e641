import type { Core } from '../../safeguard/evidence/index.ts'
import { entryDestroyers } from '../entry/index.ts'
import { finalDestroyers, finalRanking } from '../final/index.ts'
import { judgingDestroyers, rankingOf } from '../judging/index.ts'
import { noticeDestroyers } from '../notices/index.ts'
import { panelDestroyers } from '../panel/index.ts'
import type { Contest } from '../scheme/index.ts'
import { scoringDestroyers } from '../scoring/index.ts'
import { workDestroyers } from '../submission/index.ts'
import type { ContestTools } from '../tools.ts'
import { publishDue } from './awards/publish.ts'
import type { Placed } from './awards/rules.ts'
import { CERTIFICATES_JOB, issueCertificates } from './certificate/job.ts'
import { destroyDue } from './closing/actions.ts'
import { CLOSING_JOB, runClosing } from './closing/job.ts'
import type { After, Sources } from './sources.ts'

/** The final's ranking once it is released; of a contest without a final that of its last round. */
async function ranking(core: Core, contest: Contest): Promise<readonly Placed[] | null> {
  if (contest.scheme.final) return finalRanking(core, contest.id)
  return rankingOf(core.db, contest.id, contest.scheme.rounds.at(-1)!.code)
}

export const SOURCES: Sources = {
  ranking,
  // Works before the people who made them: what is named by a person goes first.
  destroyers: [
    ...panelDestroyers,
    ...workDestroyers,
    ...judgingDestroyers,
    ...scoringDestroyers,
    ...finalDestroyers,
    ...noticeDestroyers,
    ...entryDestroyers,
  ],
}

export const afterOf = ({ core, ports }: Pick<ContestTools, 'core' | 'ports'>): After => ({
  core,
  sources: SOURCES,
  demo: ports.demo,
})

/** Before the jobs start: what a killed server left goes on. */
export function registerAfterJobs(tools: Pick<ContestTools, 'core' | 'ports'>): void {
  registerJobsOf(afterOf(tools))
}

export function registerJobsOf(after: After): void {
  const { jobs } = after.core
  jobs.register<{ contestId: string }>(CERTIFICATES_JOB, (context) => issueCertificates(after, context))
  jobs.register<{ closingId: string }>(CLOSING_JOB, (context) => runClosing(after, context))
}

/** Publication at its moment, destruction at the end of the retention; called by the clock. */
export async function afterTick(tools: Pick<ContestTools, 'core' | 'ports'>): Promise<void> {
  const after = afterOf(tools)
  await publishDue(after)
  await destroyDue(after)
}
