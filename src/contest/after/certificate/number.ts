import type { Random } from '../../../kernel/random.ts'

/** Crockford's digits: none that is read as another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DRAWN = 10

/**
 * `HN2026-7K3F9QX2BM`: which contest, and 50 bits of chance. The number opens a page with names of people, so that it
 * must not be counted up.
 */
export const newNumber = (random: Random, contestCode: string): string => {
  const drawn = [...random.bytes(DRAWN)].map((byte) => DIGITS[byte & 31]).join('')
  return `${contestCode.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}-${drawn}`
}

/** As somebody types it off the paper. */
export const NUMBER = /^[A-Z0-9]{1,100}-[0-9A-HJKMNP-TV-Z]{10}$/
export const readNumber = (text: string): string | null => {
  const number = text.trim().toUpperCase()
  return NUMBER.test(number) ? number : null
}
