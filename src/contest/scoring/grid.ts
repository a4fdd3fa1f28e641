/**
 * When a run is answered. A program that wants to tell something by its running time must find nobody who sees that
 * time: the moment of the answer follows from the beginning of the run and the limit of the task alone, and everything
 * that a team sees of the queue is as of the last whole minute.
 */
export const GRID_MS = 60_000

/** Opening the seat, handing in the rows, reading the answer. */
const AROUND_MS = 45_000

const nextMoment = (at: number): number => Math.ceil(at / GRID_MS) * GRID_MS
export const lastMoment = (at: number): number => Math.floor(at / GRID_MS) * GRID_MS

/** Longest that a program may take by the clock: it shares the processors with others, and may have to wait. */
export const wallMs = (cpuSeconds: number): number => cpuSeconds * 1500 + 15_000

/** The first moment of the grid at which every run begun then has ended, however long it took. */
export const answerAt = (startedAt: number, cpuSeconds: number): number =>
  nextMoment(startedAt + wallMs(cpuSeconds) + AROUND_MS)

/** A run that ended later than it may, on a machine that was too busy, waits for the next moment of the grid. */
export const dueAt = (planned: number, endedAt: number): number =>
  endedAt <= planned ? planned : nextMoment(endedAt)

/** What a team sees of a run on the hidden rows that has no answer yet: as of the last moment of the grid. */
export const seenState = (startedAt: number | null, now: number): 'queued' | 'running' =>
  startedAt === null || startedAt > lastMoment(now) ? 'queued' : 'running'
