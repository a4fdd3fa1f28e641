import { sm2 } from 'sm-crypto-v2'

type Prepared = ReturnType<typeof sm2.precomputePublicKey>

/** A table makes each verification five times as fast and costs as much as some forty without it. */
const WORTH_IT = 8
/** Keys that are remembered; the least lately used one goes. A table holds about two megabytes. */
const MOST_TABLES = 32
const MOST_COUNTED = 1024

const tables = new Map<string, Prepared>()
const uses = new Map<string, number>()

/** The key as the library takes it: with multiples worked out where it is used again and again. */
export function preparedKey(publicKey: Uint8Array): string | Prepared {
  const key = Buffer.from(publicKey).toString('hex')
  const table = tables.get(key)
  if (table) {
    tables.delete(key)
    tables.set(key, table)
    return table
  }
  const used = (uses.get(key) ?? 0) + 1
  uses.delete(key)
  if (used < WORTH_IT) {
    uses.set(key, used)
    dropOldest(uses, MOST_COUNTED)
    return key
  }
  const made = sm2.precomputePublicKey(key)
  tables.set(key, made)
  dropOldest(tables, MOST_TABLES)
  return made
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  if (map.size > most) map.delete(map.keys().next().value!)
}
