import { argon2, timingSafeEqual } from 'node:crypto'
import { type Random, XinyuError } from '../../../kernel/index.ts'
import type { HashCost, IdentityOptions } from '../options.ts'

const SALT_BYTES = 16
const TAG_BYTES = 32
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

export interface PasswordHasher {
  /** Encoded as `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, so that the cost can grow later. */
  hash(password: string): Promise<string>
  /** Does the same work when there is nothing to compare with, so that time does not tell of unknown logins. */
  verify(password: string, encoded: string | null): Promise<boolean>
  /** True when `encoded` was made at another cost than today's. */
  isOutdated(encoded: string): boolean
}

/**
 * Hashes passwords with argon2id. At most `concurrency` at a time and `queue` waiting.
 * @throws XinyuError TOO_MANY_REQUESTS when the queue is full
 */
export function createHasher(random: Random, options: IdentityOptions['password']): PasswordHasher {
  const { cost } = options
  const limited = limiter(options.concurrency, options.queue)
  const nothing = encode(cost, random.bytes(SALT_BYTES), random.bytes(TAG_BYTES))
  return {
    async hash(password) {
      const salt = random.bytes(SALT_BYTES)
      return encode(cost, salt, await limited(() => derive(password, salt, cost)))
    },
    async verify(password, encoded) {
      const parsed = parse(encoded ?? nothing)
      const tag = await limited(() => derive(password, parsed.salt, parsed.cost))
      return timingSafeEqual(tag, parsed.tag) && encoded !== null
    },
    isOutdated: (encoded) => encode(cost, new Uint8Array(), new Uint8Array()) !== withoutSecrets(encoded),
  }
}

function derive(password: string, nonce: Uint8Array, cost: HashCost): Promise<Buffer> {
  const { memoryKiB: memory, passes, parallelism } = cost
  // NFKC: the same password typed with another input method is the same password.
  const message = Buffer.from(password.normalize('NFKC'))
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength: TAG_BYTES }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    )
  })
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

const encode = ({ memoryKiB, passes, parallelism }: HashCost, salt: Uint8Array, tag: Uint8Array): string =>
  `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`

const withoutSecrets = (encoded: string): string => encoded.replace(/\$[\w+/]+\$[\w+/]+$/, '$$$$')

function parse(encoded: string): { cost: HashCost; salt: Buffer; tag: Buffer } {
  const match = ENCODED.exec(encoded)
  if (!match) throw new Error('a stored password is not an argon2id encoding')
  const [, m, t, p, salt, tag] = match
  return {
    cost: { memoryKiB: Number(m), passes: Number(t), parallelism: Number(p) },
    salt: Buffer.from(salt!, 'base64'),
    tag: Buffer.from(tag!, 'base64'),
  }
}

/** Runs at most `width` at a time, in order; refuses when `queue` already wait. */
function limiter(width: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= width) {
      if (waiting.length >= queue) throw new XinyuError('TOO_MANY_REQUESTS', { seconds: 5 })
      // The one that ends hands its place over, so `running` does not change here.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
