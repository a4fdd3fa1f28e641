import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestById } from '../../scheme/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import { endForTeam } from '../assigning/end.ts'
import { mustBeOver } from '../moments.ts'
import { prepareCopy } from './actions.ts'

export const BLIND_JOB = 'contest-blind'

interface Input {
  [key: string]: string
  contestId: string
  round: string
  by: string
}

/** Makes the copies of a round that are not made yet. Returns the job. @throws XinyuError PANEL_TOO_EARLY */
export async function askCopies(
  core: Core,
  actor: UserActor,
  contest: Contest,
  round: string,
): Promise<string> {
  mustBeOver(contest, round, core.clock.now())
  const { value } = await act(core, systemActor('contest'), async ({ tx, note }) => {
    const input: Input = { contestId: contest.id, round, by: actor.userId }
    const job = await core.jobs.enqueue(tx, actor, BLIND_JOB, input)
    note({
      kind: 'blind.copies_asked',
      subject: { contest: contest.id, job, by: actor.userId },
      payload: { round },
    })
    return job
  })
  return value
}

/**
 * Copies: one work after the other; what is made stays made, so that a killed job goes on where it was. And what happens
 * to a team takes its works from the experts.
 */
export function registerPanelJobs(core: Core): void {
  core.events.on('contest.team_changed', async ({ contestId, teamId, state }) => {
    if (state !== 'admitted') await endForTeam(core, contestId, teamId)
  })
  core.jobs.register<Input>(BLIND_JOB, async ({ input, signal, progress }) => {
    const contest = await contestById(core, input.contestId)
    const works = await submittedWorks(core.db, contest.id, input.round)
    let made = 0
    for (const [at, work] of works.entries()) {
      signal.throwIfAborted()
      if (await prepareCopy(core, contest, work, input.by)) made++
      progress(at / works.length, 'contest.blinding', { works: works.length })
    }
    return { works: works.length, made }
  })
}
