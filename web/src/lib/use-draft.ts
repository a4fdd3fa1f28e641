import { useCallback, useState } from 'react'

const prefix = 'xinyu.draft.'

/** A wizard's values, kept in this browser at each change until they are published or dropped. */
export function useDraft<T extends object>(key: string, start: T) {
  const name = prefix + key
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = localStorage.getItem(name)
      return kept ? { ...start, ...(JSON.parse(kept) as T) } : start
    } catch {
      return start
    }
  })
  const [kept, setKept] = useState(() => localStorage.getItem(name) !== null)
  const set = useCallback(
    (change: Partial<T>) =>
      setValue((before) => {
        const next = { ...before, ...change }
        localStorage.setItem(name, JSON.stringify(next))
        setKept(true)
        return next
      }),
    [name],
  )
  const drop = useCallback(() => {
    localStorage.removeItem(name)
    setKept(false)
  }, [name])
  const restart = useCallback(() => {
    localStorage.removeItem(name)
    setKept(false)
    setValue(start)
  }, [name, start])
  return { value, set, drop, restart, kept }
}
