import { canonical } from '../../kernel/canonical.ts'

/** One place where a version differs from the one before. */
export interface Difference {
  /** `rounds.preliminary.submission.closesAt`: items of a list are called by their code. */
  readonly where: string
  readonly before: string
  readonly after: string
}

/** More than this nobody reads in a list; the whole version can be opened. */
const MOST = 50
const MOST_TEXT = 200

/** What changed between two schemes, leaf by leaf. */
export function differences(before: unknown, after: unknown): Difference[] {
  const old = leavesOf(before)
  const now = leavesOf(after)
  const found: Difference[] = []
  for (const where of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(where) ?? '', now.get(where) ?? '']
    if (was !== is) found.push({ where, before: was.slice(0, MOST_TEXT), after: is.slice(0, MOST_TEXT) })
    if (found.length === MOST) break
  }
  return found
}

function leavesOf(value: unknown, where = '', into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object')) into.set(where, value.join(', '))
    else
      for (const [at, item] of value.entries())
        leavesOf(item, join(where, (item as { code?: string } | null)?.code ?? String(at)), into)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) leavesOf(item, join(where, key), into)
  } else into.set(where, typeof value === 'string' ? value : canonical(value))
  return into
}

const join = (where: string, key: string): string => (where === '' ? key : `${where}.${key}`)
