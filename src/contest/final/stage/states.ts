import type { DefenceState } from '../model.ts'

/** One team's turn on the stage as it is kept. Times in ms. */
export interface Turn {
  readonly state: DefenceState
  readonly presentUsed: number
  readonly questionUsed: number
  /** Added by the presiding officer. */
  readonly presentMore: number
  readonly questionMore: number
  /** Since when the clock of the present part runs; null: it stands. */
  readonly runningSince: number | null
}

/** What the presiding officer may do. */
export const MOVES = ['start', 'pause', 'resume', 'questions', 'score', 'finish', 'absent', 'repeat'] as const
export type Move = (typeof MOVES)[number]

/** The last three moves are from here too: what was begun may be broken off. */
const FROM: Readonly<Record<Move, readonly DefenceState[]>> = {
  start: ['waiting'],
  pause: ['presenting', 'questions'],
  resume: ['presenting', 'questions'],
  questions: ['presenting'],
  score: ['presenting', 'questions'],
  finish: ['scoring'],
  absent: ['waiting', 'presenting'],
  repeat: ['presenting', 'questions', 'scoring', 'done', 'absent'],
}

/** States in which a team has the stage: one at a time. */
export const ON_STAGE: readonly DefenceState[] = ['presenting', 'questions', 'scoring']
/** States that ask for nothing more. */
export const OVER: readonly DefenceState[] = ['done', 'absent', 'repeated']

export const runs = ({ runningSince }: Turn): boolean => runningSince !== null

/** May this be done now? Pausing what stands and resuming what runs is refused: somebody else was quicker. */
export function mayMove(turn: Turn, move: Move): boolean {
  if (!FROM[move].includes(turn.state)) return false
  if (move === 'pause') return runs(turn)
  return move !== 'resume' || !runs(turn)
}

/** The moves that are open, in their order. */
export const movesOf = (turn: Turn): Move[] => MOVES.filter((move) => mayMove(turn, move))

/** The turn after a move; what the clock ran is booked to the part that it ran for. */
export function moved(turn: Turn, move: Move, now: number): Turn {
  const stood = { ...booked(turn, now), runningSince: null }
  const running = { runningSince: now }
  switch (move) {
    case 'start':
      return { ...stood, ...running, state: 'presenting' }
    case 'resume':
      return { ...stood, ...running }
    case 'questions':
      return { ...stood, ...running, state: 'questions' }
    case 'pause':
      return stood
    case 'score':
      return { ...stood, state: 'scoring' }
    case 'finish':
      return { ...stood, state: 'done' }
    case 'absent':
      return { ...stood, state: 'absent' }
    case 'repeat':
      return { ...stood, state: 'repeated' }
  }
}

function booked(turn: Turn, now: number): Turn {
  if (turn.runningSince === null) return turn
  const ran = Math.max(0, now - turn.runningSince)
  return turn.state === 'presenting'
    ? { ...turn, presentUsed: turn.presentUsed + ran }
    : { ...turn, questionUsed: turn.questionUsed + ran }
}

export interface Lengths {
  readonly presentSeconds: number
  readonly questionSeconds: number
}

/** What is left of both parts at a moment, ms; below 0: over time. */
export function clockAt(turn: Turn, lengths: Lengths, now: number) {
  const { presentUsed, questionUsed, presentMore, questionMore } = booked(turn, now)
  return {
    present: lengths.presentSeconds * 1000 + presentMore - presentUsed,
    question: lengths.questionSeconds * 1000 + questionMore - questionUsed,
    running: turn.runningSince !== null,
  }
}
