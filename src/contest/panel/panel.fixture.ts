import { mkdir, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemRandom, type UserActor, usccCheckCharacter } from '../../kernel/index.ts'
import { createJobs, migrations as jobMigrations } from '../../platform/jobs/index.ts'
import { identityMigrations } from '../../safeguard/identity/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { pino } from 'pino'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { makeTeam, type MadeTeam, testTools } from '../entry/entry.fixture.ts'
import { entryMigrations, type Team } from '../entry/index.ts'
import { type Contest, schemeMigrations } from '../scheme/index.ts'
import { filePath } from '../submission/files/places.ts'
import { submissionMigrations } from '../submission/index.ts'
import { manifestHash } from '../submission/manifest.ts'
import type { WorkFile } from '../submission/model.ts'
import { putContest, smallScheme } from '../submission/work.fixture.ts'
import type { ContestTools } from '../tools.ts'
import { registerPanelJobs } from './blind/job.ts'
import { declarationList, declare } from './conflict/declare.ts'
import { ExpertProfile } from './model.ts'
import { setPanel } from './panelists.ts'
import { putExpert } from './pool/actions.ts'
import { panelMigrations } from './tables.ts'

export interface MadeWork {
  readonly team: Team
  readonly people: readonly { readonly name: string; readonly phone: string }[]
  readonly workId: string
  readonly fileIds: readonly string[]
}

export interface PanelSpace {
  readonly space: TestSpace
  readonly core: Core
  readonly tools: ContestTools
  readonly organiser: UserActor
  readonly second: UserActor
  /** The first round of it is handed in. */
  readonly contest: Contest
  readonly goesOn: Set<string>
  /** A user with the role of an expert, of a body of its own. */
  expert(body?: string, profile?: Partial<ExpertProfile>): Promise<{ id: string; actor: UserActor }>
  work(
    options?: MadeTeam & {
      readonly fields?: Record<string, string>
      readonly files?: readonly { readonly field?: string; readonly name: string; readonly bytes: Buffer }[]
    },
  ): Promise<MadeWork>
  /** On the panel of the first round, each with his declaration: no conflicts. */
  panel(experts: readonly { readonly id: string; readonly actor: UserActor }[]): Promise<void>
  stop(): Promise<void>
}

export const ROUND = 'first'
let made = 0

/** Experts, teams and works of a made-up contest, over a real database and log. */
export async function panelSpace(): Promise<PanelSpace> {
  const space = await testSpace([
    jobMigrations,
    identityMigrations,
    schemeMigrations,
    entryMigrations,
    submissionMigrations,
    panelMigrations,
  ])
  const { clock } = space
  const core = space.core
  Object.assign(core, {
    jobs: createJobs({ db: core.db, clock, random: systemRandom, log: pino({ level: 'silent' }) }),
  })
  registerPanelJobs(core)
  await core.jobs.start()
  const now = clock.now()
  const goesOn = new Set<string>()
  const officer = (participantId: string): UserActor => ({
    kind: 'user',
    userId: randomUUID(),
    participantId,
    roles: ['data_officer'],
  })
  const organiser = officer(randomUUID())
  const scheme = smallScheme({ opensAt: now - 7_200_000, closesAt: now - 3_600_000 })
  const contest = await putContest(
    core,
    {
      ...scheme,
      divisions: [
        ...scheme.divisions,
        { ...scheme.divisions[0]!, code: 'drugs', titleZh: '药品', titleEn: 'Drugs' },
      ],
      rounds: scheme.rounds.map((round) => ({
        ...round,
        review: { ...round.review, scoring: { ...round.review.scoring, reviewsPerWork: 2, fewest: 1 } },
      })),
    },
    now,
    organiser,
  )
  const tools = testTools(core, { goesOn: async () => goesOn })
  return {
    space,
    core,
    tools,
    organiser,
    second: officer(organiser.participantId),
    contest,
    goesOn,
    async expert(body, profile = {}) {
      const n = (made += 1)
      const participant = randomUUID()
      const head = `12310000MB9X${String(n).padStart(5, '0')}`
      await core.db
        .insertInto('participant')
        .values({
          id: participant,
          uscc: head + usccCheckCharacter(head),
          name_zh: body ?? `合成专家所在单位${n}`,
          name_en: body === undefined ? `Synthetic house of expert ${n}` : `Body ${n} of an expert`,
          roles: ['service_provider'],
          region_code: '310000',
          state: 'active',
          created_at: now,
          updated_at: now,
        })
        .execute()
      const userId = randomUUID()
      await core.db
        .insertInto('app_user')
        .values({
          id: userId,
          participant_id: participant,
          login: `expert-${n}`,
          display_name: `合成专家 ${n}`,
          roles: ['expert'],
          state: 'active',
          password: null,
          demo: false,
          created_at: now,
          updated_at: now,
        })
        .execute()
      const said = ExpertProfile.parse({ name: `专家${n}`, ...profile })
      const id = await putExpert(core, organiser, organiser.participantId, userId, said)
      return { id, actor: { kind: 'user', userId, participantId: participant, roles: ['expert'] } }
    },
    work: (options = {}) => putWork(core, contest, options),
    async panel(experts) {
      await setPanel(
        core,
        organiser,
        contest,
        ROUND,
        experts.map(({ id }) => id),
      )
      for (const { actor } of experts) {
        const done = await declarationList(tools, actor, contest.id, ROUND).catch(() => null)
        if (done) await declare(tools, actor, contest.id, ROUND, [])
      }
    },
    async stop() {
      await core.jobs.stop()
      await space.stop()
    },
  }
}

