import type { Random } from '../../../kernel/index.ts'
import { openBox, sealBox, sealedSecret } from '../../crypto/index.ts'

/** Keeps a secret that must be read again (of a one-time code) so that a copy of the database does not tell it. */
export interface Seal {
  seal(secret: string, owner: string): Promise<string>
  /** @throws Error when the text was sealed for another owner, by another key, or was changed */
  open(sealed: string, owner: string): Promise<string>
}

/** Sealed under the key in `<home>/keys/identity.key`, made at first use; the owner is bound in. */
export function createSeal(home: string, random: Random): Seal {
  let key: Promise<Buffer> | undefined
  const theKey = () => {
    key ??= sealedSecret(home, 'identity', random)
    return key
  }
  return {
    async seal(secret, owner) {
      return sealBox(await theKey(), owner, Buffer.from(secret, 'utf8'), random).toString('base64')
    },
    async open(sealed, owner) {
      return openBox(await theKey(), owner, Buffer.from(sealed, 'base64')).toString('utf8')
    },
  }
}
