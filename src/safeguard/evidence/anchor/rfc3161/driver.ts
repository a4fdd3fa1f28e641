import { readFile } from 'node:fs/promises'
import type { Clock } from '../../../../kernel/clock.ts'
import type { Random } from '../../../../kernel/random.ts'
import { type AnchorDriver, AnchorError } from '../driver.ts'
import { ask } from './ask.ts'
import { readPem } from './chain.ts'
import { makeQuery } from './request.ts'
import { verifyStamp } from './verify.ts'

export interface Rfc3161Options {
  readonly url: string
  /** PEM file of the certificates that are trusted; without one nobody is. */
  readonly caFile: string | null
  readonly policy: string | null
  readonly timeoutMs: number
  readonly clock: Clock
  readonly random: Random
}

/** How far the authority's clock and ours may be apart, ms. */
const SKEW_MS = 10 * 60_000

/** Time stamps by RFC 3161 over HTTP. */
export function rfc3161(options: Rfc3161Options): AnchorDriver {
  const { url, caFile, policy, timeoutMs, clock, random } = options
  return {
    name: 'rfc3161',
    async anchor(text) {
      const trusted = readPem(await readTrusted(caFile))
      const { der, nonce } = makeQuery(text, policy, random)
      const asked = clock.now()
      const token = await ask(url, der, timeoutMs)
      const { at, authority } = verifyStamp(token, { text, nonce, policy, trusted })
      // A stamp of another time would pass for ever as one of then.
      if (at < asked - SKEW_MS || at > clock.now() + SKEW_MS)
        throw new AnchorError('time', `stamped for ${new Date(at).toISOString()}`)
      return { token, authority, at }
    },
  }
}

async function readTrusted(file: string | null): Promise<string> {
  if (file === null) throw new AnchorError('chain', 'anchor.caFile names no certificates to trust')
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AnchorError('chain', `the file of trusted certificates cannot be read (${error.code})`)
  })
}
