import { useEffect, useState } from 'react'

/** Milliseconds since it began, counted once a second while it goes on. */
export function useElapsed(going: boolean): number | null {
  const [ms, setMs] = useState<number | null>(null)
  useEffect(() => {
    if (!going) return setMs(null)
    const began = Date.now()
    setMs(0)
    const timer = setInterval(() => setMs(Date.now() - began), 1000)
    return () => clearInterval(timer)
  }, [going])
  return ms
}
