import { Refusal } from '../refusal.ts'
import type { Dict, Value } from './values.ts'

const SPACE = new Set([0, 9, 10, 12, 13, 32])
const DELIMITER = new Set(Array.from('()<>[]{}/%').map((mark) => mark.charCodeAt(0)))
const MOST_DEPTH = 200

/** A word that is no value: `obj`, `stream`, an operator of a page. */
export interface Word {
  readonly word: string
}
export const isWord = (value: unknown): value is Word =>
  typeof value === 'object' && value !== null && 'word' in value

export interface Scanner {
  at: number
  /** The next value or word; undefined at the end. References are told only where `refs`. */
  next(): Value | Word | undefined
}

/** Reads values out of bytes, wherever it is put. @throws Refusal for what is broken */
export function scan(bytes: Buffer, from = 0, { refs = true } = {}): Scanner {
  const scanner: Scanner = { at: from, next: () => value(0) }
  const skip = () => {
    for (; scanner.at < bytes.length; scanner.at++) {
      const byte = bytes[scanner.at]!
      if (byte === 0x25)
        while (scanner.at < bytes.length && bytes[scanner.at] !== 10 && bytes[scanner.at] !== 13) scanner.at++
      else if (!SPACE.has(byte)) return
    }
  }
  const bare = (): string => {
    const start = scanner.at
    while (scanner.at < bytes.length && !SPACE.has(bytes[scanner.at]!) && !DELIMITER.has(bytes[scanner.at]!))
      scanner.at++
    return bytes.toString('latin1', start, scanner.at)
  }
  const value = (depth: number): Value | Word | undefined => {
    if (depth > MOST_DEPTH) throw new Refusal('damaged')
    skip()
    if (scanner.at >= bytes.length) return undefined
    const byte = bytes[scanner.at]!
    if (byte === 0x2f) {
      scanner.at++
      return {
        name: bare().replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      }
    }
    if (byte === 0x28) return { text: literal() }
    if (byte === 0x3c && bytes[scanner.at + 1] === 0x3c) return dict(depth)
    if (byte === 0x3c) return { text: hex() }
    if (byte === 0x5b) return list(depth)
    if (DELIMITER.has(byte)) {
      scanner.at++
      if (byte === 0x3e && bytes[scanner.at] === 0x3e) scanner.at++
      return { word: String.fromCharCode(byte) }
    }
    const word = bare()
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word))
      return refs && /^\d{1,10}$/.test(word) ? numberOrRef(Number(word)) : Number(word)
    // Written by careless programs: --5, 1.-2, a lone point.
    if (/^[+-]*[\d.]+(?:-[\d.]*)?$/.test(word))
      return Number.parseFloat(word.replace(/^[+-]*-/, '-').replace(/^\++/, '')) || 0
    if (word === 'true' || word === 'false') return word === 'true'
    return word === 'null' ? null : { word }
  }
  const numberOrRef = (number: number): Value => {
    const back = scanner.at
    const match = /^[\s\0]+\d{1,5}[\s\0]+R(?![A-Za-z0-9])/.exec(bytes.toString('latin1', back, back + 24))
    if (!match) return number
    scanner.at = back + match[0].length
    return { ref: number }
  }
  const literal = (): Buffer => {
    const out: number[] = []
    let open = 1
    for (scanner.at++; scanner.at < bytes.length; scanner.at++) {
      let byte = bytes[scanner.at]!
      if (byte === 0x5c) {
        byte = bytes[++scanner.at]!
        const octal = /^[0-7]{1,3}/.exec(bytes.toString('latin1', scanner.at, scanner.at + 3))?.[0]
        if (octal) {
          out.push(Number.parseInt(octal, 8) & 255)
          scanner.at += octal.length - 1
        } else if (byte === 13 && bytes[scanner.at + 1] === 10) scanner.at++
        else if (byte !== 10 && byte !== 13) out.push(ESCAPED[byte] ?? byte)
        continue
      }
      if (byte === 0x28) open++
      if (byte === 0x29 && --open === 0) {
        scanner.at++
        return Buffer.from(out)
      }
      out.push(byte)
    }
    throw new Refusal('damaged')
  }
  const hex = (): Buffer => {
    const end = bytes.indexOf(0x3e, scanner.at)
    if (end < 0) throw new Refusal('damaged')
    const digits = bytes.toString('latin1', scanner.at + 1, end).replaceAll(/[^0-9a-fA-F]/g, '')
    scanner.at = end + 1
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
  }
  const list = (depth: number): Value[] => {
    scanner.at++
    const items: Value[] = []
    for (;;) {
      const item = value(depth + 1)
      if (item === undefined) throw new Refusal('damaged')
      if (!isWord(item)) items.push(item)
      else if (item.word === ']') return items
    }
  }
  const dict = (depth: number): Dict => {
    scanner.at += 2
    const made: Dict = new Map()
    for (;;) {
      const key = value(depth + 1)
      if (isWord(key) && key.word === '>') return made
      if (typeof key !== 'object' || key === null || !('name' in key)) throw new Refusal('damaged')
      const item = value(depth + 1)
      if (item === undefined) throw new Refusal('damaged')
      if (isWord(item)) {
        if (item.word === '>') return made
        throw new Refusal('damaged')
      }
      made.set(key.name, item)
    }
  }
  return scanner
}

const ESCAPED: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 }
