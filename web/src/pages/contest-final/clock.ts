import type { ClockView } from '../../api/contest-final.ts'

/** What the server told of the clock, and when by this machine's own steady clock. */
export interface Pulse {
  readonly at: number
  readonly turn: (ClockView & { readonly state: string; readonly place: number }) | null
}

/** The clock some time after it was told; the part that does not run stands. */
export function counted(pulse: Pulse | null, now: number): { clock: ClockView; state: string } | null {
  if (!pulse?.turn) return null
  const { present, question, running, state } = pulse.turn
  const passed = running ? Math.max(0, now - pulse.at) : 0
  return {
    state,
    clock: {
      running,
      present: state === 'presenting' ? present - passed : present,
      question: state === 'questions' ? question - passed : question,
    },
  }
}

/** `9:05`, over time `-0:12`. What is left is rounded up, so that 0:00 is the end and not the last second. */
export function shownTime(ms: number): string {
  const seconds = ms >= 0 ? Math.ceil(ms / 1000) : Math.floor(-ms / 1000)
  const sign = ms < 0 && seconds > 0 ? '-' : ''
  return `${sign}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How urgent: below a minute it is said in another colour, below nothing in a third. */
export const urgency = (ms: number): 'calm' | 'soon' | 'over' =>
  ms < 0 ? 'over' : ms <= 60_000 ? 'soon' : 'calm'
