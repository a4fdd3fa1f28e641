import { useMemo, useState } from 'react'
import type { SchemaTable } from '../../api/flow.ts'
import { refusalOf } from '../../api/runs.ts'
import type { ProblemView } from '../../api/types.ts'
import type { Fix } from '../../lib/sql-fix.ts'
import { useFormat } from '../../lib/use-format.ts'
import type { Mark, SqlSchema } from '../../parts/sql/codemirror.ts'

/** The text that I am writing under one contract, kept in this browser. */
export function useSqlDraft(contractId: string): [string | null, (sql: string) => void] {
  const key = `xinyu.sql.${contractId}`
  const [text, setText] = useState<string | null>(() => localStorage.getItem(key))
  const set = (sql: string) => {
    localStorage.setItem(key, sql)
    setText(sql)
  }
  return [text, set]
}

/** A first query that these terms allow: persons by the first column that may be grouped by. */
export function startingSql(tables: readonly SchemaTable[]): string {
  for (const table of tables) {
    const group = table.columns.find((column) => column.level === 'group')
    const person = table.columns.find((column) => column.level === 'identity')
    const measure = table.columns.find((column) => column.level === 'measure')
    if (!group) continue
    const count = person ? `count(distinct ${person.name}) as persons` : 'count(*) as n'
    const average = measure ? `,\n       avg(${measure.name}) as average` : ''
    return `select ${group.name},\n       ${count}${average}\nfrom ${table.name}\ngroup by ${group.name}`
  }
  return ''
}

/** Where to underline: the server counts as the editor does, in UTF-16 units. */
export function markOf(
  problem: ProblemView | null,
  message: string,
  fix: (Fix & { readonly label: string }) | null,
): Mark | null {
  const place = problem && refusalOf(problem)?.place
  if (!place) return null
  const at = { from: place.offset, to: place.offset + Math.max(1, place.length), message }
  return fix ? { ...at, fix } : at
}

export function useSqlSchema(tables: readonly SchemaTable[] | undefined): readonly SqlSchema[] {
  const { t, name } = useFormat()
  return useMemo(
    () =>
      (tables ?? []).map((table) => ({
        name: table.name,
        detail: name(table.titleZh, table.titleEn),
        columns: table.columns
          .filter((column) => column.level !== 'hidden')
          .map((column) => ({
            name: column.name,
            detail: [t(`policy.level.${column.level}`), name(column.titleZh, column.titleEn)]
              .filter(Boolean)
              .join(' · '),
            info: `${column.type} · ${t(`policy.levelHint.${column.level}`)}`,
          })),
      })),
    [tables, t, name],
  )
}
