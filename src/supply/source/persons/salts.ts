import { suite } from '../../../safeguard/crypto/hashing/index.ts'

/** Short, for one block of the hash; equal to the salt of `child/number.ts` for the same system. */
export const saltOf = (key: Uint8Array, system: string): string =>
  suite().mac(key, system).toString('hex').slice(0, 32)

export const CERTNO_SYSTEM = 'certno'
export const NAME_SYSTEM = 'certno and name'

export const WIDE = '０１２３４５６７８９Ｘｘ－'
export const NARROW = '0123456789XX-'

/** Blanks and hyphens away, full-width digits mended: as people type a number. `child.ts` does the same in SQL. */
export const plainText = (text: string): string =>
  Array.from(text)
    .map((letter) => NARROW[WIDE.indexOf(letter)] ?? letter)
    .join('')
    .replaceAll(/[\s\u00a0\u3000\ufeff-]/g, '')
    .toUpperCase()
