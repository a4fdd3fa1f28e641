import { XinyuError } from '../../../../kernel/errors/index.ts'
import { suite } from '../../../../safeguard/crypto/index.ts'
import type { Cell, SourceTable } from '../source.ts'
import { atPointer, canonicalExact, type Exact, ExactNumber, isExactObject } from './exact-json.ts'

export type Row = { [key: string]: Exact }

/** The rows of an answer. @throws XinyuError SERVICE_NO_ROWS, SERVICE_ROW_NESTED */
export function rowsOf(body: Exact, pointer: string, where: string): Row[] {
  const list = atPointer(body, pointer)
  if (!Array.isArray(list)) throw new XinyuError('SERVICE_NO_ROWS', { where, pointer: pointer || '/' })
  return list.map((row, i) => {
    if (isExactObject(row)) return row
    throw new XinyuError('SERVICE_ROW_NESTED', { where, row: i + 1, field: '–', kind: kindOf(row) })
  })
}

/** Names in the order in which they are first seen. */
export function namesOf(rows: readonly Row[]): string[] {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  return [...names]
}

/** Text of a single value; undefined for a list or an object, which has no place in a cell. */
export function cellOf(value: Exact): Cell | undefined {
  if (value === null || typeof value === 'string') return value
  if (value instanceof ExactNumber) return value.text
  return typeof value === 'boolean' ? String(value) : undefined
}

/** @throws XinyuError SERVICE_ROW_NESTED, SERVICE_FIELD_NEW */
export function cellsOf(rows: readonly Row[], table: SourceTable): Cell[][] {
  const names = table.columns.map(({ name }) => name)
  const known = new Set(names)
  return rows.map((row, i) => {
    const extra = Object.keys(row).find((name) => !known.has(name))
    if (extra !== undefined) throw new XinyuError('SERVICE_FIELD_NEW', { where: table.name, field: extra })
    return names.map((name) => {
      const value = row[name]
      if (value === undefined) return null
      const cell = cellOf(value)
      if (cell !== undefined) return cell
      throw new XinyuError('SERVICE_ROW_NESTED', {
        where: table.name,
        row: i + 1,
        field: name,
        kind: kindOf(value),
      })
    })
  })
}

/** What tells one row from another: its key, or all of it. For comparing while reading only. */
export const identityOf = (row: Row, key: readonly string[]): string =>
  key.length === 0 ? hashOf(row) : JSON.stringify(key.map((name) => cellOf(row[name] ?? null) ?? null))

/** The same for what is kept: a key may be a person's number. */
export const hashedIdentity = (row: Row, key: readonly string[]): string => shortHash(identityOf(row, key))

export const hashOf = (value: Exact): string => shortHash(canonicalExact(value))

const shortHash = (text: string): string => suite().hash.of(text).toString('base64url')

const kindOf = (value: Exact): string => (Array.isArray(value) ? 'list' : typeof value)
