import { useEffect, useState } from 'react'
import type { Recorded } from '../../api/audit.ts'
import { restMs } from './replay-state.ts'

export const SPEEDS = [1, 4, 16, 60] as const
export type Speed = (typeof SPEEDS)[number]

/** Plays a session: at which step it is, whether it goes on, how fast. */
export function usePlayer(steps: readonly Recorded[], start: number) {
  const [place, setPlace] = useState(Math.min(start, Math.max(0, steps.length - 1)))
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(4)
  const last = steps.length - 1
  useEffect(() => {
    if (!playing) return
    const [step, next] = [steps[place], steps[place + 1]]
    if (!step || !next) return setPlaying(false)
    const timer = setTimeout(() => setPlace(place + 1), restMs(step, next, speed))
    return () => clearTimeout(timer)
  }, [playing, place, speed, steps])
  const go = (to: number) => {
    setPlaying(false)
    setPlace(Math.min(last, Math.max(0, to)))
  }
  return {
    place,
    playing,
    speed,
    setSpeed,
    go,
    /** From the end it begins again. */
    toggle: () => {
      if (!playing && place >= last) setPlace(0)
      setPlaying(!playing)
    },
  }
}
