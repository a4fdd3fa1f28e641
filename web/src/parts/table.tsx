import type { ReactNode } from 'react'

export interface Column<T> {
  readonly key: string
  readonly title: ReactNode
  /** A number or amount: to the right. */
  readonly numeric?: boolean
  readonly cell: (row: T, index: number) => ReactNode
}

interface TableProps<T> {
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[] | undefined
  readonly rowKey: (row: T, index: number) => string
  /** Read out, not shown: what the table holds. */
  readonly caption: string
  readonly dense?: boolean
  readonly empty?: ReactNode
}

/** A plain table that keeps its first column, with bones while `rows` is on its way. */
export function Table<T>({ columns, rows, rowKey, caption, dense, empty }: TableProps<T>) {
  if (rows?.length === 0 && empty) return empty
  return (
    // Focusable so that a keyboard can scroll a wide table.
    <div className="table-wrap" tabIndex={0} role="region" aria-label={caption}>
      <table className={`data ${dense ? 'dense' : ''}`}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? 'n' : ''}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            ? rows.map((row, index) => (
                <tr key={rowKey(row, index)}>
                  {columns.map((column) => (
                    <td key={column.key} className={column.numeric ? 'n' : ''}>
                      {column.cell(row, index)}
                    </td>
                  ))}
                </tr>
              ))
            : [0, 1, 2, 3, 4].map((line) => (
                <tr key={line}>
                  {columns.map((column, place) => (
                    <td key={column.key}>
                      <span
                        className="bone"
                        style={{ width: `${48 + ((line * 7 + place * 11) % 40)}%`, minWidth: 40 }}
                      />
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  )
}
