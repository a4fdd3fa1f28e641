import type { Random } from '../../../kernel/random.ts'

/** Letters and digits that nobody takes for one another (Crockford): a pass is also read aloud and typed. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIGNS = 12

/** The code on a pass: 60 random bits, so that nobody guesses another one's; says nothing about its bearer. */
export function newPass(random: Random): string {
  return Array.from(random.bytes(SIGNS), (byte) => ALPHABET[byte % 32]).join('')
}

/** As it was read or typed, in the one form: O is 0, I and L are 1, blanks and hyphens are nothing. */
export const normalizePass = (text: string): string =>
  text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
