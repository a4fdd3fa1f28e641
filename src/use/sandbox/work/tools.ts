import type { UserActor } from '../../../kernel/actor.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Inspection, InspectedFile } from '../../check/index.ts'
import type { Origin, ProblemView } from '../../run/index.ts'
import type { Recording } from '../record/index.ts'
import type { OwnSeat, Seats, SeatStop } from '../seats/live.ts'
import { mayEnter } from '../venue/index.ts'
import type { Views } from '../views/index.ts'

/** What the rooms that work in seats share. */
export interface WorkTools {
  readonly core: Core
  readonly seats: Seats
  readonly views: Views
  readonly recording: Recording
  /** The inspection of files under the terms of a project, as the airlock will make it. */
  readonly inspect: (projectId: string, files: readonly InspectedFile[]) => Promise<readonly Inspection[]>
}

/**
 * Looking at what a seat holds without waking it: from where work is allowed, and not while it is shut.
 * @throws XinyuError NOT_FOUND, SEAT_BLOCKED, SEAT_CLOSED, SEAT_TERMINAL
 */
export async function lookIn(
  { core, seats }: Pick<WorkTools, 'core' | 'seats'>,
  actor: UserActor,
  seatId: string,
  origin: Origin,
): Promise<OwnSeat> {
  const seat = await seats.own(actor, seatId)
  await mayEnter(core, seatId, actor, origin)
  if (seat.state === 'blocked') throw new XinyuError('SEAT_BLOCKED')
  if (seat.state === 'closed') throw new XinyuError('SEAT_CLOSED')
  return seat
}

/** An error as it stands beside a cell or a job. */
export const problemOf = (code: Parameters<typeof errorText>[0], params = {}): ProblemView => {
  const { zh, en } = errorText(code, params)
  return { code, zh, en }
}

export const problemFrom = (error: XinyuError): ProblemView => ({
  ...problemOf(error.code, error.params),
  ...(error.detail === undefined ? {} : { detail: error.detail }),
})

const STOPPED: Readonly<Record<SeatStop, { readonly whyZh: string; readonly whyEn: string }>> = {
  asleep: { whyZh: '席位已休眠', whyEn: 'the seat went to sleep' },
  blocked: { whyZh: '席位已被阻断', whyEn: 'the seat was blocked' },
  closed: { whyZh: '席位已关闭', whyEn: 'the seat was closed' },
  narrowed: { whyZh: '可用数据已收窄', whyEn: 'the data that may be used became fewer' },
  died: { whyZh: '席位进程已结束', whyEn: 'the processes of the seat ended' },
  shutdown: { whyZh: '服务已停止', whyEn: 'the server stopped' },
}

/** Why something that ran did not end by itself. */
export const lostBecause = (reason: unknown): ProblemView =>
  problemOf('CELL_LOST', STOPPED[reason as SeatStop] ?? STOPPED.died)

/** A refusal to be shown in its place; what nobody foresaw goes on as it is. */
export function refusalOf(error: unknown): ProblemView {
  if (isXinyuError(error)) return problemFrom(error)
  throw error
}

/** Resolves with the promise, or with null in the moment that the signal is aborted. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) {
    promise.catch(() => {})
    return Promise.resolve(null)
  }
  return new Promise((resolve, reject) => {
    const stop = () => resolve(null)
    signal.addEventListener('abort', stop, { once: true })
    const over = () => signal.removeEventListener('abort', stop)
    promise.then(resolve, reject).finally(over)
  })
}

/** Keeps a seat awake while something runs in it or waits to run. Returns the function that ends it. */
export function keepAwake(touch: () => void): () => void {
  touch()
  const beat = setInterval(touch, 15_000)
  return () => {
    clearInterval(beat)
    touch()
  }
}
