import type { Random } from '../../../kernel/random.ts'
import { suite } from '../../crypto/index.ts'
import type { PreparedEntry } from '../entry.ts'
import { classOfKind } from '../retention/rules.ts'
import {
  destroyPayloadKey,
  listPayloadKeys,
  makePayloadKey,
  monthOf,
  payloadKeyFolder,
  purgeDestroyedKeys,
  readPayloadKey,
} from './keys.ts'

/** A payload as the database holds it. */
export interface SealedPayload {
  readonly entryId: string
  readonly salt: Uint8Array
  /** Name of the key file that opens it. */
  readonly key: string
  readonly sealed: Buffer
}

/** What lies beside the log under a salted hash: sealed, so that destroying a key destroys every copy. */
export interface PayloadVault {
  /** Seals what the entries carry, in their order; entries without payload are left out. */
  seal(entries: readonly PreparedEntry[]): Promise<SealedPayload[]>
  /** Seals one payload under the key of a class and month, which is not one of `besides`. */
  reseal(
    payload: { entryId: string; salt: Uint8Array; body: string },
    of: { class: string; month: string },
    besides: string,
  ): Promise<SealedPayload>
  /** @returns null where the key is gone. @throws Error where the bytes were altered or belong to another entry */
  open(payload: SealedPayload): Promise<string | null>
  /** Destroys a key file; whatever it sealed is noise from then on, in every copy of the database. */
  destroy(name: string, now: number): Promise<void>
  /** Removes destroyed keys that came back with a backup. */
  purge(): Promise<number>
  readonly folder: string
}

const NONCE_BYTES = 12

export function createVault(home: string, random: Random): PayloadVault {
  /** Keys by name. Asked for by many at once is made once. */
  const keys = new Map<string, Promise<Buffer | null>>()
  /** The key that seals for a class and month now. */
  const current = new Map<string, Promise<{ name: string; key: Buffer }>>()

  const keyOf = (name: string): Promise<Buffer | null> => {
    const known = keys.get(name)
    if (known) return known
    const found = readPayloadKey(home, name)
    keys.set(name, found)
    // What is not there, or failed, is asked for anew.
    found.then(
      (key) => key ?? keys.delete(name),
      () => keys.delete(name),
    )
    return found
  }

  const sealingKey = (of: string, month: string, besides?: string) => {
    const slot = `${of}-${month}${besides === undefined ? '' : `-${besides}`}`
    const known = current.get(slot)
    if (known) return known
    const found = findOrMake(of, month, besides)
    current.set(slot, found)
    found.catch(() => current.delete(slot))
    return found
  }

  const findOrMake = async (of: string, month: string, besides?: string) => {
    const there = await listPayloadKeys(home)
    for (const one of there) {
      if (one.class !== of || one.month !== month || one.name === besides) continue
      const key = await keyOf(one.name)
      if (key) return { name: one.name, key }
    }
    const made = await makePayloadKey(home, of, month, random)
    keys.set(made.name, Promise.resolve(made.key))
    return made
  }

  return {
    folder: payloadKeyFolder(home),
    async seal(entries) {
      const sealed: SealedPayload[] = []
      for (const { id, at, kind, payload } of entries) {
        if (!payload) continue
        const { name, key } = await sealingKey(classOfKind(kind), monthOf(at))
        sealed.push(sealWith(key, name, { entryId: id, ...payload }))
      }
      return sealed
    },
    async reseal(payload, of, besides) {
      const { name, key } = await sealingKey(of.class, of.month, besides)
      return sealWith(key, name, payload)
    },
    async open({ entryId, salt, key: name, sealed }) {
      const key = await keyOf(name)
      if (key === null) return null
      const one = suite().mac(key, entryId)
      return suite()
        .cipher.open(one, salt.subarray(0, NONCE_BYTES), Buffer.from(entryId), sealed)
        .toString('utf8')
    },
    async destroy(name, now) {
      keys.delete(name)
      current.clear()
      await destroyPayloadKey(home, name, random, now)
      keys.delete(name)
    },
    purge: () => purgeDestroyedKeys(home, random),
  }
}

/** Each payload has a key of its own, derived: no nonce can meet another under one key, however many there are. */
function sealWith(
  key: Buffer,
  name: string,
  { entryId, salt, body }: { entryId: string; salt: Uint8Array; body: string },
): SealedPayload {
  const one = suite().mac(key, entryId)
  const sealed = suite().cipher.seal(
    one,
    salt.subarray(0, NONCE_BYTES),
    Buffer.from(entryId),
    Buffer.from(body),
  )
  return { entryId, salt, key: name, sealed }
}
