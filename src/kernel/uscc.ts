/** GB 32100-2015: the unified social credit code (统一社会信用代码) of a body. No I, O, S, V, Z: too like digits. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** Trims and writes letters large; does not check. */
export const normalizeUscc = (text: string): string => text.trim().toUpperCase()

/**
 * Check character of the first 17 characters (GB 32100 §4.2: weights 3^i mod 31).
 * @returns null when a character is outside the alphabet or there are not exactly 17
 */
export function usccCheckCharacter(first17: string): string | null {
  if (first17.length !== 17) return null
  let sum = 0
  let weight = 1
  for (const character of first17) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return null
    sum = (sum + value * weight) % 31
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - sum) % 31]!
}

/** True for an 18 character code of the right shape whose check character fits. Expects the normal form. */
export const isUscc = (code: string): boolean =>
  SHAPE.test(code) && usccCheckCharacter(code.slice(0, 17)) === code[17]
