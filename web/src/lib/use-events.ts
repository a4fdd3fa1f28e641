import { useEffect, useRef } from 'react'

/** Listens to server-sent events while mounted; the browser reconnects by itself. `path` null: not listening. */
export function useEvents(path: string | null, handlers: Record<string, (data: unknown) => void>): void {
  const latest = useRef(handlers)
  latest.current = handlers
  const names = Object.keys(handlers).join(' ')
  useEffect(() => {
    if (!path) return
    const source = new EventSource(`/api${path}`)
    for (const name of names.split(' ')) {
      source.addEventListener(name, (event) => {
        latest.current[name]?.(JSON.parse((event as MessageEvent<string>).data))
      })
    }
    return () => source.close()
  }, [path, names])
}
