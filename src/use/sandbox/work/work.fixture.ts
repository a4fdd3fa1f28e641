import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { Config } from '../../../platform/config/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { identityMigrations, seedDemo } from '../../../safeguard/identity/index.ts'
import { spaceMigrations } from '../../../safeguard/space/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import type { CellEvent, CellWork, JobProcess, JobWork, SeatBox, SeatFile } from '../driver/driver.ts'
import { createJobs, type SeatJobs } from '../jobs/index.ts'
import { createNotebooks, type Notebooks } from '../notebook/index.ts'
import { createRecording } from '../record/index.ts'
import type { LiveSeat, Seats } from '../seats/live.ts'
import { createViews } from '../views/index.ts'
import { seatMigrations } from '../seats/index.ts'
import { workMigrations } from './index.ts'
import type { WorkTools } from './tools.ts'

/** What a kernel of a test does with a cell. `stop` resolves when it is interrupted. */
export type Play = (work: CellWork, stop: Promise<void>) => AsyncIterable<CellEvent>
/** What a job of a test does. */
export type JobPlay = (work: JobWork, stop: Promise<void>) => JobProcess

export interface WorkSpace extends TestSpace {
  readonly tools: WorkTools
  readonly notebooks: Notebooks
  readonly jobs: SeatJobs
  readonly seat: LiveSeat & { readonly stop: AbortController }
  readonly users: readonly [UserActor, UserActor]
  readonly told: { readonly event: string; readonly data: never }[]
  readonly steps: { readonly kind: string; readonly subject: Readonly<Record<string, string>> }[]
  readonly files: Map<string, Buffer>
  play: Play
  job: JobPlay
  /** Rows that may be looked at within 24 hours. */
  most: number
  /** Thrown by the next steps. */
  refusal: XinyuError | null
}

export const done = (state: 'ok' | 'error' | 'interrupted' = 'ok', tables: string[] = []): CellEvent => ({
  kind: 'done',
  state,
  elapsedMs: 5,
  cpuMs: 4,
  cut: false,
  tables,
})
export const text = (value: string): CellEvent => ({ kind: 'text', stream: 'out', text: value })

/** The rooms of work around one seat whose processes are scripted: what a kernel says can be anything. */
export async function workSpace(): Promise<WorkSpace> {
  const base = await testSpace([spaceMigrations, identityMigrations, seatMigrations, ...workMigrations])
  const core: Core = { ...base.core, config: Config.parse({}) }
  await seedDemo(
    core,
    [
      {
        key: 'team',
        nameZh: 'team',
        nameEn: 'team',
        uscc: '12310000MB2F00016W',
        roles: ['consumer'],
        regionCode: '310000',
      },
    ],
    ['anna', 'boris'].map((login) => ({
      body: 'team',
      login,
      displayName: login,
      roles: ['developer' as const],
    })),
  )
  const rows = await core.db.selectFrom('app_user').select(['id', 'login', 'participant_id']).execute()
  const user = (login: string): UserActor => {
    const found = rows.find((row) => row.login === login)!
    return { kind: 'user', userId: found.id, participantId: found.participant_id, roles: ['developer'] }
  }
  const id = () => uuid7(core.random, core.clock.now())
  const stop = new AbortController()
  const made = {
    ...base,
    core,
    users: [user('anna'), user('boris')] as const,
    told: [] as WorkSpace['told'],
    steps: [] as WorkSpace['steps'],
    files: new Map<string, Buffer>(),
    most: 5_000,
    refusal: null as XinyuError | null,
    play: async function* () {
      yield done()
    } as Play,
    job: (() => {
      throw new Error('no job was scripted')
    }) as JobPlay,
  }
  const views = createViews(core, async () => made.most)
  const recording = createRecording(core, views)
  const seat: LiveSeat & { readonly stop: AbortController } = {
    id: id(),
    projectId: id(),
    consumerId: user('anna').participantId,
    box: boxOf(made),
    limits: { memoryBytes: 268_435_456, viewRowsPerDay: made.most } as LiveSeat['limits'],
    tables: [
      { name: 'setl_d', titleZh: '结算', titleEn: 'Settlements', rows: 3, origin: 'project', columns: [] },
      { name: '自带', titleZh: '自带', titleEn: 'Own', rows: 3, origin: 'own', columns: [] },
    ],
    stop,
    signal: stop.signal,
    touch: () => {},
    async step(actor, step) {
      if (made.refusal) throw made.refusal
      made.steps.push(step)
      const acted = await act(core, actor, async ({ note }) => note(step))
      return acted.entries[0]!.leaf
    },
  }
  const seats = seatsOf(made, seat)
  const inspect: WorkTools['inspect'] = async (_, files) =>
    files.map(({ bytes }) => ({
      verdict: 'review',
      findings: Buffer.from(bytes)
        .toString('utf8')
        .split('\n')
        .map((line) => ({
          rule: 'small-count',
          verdict: 'review',
          place: `column ${line}`,
          zh: '数',
          en: 'count',
        })),
      record: [],
      aids: [],
    }))
  const tools: WorkTools = { core, seats, views, recording, inspect }
  return Object.assign(made, {
    seat,
    tools,
    notebooks: createNotebooks(tools),
    jobs: createJobs(tools),
  })
}

