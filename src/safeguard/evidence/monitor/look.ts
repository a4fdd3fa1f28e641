import {
  base64,
  checkPolicy,
  checkSignature,
  type Checkpoint,
  hex,
  parseCheckpoint,
  parseKey,
  parseNote,
  type Policy,
  printFork,
  rootsOf,
  type SignedNote,
  sm3Tree,
  trustedKeys,
} from '../verifier/index.ts'
import { RemoteError, type RemoteLog } from './remote.ts'
import type { MonitorState } from './state.ts'
import { growingTree, remoteTree } from './tree.ts'

/** What is wrong with a log, in one word. */
export type AlertKind =
  | 'unreachable'
  | 'missing'
  | 'bad-signature'
  | 'other-log'
  | 'policy'
  | 'stale'
  | 'rollback'
  | 'fork'
  | 'wrong-entries'
  | 'wrong-sm3'

export interface Alert {
  readonly kind: AlertKind
  readonly why: string
  /** A file that shows it to others: for a fork `xinyu-fork/1`, else what was seen. */
  readonly proof?: string
}

export interface Look {
  readonly alerts: readonly Alert[]
  /** What to remember; null where nothing new is to be trusted. */
  readonly state: MonitorState | null
}

export interface LookOptions {
  readonly remote: RemoteLog
  /** Verifier keys of the log, obtained by another way than from the log. */
  readonly vkeys: readonly string[]
  readonly policy: Policy | null
  readonly rebuild: boolean
  readonly staleMs: number
  readonly now: number
}

/** After these the log is no longer one log: what comes after them says nothing. */
export const GRAVE: readonly AlertKind[] = [
  'rollback',
  'fork',
  'wrong-entries',
  'wrong-sm3',
  'bad-signature',
  'other-log',
]

const alert = (kind: AlertKind, why: string, proof?: string): Alert => ({
  kind,
  why,
  ...(proof === undefined ? {} : { proof }),
})

/** One look at a log: signature, policy, consistency with what was seen last, and the entries where asked. */
export async function look(before: MonitorState | null, options: LookOptions): Promise<Look> {
  try {
    const noteText = await options.remote.checkpoint()
    const opened = await open(noteText, options)
    if ('kind' in opened) return { alerts: [opened], state: null }
    const { checkpoint, vkey, note } = opened
    const contradiction = await compare(before, { ...opened, noteText }, options)
    if (contradiction) return { alerts: [contradiction], state: null }
    const wrong = options.rebuild ? await rebuild(checkpoint, options.remote) : null
    if (wrong) return { alerts: [wrong], state: null }
    const freshAt = freshness(before, checkpoint, note, options)
    const alerts: Alert[] = []
    const verdict = options.policy && checkPolicy(options.policy, note)
    if (verdict && !verdict.holds)
      alerts.push(alert('policy', verdict.why ?? 'the policy does not hold', noteText))
    if (options.now - freshAt > options.staleMs)
      alerts.push(alert('stale', `nothing new since ${new Date(freshAt).toISOString()}`))
    const rebuilt = options.rebuild ? checkpoint.size : (before?.rebuilt ?? 0)
    return {
      alerts,
      state: { origin: checkpoint.origin, size: checkpoint.size, note: noteText, vkey, freshAt, rebuilt },
    }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    return { alerts: [alert(error.kind === 'away' ? 'unreachable' : 'missing', error.message)], state: null }
  }
}

interface Opened {
  readonly checkpoint: Checkpoint
  readonly note: SignedNote
  /** The key that signed, trusted at this size. */
  readonly vkey: string
}

