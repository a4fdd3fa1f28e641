import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ClockView } from '../../api/contest-final.ts'
import { useEvents } from '../../lib/use-events.ts'
import { type Pulse, counted } from './clock.ts'

/** How often a running clock is drawn: smoother than its seconds. */
const DRAW_MS = 250

/**
 * Listens to a stage: reads its pages again when something changed, and returns the clock as it stands now. The server
 * tells it each second; in between, and while the network is away, it is counted on here.
 */
export function useStageClock(
  contestId: string,
  path: string,
): { readonly clock: ClockView; readonly state: string } | null {
  const client = useQueryClient()
  const [pulse, setPulse] = useState<Pulse | null>(null)
  const [now, setNow] = useState(() => performance.now())
  useEvents(path, {
    clock: (data) => {
      const { turn } = data as { turn: Pulse['turn'] }
      setPulse({ at: performance.now(), turn })
      setNow(performance.now())
    },
    changed: () => void client.invalidateQueries({ queryKey: ['contest-stage', contestId] }),
  })
  const running = pulse?.turn?.running ?? false
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(performance.now()), DRAW_MS)
    return () => clearInterval(timer)
  }, [running])
  return counted(pulse, now)
}
