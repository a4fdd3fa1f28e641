import type { Db } from '../../../platform/postgres/index.ts'
import { edgeRoot, readCheckpoint, readOrNull, sm3RootOf, SM3_TREE, type Edge } from '../log/index.ts'
import { readHistory } from '../keys/index.ts'
import { EVIDENCE_KEY, evidenceFolder, readOrigin, spaceSigner, vkeyFile } from '../space-log.ts'
import { bound } from './database.ts'
import type { Journal } from './journal.ts'
import type { Findings } from './report.ts'

/** What the log has committed to: its segments' headers and its signed checkpoint. */
export interface Roots {
  /** Size of the signed checkpoint; 0 without a true one. */
  readonly signed: number
  check(edge: Edge, sm3: Edge | null): void
  finish(size: number): void
}

interface Expected {
  readonly file: string
  readonly size: number
  readonly root: Uint8Array
  readonly sm3: Uint8Array | null
}

export async function rootsToCheck(
  home: string,
  folder: string,
  db: Db,
  journal: Journal,
  found: Findings,
): Promise<Roots> {
  const expected: Expected[] = journal.segments.flatMap(({ file, first: size, root }) =>
    root ? [{ file, size, root, sm3: null }] : [],
  )
  const vkeys = await identity(home, db, found)
  let signed = 0
  if (vkeys !== null) {
    const published = await readCheckpoint(folder, vkeys).catch((error: Error) => {
      found.derived('checkpoint', null, error.message)
      return null
    })
    if (published) {
      const { size, root, extensions } = published.checkpoint
      expected.push({ file: 'checkpoint', size, root, sm3: sm3RootOf(extensions) })
      signed = size
    }
  }
  return {
    signed,
    check(edge, sm3) {
      for (const one of expected) {
        if (one.size !== edge.size) continue
        if (!edgeRoot(edge).equals(one.root))
          found.add(one.file, one.size, 'its root is not what the entries lead to')
        if (sm3 && one.sm3 && !edgeRoot(sm3, SM3_TREE).equals(one.sm3))
          found.add(one.file, one.size, 'its SM3 root is not what the entries lead to')
      }
    },
    finish(size) {
      for (const one of expected) {
        if (one.size > size)
          found.add(one.file, size, `it speaks of ${one.size} entries, the log has ${size}`)
      }
    },
  }
}

/**
 * The name and the keys of the log, which key file, verifier keys, origin, history and database tell alike. The one that
 * the database knows first, then the rest; null: unknown.
 */
async function identity(home: string, db: Db, found: Findings): Promise<string[] | null> {
  const log = await bound(db)
  const stated = (await readOrNull(vkeyFile(home)))?.toString('utf8').trim() ?? null
  const origin = await readOrigin(home)
  if (origin === null) found.derived('origin', null, 'missing')
  else if (log && origin !== log.origin)
    found.derived('origin', null, `the database belongs to ${log.origin}`)
  const name = log?.origin ?? origin
  const earlier = await historyOf(home, found)
  const held = name === null ? null : await keysOf(home, name, found)
  const vkey = log?.vkey ?? held?.[0] ?? stated?.split('\n')[0]
  const file = `keys/${EVIDENCE_KEY}.vkey`
  if (stated === null) found.derived(file, null, 'missing')
  else if (stated !== (held ?? [vkey]).join('\n') || !stated.startsWith(vkey ?? ''))
    found.derived(file, null, 'the database belongs to another key')
  if (held && held[0] !== vkey)
    found.add(`keys/${EVIDENCE_KEY}.key`, null, 'the database belongs to another key')
  return vkey === undefined ? null : [...new Set([vkey, ...(held ?? []), ...earlier])]
}

async function historyOf(home: string, found: Findings): Promise<string[]> {
  try {
    return (await readHistory(evidenceFolder(home)))?.keys.map((one) => one.vkey) ?? []
  } catch (error) {
    found.add('keys', null, (error as Error).message)
    return []
  }
}

async function keysOf(home: string, origin: string, found: Findings): Promise<readonly string[] | null> {
  try {
    return (await spaceSigner(home, origin)).vkeys
  } catch (error) {
    found.add(`keys/${EVIDENCE_KEY}.key`, null, (error as Error).message)
    return null
  }
}
