import { XinyuError } from '../../../kernel/index.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

const MIN_LENGTH = 12
const MIN_LENGTH_WITH_CLASSES = 8
const MIN_CLASSES = 3
const MIN_DISTINCT = 5
const MAX_LENGTH = 128
const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u]

/**
 * Refuses a password that is easily guessed.
 * @throws XinyuError PASSWORD_TOO_SHORT, _TOO_LONG, _TOO_SIMPLE, _HAS_LOGIN, _COMMON
 */
export function mustBeStrong(password: string, login: string, policy: 'length' | 'classes'): void {
  const text = password.normalize('NFKC')
  const characters = Array.from(text)
  const min = policy === 'length' ? MIN_LENGTH : MIN_LENGTH_WITH_CLASSES
  if (characters.length < min) throw new XinyuError('PASSWORD_TOO_SHORT', { min })
  if (characters.length > MAX_LENGTH) throw new XinyuError('PASSWORD_TOO_LONG', { max: MAX_LENGTH })
  const small = text.toLowerCase()
  if (small.includes(login.toLowerCase())) throw new XinyuError('PASSWORD_HAS_LOGIN')
  if (isCommon(small)) throw new XinyuError('PASSWORD_COMMON')
  const classes = CLASSES.filter((kind) => kind.test(text)).length
  if (new Set(characters).size < MIN_DISTINCT || (policy === 'classes' && classes < MIN_CLASSES))
    throw new XinyuError('PASSWORD_TOO_SIMPLE', { classes: policy === 'classes' ? MIN_CLASSES : 1 })
}

/** `P@ssw0rd123!` is `password` to whoever guesses: signs for letters, tails of digits and signs. */
function isCommon(small: string): boolean {
  const plain = small.replace(/[@4]/g, 'a').replaceAll('0', 'o').replace(/[$5]/g, 's').replace(/[1!]/g, 'i')
  const stem = (text: string) => text.replace(/[^\p{L}]+$/u, '')
  const tailless = stem(small)
    .replace(/[@4]/g, 'a')
    .replaceAll('0', 'o')
    .replace(/[$5]/g, 's')
    .replace(/[1!]/g, 'i')
  return [small, plain, stem(small), tailless].some((form) => COMMON_PASSWORDS.has(form))
}
