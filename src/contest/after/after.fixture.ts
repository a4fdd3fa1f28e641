import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemActor, type UserActor } from '../../kernel/actor.ts'
import type { JobContext, JobHandler, Jobs, JobView } from '../../platform/jobs/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { identityMigrations } from '../../safeguard/identity/index.ts'
import { makeTeam, type MadeTeam, someUscc } from '../entry/entry.fixture.ts'
import type { Team } from '../entry/index.ts'
import { contestMigrations } from '../index.ts'
import { makeContest, type MadeContest, organiser } from '../scheme/contest.fixture.ts'
import type { Contest } from '../scheme/index.ts'
import type { Destroyer } from '../tools.ts'
import type { Placed } from './awards/rules.ts'
import { registerJobsOf } from './room.ts'
import type { After } from './sources.ts'

/** Jobs that run when the test says so, and can be cut off. */
export interface TestJobs {
  /** Runs all that wait, to their ends. */
  run(signal?: AbortSignal): Promise<void>
  readonly waiting: readonly { readonly kind: string }[]
}

export interface AfterSpace extends TestSpace {
  readonly after: After & { readonly sources: { ranking: After['sources']['ranking'] } }
  readonly jobs: TestJobs
  /** Officers of the body that holds contests, and of another one. */
  readonly first: UserActor
  readonly second: UserActor
  readonly stranger: UserActor
  readonly uscc: string
  contest(options?: MadeContest): Promise<Contest>
  /** Teams with their places in the final order, from the best on. */
  ranked(
    contest: Contest,
    teams: readonly (MadeTeam & { rank?: number; score?: number | null })[],
  ): Promise<Team[]>
}

/** Everything of the contest's tables, a ranking that the test writes down, and jobs that it runs. */
export async function afterSpace(destroyers: readonly Destroyer[] = []): Promise<AfterSpace> {
  const space = await testSpace([identityMigrations, ...contestMigrations])
  const jobs = testJobs()
  const core = { ...space.core, jobs: jobs.api } as Core
  const rankings = new Map<string, Placed[]>()
  const after: After = {
    core,
    demo: true,
    sources: { ranking: async (_, { id }) => rankings.get(id) ?? null, destroyers },
  }
  registerJobsOf(after)
  const body = async (name: string) => {
    const id = crypto.randomUUID()
    const uscc = someUscc()
    await core.db
      .insertInto('participant')
      .values({
        id,
        uscc,
        name_zh: name,
        name_en: 'Body',
        roles: ['consumer'],
        region_code: '310000',
        state: 'active',
        created_at: space.clock.now(),
        updated_at: space.clock.now(),
      })
      .execute()
    return { id, uscc }
  }
  const own = await body('示例举办单位')
  const other = await body('另一单位')
  return {
    ...space,
    core,
    after,
    jobs,
    first: organiser(own.id),
    second: organiser(own.id),
    stranger: organiser(other.id),
    uscc: own.uscc,
    contest: (options = {}) => makeContest(core, { actor: organiser(own.id), ...options }),
    async ranked(contest, teams) {
      const made: Team[] = []
      const rows: Placed[] = []
      for (const [at, { rank = at + 1, score = 99 - at, ...options }] of teams.entries()) {
        const { team } = await makeTeam(core, contest, options)
        made.push(team)
        rows.push({ teamId: team.id, division: team.division, rank, score })
      }
      rankings.set(contest.id, rows)
      return made
    },
  }
}

function testJobs(): TestJobs & { api: Jobs } {
  const handlers = new Map<string, JobHandler<never>>()
  const views = new Map<string, JobView>()
  const queue: { id: string; kind: string; input: unknown }[] = []
  const view = (id: string, kind: string, state: JobView['state']): JobView => ({
    id,
    kind,
    state,
    progress: null,
    message: null,
    result: null,
    error: null,
    ownerParticipant: 'system',
    ownerUser: null,
    createdAt: 0,
    updatedAt: 0,
  })
  const api: Partial<Jobs> = {
    register: (kind, handler) => void handlers.set(kind, handler),
    enqueue: async (_tx, _actor, kind, input) => {
      const id = crypto.randomUUID()
      queue.push({ id, kind, input })
      views.set(id, view(id, kind, 'queued'))
      return id
    },
    get: async (id) => views.get(id),
  }
  return {
    api: api as Jobs,
    waiting: queue,
    async run(signal = new AbortController().signal) {
      for (let job = queue.shift(); job; job = queue.shift()) {
        const context: JobContext<never> = {
          id: job.id,
          input: job.input as never,
          actor: systemActor('test'),
          signal,
          progress: () => {},
        }
        try {
          await handlers.get(job.kind)!(context)
          views.set(job.id, view(job.id, job.kind, 'done'))
        } catch (error) {
          views.set(job.id, view(job.id, job.kind, 'failed'))
          throw error
        }
      }
    },
  }
}
