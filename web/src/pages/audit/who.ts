import { useColleagueName } from '../../api/colleagues.ts'

/** A user by name where the reader knows it, else by the end of the id. */
export function useWho(): (id: string | null) => string {
  const colleague = useColleagueName()
  return (id) => (id === null ? '—' : colleague(id, `…${id.slice(-6)}`))
}
