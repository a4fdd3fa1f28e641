import { canonical } from '../../../kernel/canonical.ts'
import { type Suite, suite, suiteOf } from '../../../safeguard/crypto/index.ts'

/**
 * The draw by lot 抽签 as arithmetic: from what is published anybody counts the same order again, in any language, with
 * the published hash (SHA-256 or SM3), HMAC and a shuffle. Nothing here reads a clock, a database or chance.
 */

/** Those who draw together: all, or the teams of one division. */
export interface Group {
  readonly code: string
  readonly teams: readonly string[]
}

/** A word that a team said aloud after the commitment was published. */
export interface Word {
  readonly teamId: string
  readonly word: string
}

export const ALGORITHMS = ['sha256', 'sm3'] as const
export type DrawAlgorithm = (typeof ALGORITHMS)[number]

/** That of the space. The commitment is made by it, so that no other can be chosen once the words are known. */
export const drawAlgorithm = (): DrawAlgorithm => suite().hash.name

const suiteBy = (algorithm: DrawAlgorithm): Suite => suiteOf(algorithm === 'sm3' ? 'guomi' : 'international')

export interface Committed {
  readonly algorithm: DrawAlgorithm
  /** The draw's own id: a commitment cannot be shown for another draw. */
  readonly draw: string
  /** 32 bytes, hex. */
  readonly seed: string
  readonly groups: readonly Group[]
}

export interface Drawn extends Committed {
  /** Root of the evidence log with the closing entry as its last, Base64 as on checkpoints. */
  readonly root: string
  readonly words: readonly Word[]
}

/** The order of teams and words as they were typed tells nothing and changes nothing. */
const sortedGroups = (groups: readonly Group[]) =>
  groups.map(({ code, teams }) => ({ code, teams: [...teams].sort() }))

const sortedWords = (words: readonly Word[]) =>
  words
    .map(({ teamId, word }) => ({ teamId, word }))
    .sort((a, b) => (a.teamId < b.teamId ? -1 : a.teamId > b.teamId ? 1 : 0))

/** What is published first: it binds seed and list without showing the seed. */
export function commitmentOf({ algorithm, draw, seed, groups }: Committed): string {
  const bound = { draw, groups: sortedGroups(groups), seed, v: 1 }
  return suiteBy(algorithm).hash.of(canonical(bound)).toString('hex')
}

/** Teams from the first place to the last: group after group, shuffled within each. */
export function orderOf({ algorithm, draw, seed, groups, root, words }: Drawn): string[] {
  const spoken = { draw, root, v: 1, words: sortedWords(words) }
  const by = suiteBy(algorithm)
  const key = by.mac(Buffer.from(seed, 'hex'), canonical(spoken))
  return sortedGroups(groups).flatMap(({ code, teams }) => shuffled(teams, numbers(by, key, code)))
}

/** Fisher–Yates from the end: each of the n! orders is as likely as any other. */
export function shuffled(items: readonly string[], next: () => number): string[] {
  const out = [...items]
  for (let at = out.length - 1; at > 0; at--) {
    const other = below(at + 1, next)
    const kept = out[at]!
    out[at] = out[other]!
    out[other] = kept
  }
  return out
}

const SPAN = 2 ** 32

/** A number below `n`; values of the last, incomplete stretch are thrown away, since a remainder would prefer small ones. */
function below(n: number, next: () => number): number {
  const whole = SPAN - (SPAN % n)
  for (;;) {
    const value = next()
    if (value < whole) return value % n
  }
}

/** Numbers of 32 bits, big-endian: HMAC(key, `group:0`), `group:1`, … */
function numbers(by: Suite, key: Buffer, group: string): () => number {
  let block: Buffer = Buffer.alloc(0)
  let used = 0
  let count = 0
  return () => {
    if (used === block.length) {
      block = by.mac(key, `${group}:${count++}`)
      used = 0
    }
    const value = block.readUInt32BE(used)
    used += 4
    return value
  }
}
