import { base64, fromBase64, hex, sameBytes, utf8Text } from './bytes.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { isCanonical } from './entry.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { HASH_BYTES, nodeHash } from './merkle.ts'
import { checkSignature, parseNote } from './note.ts'
import { COSIGNATURE, parseKey } from './keys.ts'

export const FORK_FORMAT = 'xinyu-fork/1'
const MOST_BYTES = 1024 * 1024
const MOST_HASHES = 64

/** Two checkpoints that one log signed and that cannot both be of one history. */
export interface Fork {
  /** The signed notes, verbatim; `first` is not larger than `second`. */
  readonly first: string
  readonly second: string
  /**
   * For two sizes: nodes of the second tree, from the seed up as in a consistency proof (RFC 9162 §2.1.4), the seed
   * always with them. They lead to the second root, and to a first root that is not the one that was signed.
   */
  readonly nodes: readonly Uint8Array[]
  /** The key of the log, `name+keyid+base64`. */
  readonly vkey: string
}

export type ForkVerdict =
  | {
      readonly ok: true
      readonly origin: string
      readonly sizes: readonly [number, number]
      readonly pinned: boolean
      readonly says: string
    }
  | { readonly ok: false; readonly why: string }

/** The file: canonical JSON, so that it has one spelling. */
export const printFork = (fork: Fork): string =>
  `${canonical({
    format: FORK_FORMAT,
    first: fork.first,
    second: fork.second,
    nodes: fork.nodes.map(base64),
    vkey: fork.vkey,
  })}\n`

/** Whether bytes look like such a file; what is in it is not yet judged. */
export const looksLikeFork = (bytes: Uint8Array): boolean => {
  const text = bytes.length > MOST_BYTES ? null : utf8Text(bytes)
  return text !== null && text.includes(`"format":"${FORK_FORMAT}"`)
}

/**
 * Whether a file proves that a log showed two histories. It needs no trust in whoever made it: two signatures of the log
 * and hashes are all it rests on. `vkey`: the keys that the reader trusts to be the log's, obtained by another way.
 */
export function verifyFork(
  bytes: Uint8Array,
  options: { vkey?: string | readonly string[] } = {},
): ForkVerdict {
  const fork = readFork(bytes)
  if (typeof fork === 'string') return { ok: false, why: fork }
  const key = parseKey(fork.vkey)
  // A witness's key signs what others show it: its two cosignatures are no fork of the log.
  if (!key || key.type === COSIGNATURE) return { ok: false, why: 'not the key of a log' }
  const trusted = options.vkey === undefined ? null : [options.vkey].flat()
  if (trusted && !trusted.some((one) => one.trim() === fork.vkey))
    return { ok: false, why: 'the checkpoints are signed by a key that is not trusted here' }
  const both: Checkpoint[] = []
  for (const text of [fork.first, fork.second]) {
    const note = parseNote(text)
    const checkpoint = typeof note === 'string' ? null : parseCheckpoint(note.text)
    if (typeof note === 'string' || !checkpoint) return { ok: false, why: 'not a checkpoint' }
    if (checkpoint.origin !== key.name) return { ok: false, why: 'a checkpoint of another log' }
    if (checkSignature(note, key) !== 'verified') return { ok: false, why: 'the log did not sign both' }
    both.push(checkpoint)
  }
  const [first, second] = both as [Checkpoint, Checkpoint]
  const why = contradiction(first, second, fork.nodes)
  if (why !== null) return { ok: false, why }
  return {
    ok: true,
    origin: key.name,
    sizes: [first.size, second.size],
    pinned: trusted !== null,
    says:
      first.size === second.size
        ? `two roots were signed for the size ${first.size}: ${hex(first.root)} and ${hex(second.root)}`
        : `the signed tree of ${second.size} does not hold the first ${first.size} entries of the signed tree of ${first.size}`,
  }
}

/** Null when the two contradict each other; else why they are not shown to. */
function contradiction(first: Checkpoint, second: Checkpoint, nodes: readonly Uint8Array[]): string | null {
  if (first.size > second.size) return 'the first checkpoint is the larger one'
  if (first.size === second.size) {
    if (nodes.length > 0) return 'nodes between equal sizes'
    return sameBytes(first.root, second.root) ? 'both are the same tree' : null
  }
  if (first.size === 0) return 'every tree continues the empty one'
  const roots = rootsOf(first.size, second.size, nodes)
  if (!roots || !sameBytes(roots.second, second.root)) return 'the nodes do not lead to the second root'
  return sameBytes(roots.first, first.root) ? 'the second tree continues the first' : null
}

/**
 * Both roots that the nodes of a consistency proof lead to, its seed always given (RFC 9162 §2.1.4.2 without the
 * shortcut for complete trees). Null when their number does not fit the sizes.
 */
export function rootsOf(
  firstSize: number,
  secondSize: number,
  nodes: readonly Uint8Array[],
): { first: Uint8Array; second: Uint8Array } | null {
  let [fn, sn] = [firstSize - 1, secondSize - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  const [seed, ...rest] = nodes
  if (!seed) return null
  let [first, second] = [seed, seed]
  for (const hash of rest) {
    if (sn === 0) return null
    if (fn % 2 === 1 || fn === sn) {
      first = nodeHash(hash, first)
      second = nodeHash(hash, second)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      second = nodeHash(second, hash)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 ? { first, second } : null
}

const half = (n: number) => Math.floor(n / 2)

function readFork(bytes: Uint8Array): Fork | string {
  const text = bytes.length > MOST_BYTES ? null : utf8Text(bytes)
  if (text === null) return `not a ${FORK_FORMAT} file`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  if (!isRecord(value) || !text.endsWith('\n') || !isCanonical(value, text.slice(0, -1)))
    return 'not in canonical form'
  const { format, first, second, nodes, vkey, ...more } = value
  if (format !== FORK_FORMAT) return `not a ${FORK_FORMAT} file`
  if (Object.keys(more).length > 0) return `unknown part ${Object.keys(more)[0]}`
  if (
    typeof first !== 'string' ||
    typeof second !== 'string' ||
    typeof vkey !== 'string' ||
    !Array.isArray(nodes)
  )
    return 'a part is missing'
  if (nodes.length > MOST_HASHES) return 'too many nodes'
  const hashes = nodes.map((one) => (typeof one === 'string' ? fromBase64(one) : null))
  if (hashes.some((one) => one?.length !== HASH_BYTES)) return 'a node is not a hash'
  return { first, second, nodes: hashes as Uint8Array[], vkey }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
