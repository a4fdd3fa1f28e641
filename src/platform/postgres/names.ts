/** An INSERT sent this often gets prepared: it has but one plan, so that nothing is lost by keeping it. */
const OFTEN = 5
/** Statements that are counted, and that are kept prepared: each costs memory in every connection. */
const MOST_COUNTED = 500
const MOST_PREPARED = 50
const FREQUENT = /^(insert into|\/\* with commit \*\/) /

/** Names of the statements worth preparing, for all connections of a pool. */
export interface Names {
  of(text: string): string | undefined
}

export function makeNames(): Names {
  const counts = new Map<string, number>()
  const names = new Map<string, string>()
  return {
    of(text) {
      const name = names.get(text)
      if (name || names.size >= MOST_PREPARED || !FREQUENT.test(text)) return name
      const count = (counts.get(text) ?? 0) + 1
      if (counts.size >= MOST_COUNTED) counts.clear()
      counts.set(text, count)
      if (count >= OFTEN) names.set(text, `xinyu_${names.size}`)
      return undefined
    },
  }
}
