import type { Random } from '../../../kernel/index.ts'
import { digestOf } from '../../crypto/index.ts'

const TOKEN_BYTES = 32

/** A secret that its holder alone keeps: 256 random bits, base64url. Only its hash is stored. */
export const newToken = (random: Random): string =>
  Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')

/** One round of the hash is enough for secrets of full entropy; a reader of the database cannot use what he finds. */
export const tokenHash = (token: string): string => digestOf(token)
