/**
 * Identifiers of the national data infrastructure (NDI-TR-2025-04 as read, facts/dataspace §5.6): parts of fixed length
 * and one check character by GB/T 17710 MOD 37-2 over all that stands before it.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'
const LETTERS = ALPHABET.slice(0, 36)

/**
 * The check character of a text of digits and capital letters (GB/T 17710 MOD 37-2).
 * @throws TypeError on any other character
 */
export function checkCharacter(body: string): string {
  let sum = 0
  let weight = 2
  for (const character of body.split('').reverse()) {
    const value = LETTERS.indexOf(character)
    if (value < 0) throw new TypeError(`an identifier holds digits and capital letters, not ${character}`)
    sum = (sum + value * weight) % 37
    weight = (weight * 2) % 37
  }
  return ALPHABET[(1 - sum + 37) % 37]!
}

/** Does the last character of the text check what stands before it? */
export const hasCheckCharacter = (text: string): boolean =>
  /^[0-9A-Z]+[0-9A-Z*]$/.test(text) && checkCharacter(text.slice(0, -1)) === text.at(-1)

/** 1 the whole domain, 2 region, 3 trade, 4 business node (a space's platform), 5 connector, 6 product, 7 resource. */
export type IdentifierKind = '1' | '2' | '3' | '4' | '5' | '6' | '7'

export interface IdentifierParts {
  readonly kind: IdentifierKind
  /** 统一社会信用代码, 18 characters (GB 32100). */
  readonly uscc: string
  /** First four digits of GB/T 2260, or `00` and digits 2 and 3 of GB/T 4754. */
  readonly area: string
  /** Eight digits or capital letters. */
  readonly serial: string
}

/** A 32-character identifier: kind 1, body 18, area 4, serial 8, check 1. @throws TypeError on parts of another form */
export function identifier({ kind, uscc, area, serial }: IdentifierParts): string {
  const body = `${kind}${uscc}${area}${serial}`
  if (!/^[1-7][0-9A-Z]{18}\d{4}[0-9A-Z]{8}$/.test(body))
    throw new TypeError(`not the parts of an identifier: ${body}`)
  return body + checkCharacter(body)
}

const EXTENSION = /^•?[0-9A-Za-z_-]{1,32}$/

/** 32 characters with a valid check character; products and resources may carry an extension, 65 in all. */
export function isIdentifier(text: string): boolean {
  const head = text.slice(0, 32)
  if (!/^[1-7][0-9A-Z]{18}\d{4}[0-9A-Z]{8}/.test(head) || !hasCheckCharacter(head)) return false
  const rest = text.slice(32)
  return rest === '' || ('67'.includes(head[0]!) && EXTENSION.test(rest))
}

/**
 * Kind of a contract's number. The text leaves its value open and 1 to 7 are taken; `C` is what the one open
 * implementation writes. The node kind is that of a business node, 4.
 */
const CONTRACT_KIND = 'C'
const CONTRACT_NODE = '4'

export interface ContractNumberParts {
  /** 统一社会信用代码 of the body that runs the space. */
  readonly uscc: string
  readonly area: string
  /** ms since 1970. */
  readonly at: number
  readonly serial: string
}

/** 47 characters (TC609-6-2025-14 C.1): kind 1, node kind 1, body 18, area 4, UTC time 14, serial 8, check 1. */
export function contractNumber({ uscc, area, at, serial }: ContractNumberParts): string {
  const time = new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const body = `${CONTRACT_KIND}${CONTRACT_NODE}${uscc}${area}${time}${serial}`
  if (!/^C4[0-9A-Z]{18}\d{18}[0-9A-Z]{8}$/.test(body))
    throw new TypeError(`not the parts of a contract number: ${body}`)
  return body + checkCharacter(body)
}

/** Is this text a contract's number with a valid check character? */
export const isContractNumber = (text: string): boolean =>
  /^[0-9A-Z]{46}[0-9A-Z*]$/.test(text) && hasCheckCharacter(text)

/** Eight digits and capital letters from random bytes; 36 divides no power of two, so bytes above 251 are left out. */
export function serialOf(bytes: (length: number) => Uint8Array): string {
  let text = ''
  while (text.length < 8) {
    for (const byte of bytes(16)) if (byte < 252 && text.length < 8) text += LETTERS[byte % 36]
  }
  return text
}
