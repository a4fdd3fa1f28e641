import { argon2 } from 'node:crypto'
import { z } from 'zod'
import type { Random } from '../../kernel/random.ts'

/** Characters. No other rule: a few words of one's own are better than a short line of signs. */
export const LEAST_PASSPHRASE = 12

const SALT_BYTES = 16
const KEY_BYTES = 32

/** How a passphrase was made a key; stands beside what it opens. The bounds keep a foreign file from taking all memory. */
export const PassphraseCost = z.strictObject({
  kdf: z.literal('argon2id'),
  memoryKiB: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(20),
  parallelism: z.int().min(1).max(16),
  salt: z.base64(),
})
export type PassphraseCost = z.output<typeof PassphraseCost>

/** RFC 9106 §4, second recommended option: who has the file tries passphrases without anybody watching. */
export const newPassphraseCost = (random: Random): PassphraseCost => ({
  kdf: 'argon2id',
  memoryKiB: 65_536,
  passes: 3,
  parallelism: 4,
  salt: Buffer.from(random.bytes(SALT_BYTES)).toString('base64'),
})

/** 32 bytes out of a passphrase, NFKC first: the same words typed with another input method are the same. */
export function passphraseKey(passphrase: string, cost: PassphraseCost): Promise<Buffer> {
  const message = Buffer.from(passphrase.normalize('NFKC'))
  const nonce = Buffer.from(cost.salt, 'base64')
  const { memoryKiB: memory, passes, parallelism } = cost
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength: KEY_BYTES }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    )
  })
}