type Scripted = Pick<WorkSpace, 'play' | 'job' | 'files'>

function boxOf(made: Scripted): SeatBox {
  let stop = Promise.withResolvers<void>()
  const missing = (path: string) => new XinyuError('SEAT_FILE_MISSING', { path })
  const kernel = {
    execute(work: CellWork) {
      stop = Promise.withResolvers<void>()
      return made.play(work, stop.promise)
    },
    interrupt: async () => stop.resolve(),
    restart: async () => {},
    variables: async () => [{ name: 'df', type: 'DataFrame', look: '3 rows' }],
    complete: async () => ({ from: 0, items: ['describe'] }),
  }
  return {
    kernel: async () => kernel,
    async job(work: JobWork) {
      const cancelled = Promise.withResolvers<void>()
      const process = made.job(work, cancelled.promise)
      return { ...process, cancel: async () => cancelled.resolve() }
    },
    list: async () =>
      [...made.files].map(
        ([path, bytes]): SeatFile => ({ path, bytes: bytes.length, modifiedAt: 0, kind: 'file' }),
      ),
    async read(path: string) {
      const found = made.files.get(path)
      if (!found) throw missing(path)
      return found
    },
    write: async (path: string, bytes: Uint8Array) => void made.files.set(path, Buffer.from(bytes)),
    remove: async (path: string) => void made.files.delete(path),
  } as unknown as SeatBox
}

/** One place of heavy work, as the queue gives it. */
function seatsOf(made: { told: WorkSpace['told'] }, seat: LiveSeat): Seats {
  let turn: Promise<void> = Promise.resolve()
  const own = async (actor: UserActor) => {
    if (actor.participantId !== seat.consumerId) throw new XinyuError('NOT_FOUND', { what: 'seat' })
    return {
      id: seat.id,
      projectId: seat.projectId,
      consumerId: seat.consumerId,
      state: 'live',
      limits: seat.limits,
    }
  }
  return {
    own,
    view: own,
    enter: async (actor: UserActor) => {
      await own(actor)
      return seat
    },
    awake: () => seat,
    async slot(_seatId: string, _kind: string, _signal: AbortSignal, told: (place: number) => void) {
      told(1)
      const before = turn
      const mine = Promise.withResolvers<void>()
      turn = mine.promise
      await before
      return () => mine.resolve()
    },
    bus: {
      tell: (_: string, event: string, data: unknown) => void made.told.push({ event, data: data as never }),
      listen: () => () => {},
    },
  } as unknown as Seats
}
