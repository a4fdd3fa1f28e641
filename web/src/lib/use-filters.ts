import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

/** Filters live in the address, so that every view can be sent as a link. */
export function useFilters() {
  const [search, setSearch] = useSearchParams()
  const values = useMemo(() => Object.fromEntries(search.entries()), [search])
  const set = useCallback(
    (change: Record<string, string | undefined>) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          // A new filter starts at the first page again.
          if (!('offset' in change)) next.delete('offset')
          for (const [key, value] of Object.entries(change)) {
            if (value) next.set(key, value)
            else next.delete(key)
          }
          return next
        },
        { replace: true },
      )
    },
    [setSearch],
  )
  const replaceAll = useCallback((query: string) => setSearch(new URLSearchParams(query)), [setSearch])
  return { values, set, replaceAll, query: search.toString() }
}
