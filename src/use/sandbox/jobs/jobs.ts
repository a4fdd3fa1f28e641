import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { sql } from 'kysely'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import type { Origin, ProblemView } from '../../run/index.ts'
import type { JobProcess } from '../driver/driver.ts'
import type { SeatJobView } from '../model.ts'
import type { LiveSeat } from '../seats/live.ts'
import {
  keepAwake,
  lookIn,
  lostBecause,
  problemOf,
  refusalOf,
  unlessAborted,
  type WorkTools,
} from '../work/tools.ts'
import { createLog } from './log.ts'
import { JOBS_MOST, type NewJob, SCRIPT_MOST_BYTES } from './model.ts'
import { recoverJobs } from './recover.ts'
import { jobRow, jobView } from './store.ts'

/** Batch jobs: a script of the seat beside the interpreter, with a place in the queue. */
export interface SeatJobs {
  /** @throws XinyuError SEAT_JOB_SCRIPT, SEAT_JOBS_MOST, SEAT_FILE_MISSING and what entering a seat throws */
  start(actor: UserActor, seatId: string, job: NewJob, origin: Origin): Promise<SeatJobView>
  /** True where there was one to cancel. @throws XinyuError NOT_FOUND */
  cancel(
    actor: UserActor,
    at: { readonly seatId: string; readonly jobId: string },
    origin: Origin,
  ): Promise<boolean>
  /** Place in the queue of a job that waits. */
  place(jobId: string): number | null
  /** What a killed server left open is dead. */
  recover(): Promise<number>
  settled(): Promise<void>
}

interface Work {
  readonly actor: UserActor
  readonly seat: LiveSeat
  readonly jobId: string
  readonly job: NewJob
  readonly stop: AbortController
  place: number | null
  process: JobProcess | null
  over: Promise<void>
}
type EndState = Exclude<SeatJobView['state'], 'waiting' | 'running'>
interface End {
  readonly state: EndState
  readonly problem: ProblemView | null
}

