import { hasIdentifier } from '../rules/identifiers.ts'

/** A place within another: `sheet 表2, column n`; at the top of a file the inner one alone. */
export const within = (outer: string, inner: string): string =>
  outer === '' ? inner : inner === '' ? outer : `${outer}, ${inner}`

/** A file packed in another: `archive.zip › a/b.csv`. */
export const packed = (outer: string, inner: string): string => (outer === '' ? inner : `${outer} › ${inner}`)

const MAX_NAME = 60

/**
 * A name that a file gives to one of its places, fit to be shown: a person's name or number may stand there too, and
 * then the place is told by its position.
 */
export function shownName(name: string, position: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return plain === '' || plain.length > MAX_NAME || hasIdentifier(plain) ? position : plain
}
