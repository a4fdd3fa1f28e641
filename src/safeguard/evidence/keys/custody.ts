import { guomi, international, signingKey } from '../../crypto/index.ts'
import { makeSigner, type Signer } from '../log/index.ts'

/** The log's keys in custody, by generation: `evidence`, `evidence-2`, …, and `evidence-sm2`, … in a 国密 space. */
export const keyNames = (generation: number, sm2: boolean): string[] => {
  const suffix = generation === 1 ? '' : `-${generation}`
  return [`evidence${suffix}`, ...(sm2 ? [`evidence-sm2${suffix}`] : [])]
}

export interface CustodyOptions {
  readonly home: string
  readonly origin: string
  readonly generation: number
  /** Whether an SM2 key signs beside the Ed25519 key. */
  readonly sm2: boolean
  /** Forbids making new keys: one that vanished must not be replaced in silence. */
  readonly existing: boolean
}

/** @throws XinyuError KEY_MISSING, KEY_UNREADABLE, KEY_EXPOSED */
export async function logSigner(options: CustodyOptions): Promise<Signer> {
  const { home, origin, existing } = options
  const [first = '', second] = keyNames(options.generation, options.sm2)
  const ed25519 = await signingKey(international, home, first, { existing })
  const sm2 = second === undefined ? undefined : await signingKey(guomi, home, second, { existing })
  return makeSigner({ ed25519, sm2 }, origin)
}