export function createJobs(tools: WorkTools): SeatJobs {
  const { core, seats, recording } = tools
  const open = new Map<string, Work>()

  const tell = async (work: Work): Promise<void> => {
    const view = jobView(await jobRow(core.db, work.seat.id, work.jobId), work.place)
    seats.bus.tell(work.seat.id, 'job', view as never)
  }
  const change = async (work: Work, set: { state?: 'running'; progress?: number }): Promise<void> => {
    await core.db.updateTable('seat_job').set(set).where('id', '=', work.jobId).execute()
    await tell(work)
  }

  /** To the end, whatever happens. */
  const carryOut = async (work: Work): Promise<void> => {
    const asleep = keepAwake(() => work.seat.touch())
    const end = await run(work).catch((error: unknown): End => {
      if (isXinyuError(error)) return { state: 'failed', problem: refusalOf(error) }
      core.log.error({ err: error, job: work.jobId }, 'a job of a seat failed unexpectedly')
      return { state: 'died', problem: problemOf('CELL_DIED') }
    })
    try {
      await finish(work, end)
    } catch (error) {
      // Found as open at the next start.
      core.log.error({ err: error, job: work.jobId }, 'the end of a job could not be kept')
    }
    open.delete(work.jobId)
    asleep()
    await tell(work).catch(() => {})
  }

  const run = async (work: Work): Promise<End> => {
    const { seat, stop, actor, job, jobId } = work
    const signal = AbortSignal.any([stop.signal, seat.signal])
    const gone = (): End =>
      stop.signal.aborted
        ? { state: 'cancelled', problem: null }
        : { state: 'died', problem: lostBecause(seat.signal.reason) }
    let release: ((cpuMs?: number) => void) | null = null
    try {
      release = await seats.slot(seat.id, 'job', signal, (place) => {
        work.place = place
        void tell(work).catch(() => {})
      })
      if (signal.aborted) return gone()
      const code = await seat.box.read(job.script, SCRIPT_MOST_BYTES)
      const digest = digestOf(code)
      const leaf = await seat.step(actor, {
        kind: 'seat.job',
        subject: { seat: seat.id, job: jobId, code: digest },
        payload: { script: job.script, parameters: job.parameters, code: code.toString('utf8') },
      })
      await recording.keep({
        seatId: seat.id,
        userId: actor.userId,
        kind: 'job',
        text: `${job.script} ${JSON.stringify(job.parameters)}\n\n${code.toString('utf8')}`,
        leaf,
      })
      await change(work, { state: 'running' })
      return await follow(work, signal, gone)
    } catch (error) {
      if (signal.aborted) return gone()
      throw error
    } finally {
      release?.()
    }
  }

  const follow = async (work: Work, signal: AbortSignal, gone: () => End): Promise<End> => {
    const { seat, job } = work
    const timeMs = core.config.sandbox.jobSeconds * 1000
    const language = /\.r$/i.test(job.script) ? 'r' : 'python'
    work.process = await seat.box.job({ language, script: job.script, parameters: job.parameters, timeMs })
    const cancel = () => void work.process?.cancel().catch(() => {})
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    const log = createLog(core.db, work.jobId)
    try {
      const reading = read(work, log)
      reading.catch(() => {})
      const ended = await unlessAborted(work.process.ended, seat.signal)
      if (ended === null) return gone()
      await unlessAborted(reading, seat.signal)
      return endOf(ended)
    } finally {
      signal.removeEventListener('abort', cancel)
      await log.close()
    }
  }

  /** Lines into the log; progress as whole hundredths that only grow, so that no number is a message. */
  const read = async (work: Work, log: ReturnType<typeof createLog>): Promise<void> => {
    let progress = 0
    for await (const event of work.process!.events) {
      if ('line' in event) {
        log.add(event.line, event.stream === 'err' ? 'err' : 'out')
        continue
      }
      const told = Number.isFinite(event.progress) ? event.progress : 0
      const now = Math.floor(Math.min(1, told) * 100) / 100
      if (now <= progress) continue
      progress = now
      await change(work, { progress })
    }
  }

  const finish = async (work: Work, { state, problem }: End): Promise<void> => {
    const { seat, jobId, actor } = work
    const acted = await act(core, actor, async ({ tx, now, note }) => {
      await tx
        .updateTable('seat_job')
        .set({ state, ended_at: now, problem: problem === null ? null : JSON.stringify(problem) })
        .where('id', '=', jobId)
        .execute()
      note({
        kind: 'seat.job_ended',
        subject: { seat: seat.id, job: jobId, consumer: seat.consumerId },
        payload: { state },
      })
    })
    const leaf = acted.entries[0]!.leaf
    const text = `${work.job.script}: ${state}`
    await recording.keep({ seatId: seat.id, userId: actor.userId, kind: 'job', text, leaf })
  }

  core.events.on('user.suspended', ({ userId }) => {
    for (const work of open.values()) if (work.actor.userId === userId) work.stop.abort()
  })

  return {
    place: (jobId) => open.get(jobId)?.place ?? null,
    async start(actor, seatId, job, origin) {
      if (!/\.(py|r)$/i.test(job.script)) throw new XinyuError('SEAT_JOB_SCRIPT', { path: job.script })
      const seat = await seats.enter(actor, seatId, origin)
      // A script that is not there is told at once, not when its turn has come.
      await seat.box.read(job.script, SCRIPT_MOST_BYTES)
      const acted = await act(core, actor, async ({ tx, now, id, note }) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`seat_job:${seatId}`}, 0))`.execute(tx)
        const { count } = await tx
          .selectFrom('seat_job')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('seat_id', '=', seatId)
          .where('ended_at', 'is', null)
          .executeTakeFirstOrThrow()
        if (count >= JOBS_MOST) throw new XinyuError('SEAT_JOBS_MOST', { most: JOBS_MOST })
        const jobId = id()
        await tx
          .insertInto('seat_job')
          .values({
            id: jobId,
            seat_id: seatId,
            script: job.script,
            parameters: JSON.stringify(job.parameters),
            state: 'waiting',
            progress: null,
            started_by: actor.userId,
            created_at: now,
            ended_at: null,
            problem: null,
          })
          .execute()
        note({ kind: 'seat.job_asked', subject: { seat: seatId, job: jobId, consumer: seat.consumerId } })
        return jobId
      })
      const work: Work = {
        actor,
        seat,
        jobId: acted.value,
        job,
        stop: new AbortController(),
        place: null,
        process: null,
        over: Promise.resolve(),
      }
      open.set(work.jobId, work)
      const view = jobView(await jobRow(core.db, seatId, work.jobId), null)
      work.over = carryOut(work)
      return view
    },
    async cancel(actor, { seatId, jobId }, origin) {
      await lookIn(tools, actor, seatId, origin)
      await jobRow(core.db, seatId, jobId)
      const work = open.get(jobId)
      work?.stop.abort()
      return work !== undefined
    },
    recover: () => recoverJobs(tools),
    async settled() {
      await Promise.all([...open.values()].map(({ over }) => over))
    },
  }
}

const endOf = ({ state, code }: Awaited<JobProcess['ended']>): End => {
  if (state === 'failed') return { state, problem: problemOf('SEAT_JOB_FAILED', { code: code ?? '–' }) }
  return { state, problem: state === 'died' ? problemOf('CELL_DIED') : null }
}