/** A team with a work that was handed in, written by SQL and onto the disk as submission does. */
export async function putWork(
  core: Core,
  contest: Contest,
  options: NonNullable<Parameters<PanelSpace['work']>[0]>,
): Promise<MadeWork> {
  const { team, members, captain } = await makeTeam(core, contest, options)
  const workId = randomUUID()
  const at = core.clock.now() - 5_000_000
  const files: WorkFile[] = []
  for (const { field = 'more', name, bytes } of options.files ?? []) {
    const id = randomUUID()
    const place = { id, contestId: contest.id, teamId: team.id }
    await mkdir(dirname(filePath(core, place)), { recursive: true })
    await writeFile(filePath(core, place), bytes)
    const file = {
      id,
      field,
      name,
      bytes: bytes.length,
      digest: digestOf(bytes),
      type: name.split('.').at(-1)!,
    }
    files.push(file)
    await core.db
      .insertInto('contest_file')
      .values({
        ...file,
        team_id: team.id,
        contest_id: contest.id,
        round: ROUND,
        state: 'whole',
        virus: 'not_scanned',
        received: bytes.length,
        detached: false,
        created_at: at,
        whole_at: at,
      })
      .execute()
  }
  const { division, title } = team
  const fields = options.fields ?? { summary: '一个合成作品的摘要' }
  const manifest = {
    contestId: contest.id,
    round: ROUND,
    teamId: team.id,
    workId,
    title,
    division,
    fields,
    files,
  }
  const hash = manifestHash(manifest)
  await core.db
    .insertInto('contest_work')
    .values({
      id: workId,
      contest_id: contest.id,
      team_id: team.id,
      round: ROUND,
      state: 'submitted',
      fields: JSON.stringify(fields),
      draft: 1,
      version: 1,
      submitted_at: at,
      digest: hash,
      leaf: null,
      created_at: at,
      updated_at: at,
    })
    .execute()
  await core.db
    .insertInto('contest_work_version')
    .values({
      id: randomUUID(),
      work_id: workId,
      version: 1,
      title,
      division,
      fields: JSON.stringify(fields),
      files: JSON.stringify(files),
      digest: hash,
      scheme_number: 1,
      by_entrant: captain,
      submitted_at: at,
      late: false,
      leaf: null,
    })
    .execute()
  return { team, people: members, workId, fileIds: files.map(({ id }) => id) }
}