/** Form and signature. A key that is not pinned counts only by what the one before it signed about it. */
async function open(noteText: string, { vkeys, remote }: LookOptions): Promise<Opened | Alert> {
  const note = parseNote(noteText)
  const checkpoint = typeof note === 'string' ? null : parseCheckpoint(note.text)
  if (typeof note === 'string' || !checkpoint)
    return alert('bad-signature', typeof note === 'string' ? note : 'not a checkpoint', noteText)
  const origins = vkeys.map((vkey) => parseKey(vkey)?.name)
  if (!origins.includes(checkpoint.origin))
    return alert('other-log', `this is ${checkpoint.origin}`, noteText)
  const signs = (vkey: string) => checkSignature(note, parseKey(vkey)!)
  const states = vkeys.map(signs)
  if (states.includes('false'))
    return alert('bad-signature', 'a signature in the name of the log does not hold', noteText)
  const pinned = vkeys.find((_, at) => states[at] === 'verified')
  if (pinned !== undefined) return { checkpoint, note, vkey: pinned }
  const trusted = trustedKeys(vkeys, (await remote.keyHistory()) ?? undefined)
  if (typeof trusted === 'string') return alert('bad-signature', `the history of keys: ${trusted}`, noteText)
  for (const [vkey, { from, to, needsWitness }] of trusted) {
    const within = checkpoint.size >= from && (to === null || checkpoint.size <= to)
    if (within && !needsWitness && signs(vkey) === 'verified') return { checkpoint, note, vkey }
  }
  return alert('bad-signature', 'not signed by a key that is trusted', noteText)
}

/** Whether the log still is the one that was seen; null when it is. */
async function compare(
  before: MonitorState | null,
  now: Opened & { noteText: string },
  { remote }: LookOptions,
): Promise<Alert | null> {
  const { checkpoint, noteText, vkey } = now
  if (!before) return null
  const seen = parseNote(before.note)
  const earlier = typeof seen === 'string' ? null : parseCheckpoint(seen.text)
  if (!earlier || earlier.origin !== checkpoint.origin)
    return alert('other-log', `this is ${checkpoint.origin}, not ${before.origin}`, noteText)
  if (checkpoint.size < earlier.size)
    return alert(
      'rollback',
      `the log shows ${checkpoint.size} entries after it signed ${earlier.size}`,
      `${JSON.stringify({ format: 'xinyu-rollback/1', seen: before.note, shown: noteText }, null, 2)}\n`,
    )
  const fork = (nodes: Uint8Array[]) =>
    alert(
      'fork',
      `two histories are signed, of ${earlier.size} and of ${checkpoint.size} entries`,
      printFork({ first: before.note, second: noteText, nodes, vkey }),
    )
  const isSame = hex(earlier.root) === hex(checkpoint.root)
  if (checkpoint.size === earlier.size) return isSame ? null : fork([])
  if (earlier.size === 0) return null
  const nodes = await remoteTree(remote, checkpoint.size).consistency(earlier.size)
  const roots = rootsOf(earlier.size, checkpoint.size, nodes)
  if (!roots || hex(roots.second) !== hex(checkpoint.root))
    return alert('missing', 'the tiles do not lead to the root that was signed', noteText)
  return hex(roots.first) === hex(earlier.root) ? null : fork(nodes)
}

/** Every entry is read, and both trees are built anew from them. */
async function rebuild({ size, root, sm3Root }: Checkpoint, remote: RemoteLog): Promise<Alert | null> {
  const [tree, sm3] = [growingTree(), sm3Root ? growingTree(sm3Tree) : null]
  for (let at = 0; at < size; at += 256) {
    for (const entry of await remote.entries(at / 256, Math.min(256, size - at))) {
      tree.add(entry)
      sm3?.add(entry)
    }
  }
  if (hex(tree.root()) !== hex(root))
    return alert(
      'wrong-entries',
      `the entries lead to the root ${base64(tree.root())}, signed is ${base64(root)}`,
    )
  if (sm3 && sm3Root && hex(sm3.root()) !== hex(sm3Root))
    return alert(
      'wrong-sm3',
      `the entries lead to the SM3 root ${base64(sm3.root())}, signed is ${base64(sm3Root)}`,
    )
  return null
}

/** When the log last said something new: by the newest witness of the policy, else when it last changed here. */
function freshness(
  before: MonitorState | null,
  checkpoint: Checkpoint,
  note: SignedNote,
  { policy, now }: LookOptions,
): number {
  const witnessed = policy ? checkPolicy(policy, note).witnesses.map(({ at }) => at * 1000) : []
  if (witnessed.length > 0) return Math.min(now, Math.max(...witnessed))
  return before && before.size === checkpoint.size ? before.freshAt : now
}
