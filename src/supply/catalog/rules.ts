import type { Actor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { ColumnTitles, ColumnView, ProductTableRef, StoredColumn } from './model.ts'

/** A body writes what is its own; the space itself may write for any (demo, command line). */
export const mayWrite = (actor: Actor, participantId: string): boolean =>
  actor.kind === 'system' || actor.participantId === participantId

type ProductState = 'draft' | 'published' | 'withdrawn'

/** draft → published → withdrawn → published; what was once published is never a draft again. */
export const canChangeTo = (from: ProductState, to: 'published' | 'withdrawn'): boolean =>
  to === 'published' ? from !== 'published' : from === 'published'

/** Each table of a product has a name of its own. @throws XinyuError PRODUCT_TABLE_NAME */
export function checkTableNames(tables: readonly ProductTableRef[]): void {
  const names = tables.map((table) => table.name)
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) throw new XinyuError('PRODUCT_TABLE_NAME', { name: repeated })
}

/** Columns for a reader: everybody sees schema and titles, the owner the profile too. */
export const viewColumns = (
  columns: readonly StoredColumn[],
  titles: ColumnTitles,
  own: boolean,
): ColumnView[] =>
  columns.map((column) => {
    const { nulls, distinctApprox, min, max, why, format } = column
    return {
      name: column.name,
      type: column.type,
      titleZh: titles[column.name]?.zh ?? '',
      titleEn: titles[column.name]?.en ?? '',
      nullable: nulls > 0,
      profile: own ? { nulls, distinctApprox, min, max, why, format } : null,
    }
  })

const COLUMN_TYPE = /^(?:VARCHAR|BIGINT|DATE|TIMESTAMP|DECIMAL\((\d{1,2}),(\d{1,2})\))$/

/** Types that an owner may declare: those that the import can check exactly. @throws XinyuError IMPORT_TYPE_UNKNOWN */
export function checkDeclared(schema: Readonly<Record<string, string>>): void {
  for (const [column, type] of Object.entries(schema)) {
    const match = COLUMN_TYPE.exec(type)
    const [width, scale] = match?.[1] === undefined ? [1, 0] : [Number(match[1]), Number(match[2])]
    if (match === null || width < 1 || width > 38 || scale > width) {
      throw new XinyuError('IMPORT_TYPE_UNKNOWN', { column, type })
    }
  }
}
