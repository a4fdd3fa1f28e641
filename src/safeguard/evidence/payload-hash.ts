import { type Suite, suiteOf } from '../crypto/index.ts'
import type { EntryView } from './verifier/index.ts'

type Algorithm = NonNullable<EntryView['payload']>['alg']

/** What an entry calls the hash of its payload. */
export const payloadAlgorithm = (suite: Suite): Algorithm => `${suite.hash.name}-salted`

/** Hex hash over salt and body by the algorithm that the entry names: a space verifies what the other suite wrote. */
export const payloadHash = (algorithm: Algorithm, salt: Uint8Array, body: string): string =>
  suiteOf(algorithm === 'sm3-salted' ? 'guomi' : 'international')
    .hash.of(salt, body)
    .toString('hex')
