import { decimal } from './bytes.ts'
import { COSIGNATURE, isSameKey, parseKey, type NoteKey } from './keys.ts'
import { checkCosignature, checkSignature, parseNote, type Note } from './note.ts'

/** C2SP tlog-policy: which logs are known, which witnesses, and how many of them must have signed a checkpoint. */
export interface Policy {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  readonly groups: readonly PolicyGroup[]
  /** Name of a witness or a group; null for `quorum none`. */
  readonly quorum: string | null
}

export interface PolicyLog {
  readonly vkey: string
  readonly key: NoteKey
  readonly url: string | null
}

export interface PolicyWitness extends PolicyLog {
  /** What this file calls it. */
  readonly name: string
}

export interface PolicyGroup {
  readonly name: string
  /** Members of which so many must have signed. */
  readonly threshold: number
  readonly members: readonly string[]
}

/** Far above the 32 that the format asks for; a hostile file is not read on. */
const MOST_LINES = 4096
const NONE = 'none'

type Draft = {
  logs: PolicyLog[]
  witnesses: PolicyWitness[]
  groups: PolicyGroup[]
  quorum: string | null | undefined
}
/** What is wrong with a line; null when it was taken. */
type Reader = (draft: Draft, words: readonly string[]) => string | null

/** Reads a policy, or says in which line it is wrong. */
export function parsePolicy(text: string): Policy | string {
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) return 'control character in a policy'
  if (text !== '' && !text.endsWith('\n')) return 'no newline at the end'
  const lines = text.split('\n').slice(0, -1)
  if (lines.length > MOST_LINES) return 'too many lines'
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorum: undefined }
  for (const [at, line] of lines.entries()) {
    const [word, ...words] = line.split(/[ \t]+/).filter((one) => one !== '')
    if (word === undefined || word.startsWith('#')) continue
    const reader = READERS.get(word)
    const why = reader ? reader(draft, words) : `unknown word ${word.slice(0, 40)}`
    if (why) return `line ${at + 1}: ${why}`
  }
  const { quorum, ...more } = draft
  return quorum === undefined ? 'no quorum line' : { ...more, quorum }
}

const READERS = new Map<string, Reader>([
  ['log', readLog],
  ['witness', readWitness],
  ['group', readGroup],
  ['quorum', readQuorum],
])

function readLog({ logs }: Draft, [vkey = '', url, ...more]: readonly string[]): string | null {
  const key = parseKey(vkey)
  if (!key || key.type === COSIGNATURE || more.length > 0)
    return 'a log has the key of a log, and a URL or none'
  if (logs.some((one) => isSameKey(one.key, key))) return 'the same log twice'
  logs.push({ vkey, key, url: url ?? null })
  return null
}

function readWitness(draft: Draft, [name = '', vkey = '', url, ...more]: readonly string[]): string | null {
  const key = parseKey(vkey)
  if (key?.type !== COSIGNATURE || more.length > 0)
    return 'a witness has a name, the key of a witness, and a URL or none'
  if (isTaken(draft, name)) return `${name} is named twice`
  // Two names for one key would let one witness count as two.
  if (draft.witnesses.some((one) => isSameKey(one.key, key))) return 'the same witness twice'
  draft.witnesses.push({ name, vkey, key, url: url ?? null })
  return null
}

function readGroup(draft: Draft, [name = '', count = '', ...members]: readonly string[]): string | null {
  if (name === '' || isTaken(draft, name)) return `${name} is named twice`
  if (members.length === 0) return 'a group without members'
  for (const [at, member] of members.entries()) {
    if (!isDefined(draft, member)) return `${member} is not defined above`
    // A witness reached on two ways would count twice.
    const elsewhere = draft.groups.some((group) => group.members.includes(member))
    if (elsewhere || members.indexOf(member) !== at) return `${member} is a member twice`
  }
  const threshold = count === 'all' ? members.length : count === 'any' ? 1 : decimal(count)
  if (threshold === null || threshold < 1 || threshold > members.length)
    return 'the threshold of a group is any, all or a number of its members'
  draft.groups.push({ name, threshold, members })
  return null
}

function readQuorum(draft: Draft, [name = '', ...more]: readonly string[]): string | null {
  if (draft.quorum !== undefined) return 'a second quorum line'
  if (more.length > 0) return 'a quorum is one name'
  if (name !== NONE && !isDefined(draft, name)) return `${name} is not defined above`
  draft.quorum = name === NONE ? null : name
  return null
}

const isDefined = ({ witnesses, groups }: Draft, name: string) =>
  [...witnesses, ...groups].some((one) => one.name === name)
const isTaken = (draft: Draft, name: string) => name === NONE || isDefined(draft, name)

/** How a checkpoint stands to a policy. */
export interface PolicyVerdict {
  /** Signed by one of the logs (where any is named), and by witnesses as the quorum asks. */
  readonly holds: boolean
  /** The log's verifier key that signed; null where none is named in the policy or none signed. */
  readonly log: string | null
  /** The witnesses that signed. */
  readonly witnesses: readonly {
    readonly name: string
    readonly keyName: string
    readonly vkey: string
    /** Seconds since 1970, as the witness says. */
    readonly at: number
  }[]
  /** Witnesses of the policy that did not sign, by their names in it. */
  readonly missing: readonly string[]
  /** Why it does not hold; null when it does. */
  readonly why: string | null
}

/** Judges a signed checkpoint, text or parsed. A signature in a known name that does not hold spoils the whole note. */
export function checkPolicy(policy: Policy, checkpoint: string | Note): PolicyVerdict {
  const note = typeof checkpoint === 'string' ? parseNote(checkpoint) : checkpoint
  if (typeof note === 'string') return refused(note)
  const origin = note.text.slice(0, note.text.indexOf('\n'))
  let log: string | null = null
  for (const one of policy.logs) {
    const state = checkSignature(note, one.key)
    if (state === 'false') return refused(`the signature of ${one.key.name} does not hold`)
    if (state === 'verified' && one.key.name === origin) log ??= one.vkey
  }
  const witnesses: PolicyVerdict['witnesses'][number][] = []
  const missing: string[] = []
  for (const one of policy.witnesses) {
    const state = checkCosignature(note, one.key)
    if (state === 'false') return refused(`the signature of the witness ${one.name} does not hold`)
    if (state === 'unknown') missing.push(one.name)
    else witnesses.push({ name: one.name, keyName: one.key.name, vkey: one.vkey, at: state.at })
  }
  const why =
    policy.logs.length > 0 && log === null
      ? 'signed by none of the logs of the policy'
      : isWitnessed(policy, new Set(witnesses.map((one) => one.name)))
        ? null
        : `the quorum ${policy.quorum} is not reached: ${missing.join(', ')} did not sign`
  return { holds: why === null, log, witnesses, missing, why }
}

const refused = (why: string): PolicyVerdict => ({ holds: false, log: null, witnesses: [], missing: [], why })

/** Whether these witnesses (by their names in the policy) are a quorum. */
export function isWitnessed(policy: Policy, signed: ReadonlySet<string>): boolean {
  const held = new Set(signed)
  // Groups speak only of what stands above them: one pass is enough.
  for (const group of policy.groups) {
    if (group.members.filter((one) => held.has(one)).length >= group.threshold) held.add(group.name)
  }
  return policy.quorum === null || held.has(policy.quorum)
}
