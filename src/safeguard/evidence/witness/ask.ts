import { addSignatures, base64, checkCosignature, parseNote } from '../verifier/index.ts'
import type { Peer } from './peers.ts'

/** Why a witness did not sign. Those of the second line say that the log and the witness contradict each other. */
export type Problem =
  | 'unreachable'
  | 'timeout'
  | 'unknown-log'
  | 'unknown-key'
  | 'stopped'
  | 'no-signature'
  | 'false-signature'
  | 'odd-answer'
  | 'busy'
  | 'refused-proof'
  | 'other-root'
  | 'ahead'
  | 'forgot'

/** Not a matter of waiting: somebody must look. */
export const CONFLICTS: readonly string[] = [
  'refused-proof',
  'other-root',
  'ahead',
  'forgot',
] satisfies Problem[]

export type Outcome =
  | {
      readonly ok: true /** Signature lines of this witness. */
      readonly line: string /** ms since 1970. */
      readonly at: number
    }
  | { readonly ok: false; readonly problem: Problem }

export interface Question {
  /** The signed checkpoint, without cosignatures. */
  readonly note: string
  readonly size: number
  /** What the witness cosigned last, as far as is known here. */
  readonly last: { readonly size: number; readonly note: string } | null
  /** Entries in the log now. */
  logSize(): number
  readonly timeoutMs: number
  /** Ends what is under way. */
  readonly signal: AbortSignal
  proof(from: number, to: number): Promise<readonly Uint8Array[]>
}

/** An answer that is longer is not one of a witness. */
const MOST_BYTES = 16 * 1024
/** The size that a witness names may have moved on once more before it is asked again. */
const MOST_TRIES = 3

/** Asks one witness to cosign a checkpoint (C2SP tlog-witness add-checkpoint). Never throws for what the witness does. */
export async function ask(peer: Peer, question: Question): Promise<Outcome> {
  const { note, size, last } = question
  let old = Math.min(last?.size ?? 0, size)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const answer = await post(peer, await bodyOf(question, old, size, note), question)
    if ('problem' in answer) return answer
    if (answer.status === 200) return read(peer, note, answer.text)
    if (answer.status !== 409)
      return no(REFUSALS[answer.status] ?? (answer.status >= 500 ? 'busy' : 'odd-answer'))
    const known = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer.text)?.[1]
    if (known === undefined) return no('odd-answer')
    const stated = Number(known)
    if (stated === old && old === size) return no('other-root')
    // Only this log can have signed what the witness saw: it saw more than there is, so the log was put back.
    if (stated > question.logSize()) return no('ahead')
    if (last && stated < last.size) {
      await remind(peer, question, stated, last)
      return no('forgot')
    }
    // Somebody else showed it a newer checkpoint of ours; the next one that is published is larger.
    if (stated > size || stated === old) return no('busy')
    old = stated
  }
  return no('busy')
}

const no = (problem: Problem): Outcome => ({ ok: false, problem })

const REFUSALS: Readonly<Record<number, Problem>> = {
  403: 'unknown-key',
  404: 'unknown-log',
  422: 'refused-proof',
  429: 'busy',
  503: 'stopped',
}

/** Shows a witness its own cosignature over more than it remembers: an honest one stops and has its folder looked at. */
async function remind(peer: Peer, question: Question, from: number, last: { size: number; note: string }) {
  await post(peer, await bodyOf(question, from, last.size, last.note), question)
}

async function bodyOf(question: Question, from: number, to: number, note: string): Promise<string> {
  const proof = await question.proof(from, to)
  return `${[`old ${from}`, ...proof.map(base64)].join('\n')}\n\n${note}`
}

/** Only a line that holds under the pinned key counts; others are dropped (tlog-witness). */
function read(peer: Peer, note: string, text: string): Outcome {
  const [line = ''] = text.split('\n').filter((one) => one.startsWith(`— ${peer.name} `))
  const cosigned = parseNote(addSignatures(note, [`${line}\n`]))
  if (line === '' || typeof cosigned === 'string') return no('no-signature')
  const found = checkCosignature(cosigned, peer.key)
  if (found === 'unknown') return no('no-signature')
  if (found === 'false') return no('false-signature')
  return { ok: true, line: `${line}\n`, at: found.at * 1000 }
}

async function post(
  { url }: Peer,
  body: string,
  { timeoutMs, signal: ended }: Pick<Question, 'timeoutMs' | 'signal'>,
): Promise<{ status: number; text: string } | { ok: false; problem: Problem }> {
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ended])
    // A redirect could lead anywhere inside the network of the space.
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body, signal, redirect: 'error' })
    return { status: response.status, text: await readText(response) }
  } catch (error) {
    return { ok: false, problem: (error as Error).name === 'TimeoutError' ? 'timeout' : 'unreachable' }
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).length
    if (bytes > MOST_BYTES) return ''
    parts.push(part as Uint8Array)
  }
  return Buffer.concat(parts).toString('utf8')
}
