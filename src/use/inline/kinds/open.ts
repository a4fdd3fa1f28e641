import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ContractTerms } from '../../../flow/contract/index.ts'
import type { ColumnLevel } from '../../run/index.ts'
import type { IndexWork } from '../facts/index.ts'
import type { VerifyKind } from './model.ts'

/** What a contract opens of the tables that a kind rests on. */
export interface Opened {
  readonly works: readonly IndexWork[]
  /** `table.column`. */
  readonly fields: readonly string[]
}

/** @throws XinyuError VERIFY_NO_TABLE, VERIFY_NOT_OPEN */
export function openedBy(
  terms: Pick<ContractTerms, 'productId' | 'tables' | 'policy'>,
  kind: VerifyKind,
): Opened {
  const asked = Object.entries(kind.tables)
  const there = asked.filter(([table]) => terms.tables[table] !== undefined)
  const lacking = asked.find(([table]) => terms.tables[table] === undefined)
  if (there.length === 0 || (kind.every && lacking))
    throw new XinyuError('VERIFY_NO_TABLE', { table: (lacking ?? asked[0]!)[0] })
  const isOpen = ([table, columns]: (typeof asked)[number]) =>
    columns.every((column) => levelIn(terms.policy.columns[table], column) !== 'hidden')
  const open = there.filter(isOpen)
  const closed = there.find((one) => !isOpen(one))
  if (open.length === 0 || (kind.every && closed))
    throw new XinyuError('VERIFY_NOT_OPEN', { table: closed![0] })
  return {
    works: open.map(([table]) => ({ productId: terms.productId, versionId: terms.tables[table]!, table })),
    fields: open.flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
  }
}

const levelIn = (levels: Readonly<Record<string, ColumnLevel>> | undefined, column: string): ColumnLevel =>
  levels?.[column] ?? 'hidden'
