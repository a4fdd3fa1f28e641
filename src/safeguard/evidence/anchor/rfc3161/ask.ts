import { AnchorError } from '../driver.ts'

/** An honest answer with a chain of certificates is some kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024

/**
 * Sends a question (RFC 3161 §3.4) and takes no more than an answer needs, however long or slow it is.
 * @throws AnchorError unreachable, timeout, too-large, not-a-token
 */
export async function ask(url: string, query: Buffer, timeoutMs: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(query),
      // Another address than the one that was set is not asked.
      redirect: 'error',
      signal,
    })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw new AnchorError('unreachable', `it answered ${answer.status}`)
    }
    return await limited(answer)
  } catch (error) {
    if (error instanceof AnchorError) throw error
    if (signal.aborted) throw new AnchorError('timeout', `no answer within ${timeoutMs} ms`)
    const cause = (error as Error).cause
    throw new AnchorError('unreachable', cause instanceof Error ? cause.message : (error as Error).message)
  }
}

async function limited(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > MAX_ANSWER_BYTES) throw new AnchorError('too-large', `more than ${MAX_ANSWER_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
