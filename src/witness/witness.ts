import {
  base64,
  checkSignature,
  COSIGNATURE,
  linesBy,
  type NoteKey,
  parseKey,
  parseNote,
  printFork,
  printNoteKey,
} from '../safeguard/evidence/verifier/index.ts'
import type { Cosigner } from './cosigner.ts'
import { decide, isSignedByLog } from './decide.ts'
import { type Seen, WitnessError } from './model.ts'
import { type AddCheckpoint, parseAddCheckpoint } from './request.ts'
import type { Store } from './store.ts'

/** An answer of the protocol. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

export interface Witness {
  readonly vkey: string
  readonly name: string
  /** Origins that this witness knows, with what it saw last of each. */
  seen(): readonly { readonly origin: string; readonly last: Seen | null; readonly stopped: string | null }[]
  /** C2SP tlog-witness add-checkpoint. Answers of 200 are on the disk before they are given. */
  add(body: Uint8Array): Promise<Answer>
  /** Until everything under way is answered. */
  settled(): Promise<void>
}

const TEXT = 'text/plain; charset=utf-8'
/** Requests that wait for the disk; more are sent away, so that a flood costs neither memory nor patience. */
const MOST_WAITING = 64

const plain = (status: number, why: string): Answer => ({ status, type: TEXT, body: `${why}\n` })

/** Reads the keys of logs. Several keys of one name stand beside each other, as after a change of key. */
export function readLogs(texts: readonly string[]): Map<string, NoteKey[]> {
  const logs = new Map<string, NoteKey[]>()
  for (const text of texts) {
    const key = parseKey(text.trim())
    if (!key || key.type === COSIGNATURE)
      throw new WitnessError('USAGE', `不是日志的公钥：${text}`, `Not the verifier key of a log: ${text}`)
    logs.set(key.name, [...(logs.get(key.name) ?? []), key])
  }
  return logs
}

/** The witness itself, apart from HTTP: it cosigns what continues what it cosigned before, and nothing else. */
export function createWitness(options: {
  readonly store: Store
  readonly cosigner: Cosigner
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>
  readonly now: () => number
}): Witness {
  const { store, cosigner, logs, now } = options
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let broken: string | null = null

  /** One after the other: what was compared must still hold when it is written (tlog-witness names the race). */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  const cosign = async (request: AddCheckpoint): Promise<Answer> => {
    const { origin, size, root } = request.checkpoint
    const at = store.time(now())
    const line = cosigner.cosign(request.note.text, at)
    await store.put({
      origin,
      size,
      root: base64(root),
      at,
      note: logLines(request, logs.get(origin)!) + line,
    })
    return { status: 200, type: TEXT, body: line }
  }

  const judge = async (request: AddCheckpoint): Promise<Answer> => {
    const { origin } = request.checkpoint
    if (broken !== null) return plain(503, broken)
    const stopped = store.stopped(origin)
    if (stopped !== null) return plain(503, stopped)
    const seen = store.get(origin)
    const decision = decide(request, seen, [cosigner.key])
    if (decision.cosign) return cosign(request)
    if ('fork' in decision) await store.keepFork(forkOf(request, seen!, logs.get(origin)!))
    if ('forgot' in decision) await store.stop(origin, request.noteText)
    return decision.status === 409
      ? { status: 409, type: 'text/x.tlog.size', body: `${seen?.size ?? 0}\n` }
      : plain(decision.status, decision.why)
  }

  return {
    vkey: cosigner.vkey,
    name: cosigner.key.name,
    seen: () =>
      [...logs.keys()].map((origin) => ({ origin, last: store.get(origin), stopped: store.stopped(origin) })),
    async add(body) {
      const request = parseAddCheckpoint(body)
      if (typeof request === 'string') return plain(400, request)
      const keys = logs.get(request.checkpoint.origin)
      if (!keys) return plain(404, 'this witness does not know the log')
      if (!isSignedByLog(request, keys)) return plain(403, 'not signed by a key that is known for this log')
      if (waiting >= MOST_WAITING) return plain(429, 'too many requests are waiting')
      waiting++
      try {
        return await inTurn(() => judge(request))
      } catch (error) {
        // What is on the disk is not known now: only a restart, which reads it, may go on.
        broken = 'this witness could not write its memory'
        throw error
      } finally {
        waiting--
      }
    },
    settled: async () => void (await last),
  }
}

/** The checkpoint with the signatures of the log alone: cosignatures of others are not ours to keep. */
function logLines({ note }: AddCheckpoint, keys: readonly NoteKey[]): string {
  const lines = keys.flatMap((key) => linesBy(note, key))
  const printed = lines.map(
    ({ name, keyId, signature }) => `— ${name} ${base64(Buffer.concat([keyId, signature]))}\n`,
  )
  return `${note.text}\n${printed.join('')}`
}

/** Two roots of one size under the log's own hand. */
function forkOf(request: AddCheckpoint, seen: Seen, keys: readonly NoteKey[]): string {
  const earlier = parseNote(seen.note)
  const both = keys.find(
    (key) =>
      typeof earlier !== 'string' &&
      checkSignature(earlier, key) === 'verified' &&
      checkSignature(request.note, key) === 'verified',
  )
  return printFork({
    first: seen.note,
    second: logLines(request, keys),
    nodes: [],
    vkey: printNoteKey(both ?? keys[0]!),
  })
}
