import { canonical, type Json } from '../../../kernel/canonical.ts'
import { signingKey, suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { hostsOf, openWay } from '../../../supply/source/connect/index.ts'
import { hookKey } from './hook.ts'
import type { Notice } from './make.ts'
import { Verdict } from './model.ts'

/** An answer is one small JSON object; whatever is larger is none. */
const MOST_BYTES = 16 * 1024

interface Sent {
  /** `delivered`, or in a word why not; null where the provider has no hook. */
  readonly result: string | null
  readonly text: string
}

export interface Delivered {
  readonly result: string | null
  readonly verdict: Verdict | null
}

/** Tells the provider's webhook of a grant. What it answers counts where the contract gives a veto. */
export async function deliver(core: Core, notice: Notice, timeoutMs: number): Promise<Delivered> {
  const { result, text } = await send(core, notice.providerId, { type: 'grant', ...notice }, timeoutMs)
  if (result !== 'delivered' || notice.answerUntil === null) return { result, verdict: null }
  const verdict = Verdict.safeParse(parsed(text))
  return { result, verdict: verdict.success ? verdict.data : null }
}

/** Sends a message that says that it is a test, and keeps how the other end took it. Null: there is no hook. */
export async function testHook(core: Core, participantId: string): Promise<string | null> {
  const { result } = await send(core, participantId, { type: 'test', at: core.clock.now() }, TEST_MS)
  if (result !== null) await keepLast(core, participantId, result)
  return result
}

const TEST_MS = 5_000

/**
 * Posts one message. Slow, dead, redirecting and huge answers are results, never errors. The body is canonical JSON;
 * `xinyu-signature` is base64 of the body key's signature over its exact bytes, and a moment in the body keeps it from being replayed.
 */
async function send(core: Core, participantId: string, message: Json, timeoutMs: number): Promise<Sent> {
  const hook = await core.db
    .selectFrom('provider_hook')
    .select('url')
    .where('participant_id', '=', participantId)
    .where('active', '=', true)
    .executeTakeFirst()
  if (!hook) return { result: null, text: '' }
  const { allowedHosts, allowLoopback } = await hostsOf(core)
  const way = openWay({ allowedHosts, allowLoopback }, { timeoutMs, maxBytes: MOST_BYTES, caPem: null })
  try {
    const body = canonical(message)
    const key = await signingKey(suite(), core.home, hookKey(participantId), { existing: true })
    const signature = (await key.sign(Buffer.from(body))).toString('base64')
    const headers = { 'content-type': 'application/json', 'xinyu-signature': signature }
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await way.ask({ method: 'POST', url: new URL(hook.url), headers, body }, signal)
    const taken = answer.status >= 200 && answer.status <= 299
    return { result: taken ? 'delivered' : `status ${answer.status}`, text: taken ? answer.text : '' }
  } catch (error) {
    const { code, message: words } = error as { code?: string; message?: string }
    return { result: (code ?? words ?? 'failed').slice(0, 120), text: '' }
  } finally {
    way.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** How the webhook took the last message, for the provider's own eyes. */
export async function keepLast(core: Core, participantId: string, result: string): Promise<void> {
  await core.db
    .updateTable('provider_hook')
    .set({ last: JSON.stringify({ at: core.clock.now(), result }) })
    .where('participant_id', '=', participantId)
    .execute()
}
