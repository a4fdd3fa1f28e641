import type { Assessed, FactColumn, RiskFacts, RiskForm } from './model.ts'
import { needOf, NEEDS, type Needs } from './weights.ts'

type NotNeeded = Assessed['notNeeded']

/** `table.column` → what is known of it. */
export const factColumns = (facts: RiskFacts): ReadonlyMap<string, FactColumn> =>
  new Map(
    facts.tables.flatMap((table) =>
      table.columns.map((column): [string, FactColumn] => [`${table.name}.${column.name}`, column]),
    ),
  )

/** The group of a national column name; undefined where it is in none. Exact names before beginnings. */
export function groupOf(column: string, needs: Needs = NEEDS): string | undefined {
  const name = column.toLowerCase()
  const groups = Object.entries(needs.groups)
  const exact = groups.find(([, group]) => group.columns.includes(name))
  if (exact) return exact[0]
  return groups.find(([, group]) =>
    group.columns.some((pattern) => pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))),
  )?.[0]
}

/**
 * 最小够用: which of the wanted columns and rows the stated purpose does not need, each with its reason (PIPL art. 6).
 * A proposal for people, no decision: the asking body drops them or says why it needs them.
 */
export function notNeededOf(form: RiskForm, facts: RiskFacts, needs: Needs = NEEDS): NotNeeded {
  const need = needOf(facts.purpose, needs)
  // A purpose whose needs nobody has written down gets no proposal.
  if (!need) return { columns: [], rows: [] }
  return {
    columns: columnsBeyond(form, facts, needs, need.groups),
    rows: rowsBeyond(form, facts, need.years),
  }
}

function columnsBeyond(
  form: RiskForm,
  facts: RiskFacts,
  needs: Needs,
  needed: readonly string[],
): NotNeeded['columns'] {
  const titles = factColumns(facts)
  return form.columns.flatMap((field): NotNeeded['columns'] => {
    const code = groupOf(field.slice(field.indexOf('.') + 1), needs)
    if (code !== undefined && needed.includes(code)) return []
    const title = titles.get(field)
    const base = { field, titleZh: title?.titleZh ?? '', titleEn: title?.titleEn ?? '' }
    if (code === undefined) {
      return [
        {
          ...base,
          kind: 'unknown',
          zh: '不在国家字段分组内，请在用途说明里写明为何需要',
          en: 'in no known group: say in the purpose why it is needed',
        },
      ]
    }
    const group = needs.groups[code]!
    return [
      {
        ...base,
        kind: 'unneeded',
        zh: `属“${group.zh}”，该用途通常不需要${INSTEAD[code]?.zh ?? ''}`,
        en: `${group.en}: usually not needed for this purpose${INSTEAD[code]?.en ?? ''}`,
      },
    ]
  })
}

/** What serves instead. */
const INSTEAD: Readonly<Record<string, { zh: string; en: string }>> = {
  birth: { zh: '，用年龄即可', en: '; age does' },
  identity: { zh: '，用项目内假名即可', en: '; the pseudonym of the project does' },
  residence: { zh: '，用参保区划即可', en: '; the region of enrolment does' },
  narrative: { zh: '，用诊断编码即可', en: '; coded diagnoses do' },
}

function rowsBeyond({ rows }: RiskForm, facts: RiskFacts, years: number): NotNeeded['rows'] {
  const known = (pick: (table: RiskFacts['tables'][number]) => string | null) =>
    facts.tables.flatMap((table) => pick(table) ?? [])
  const from = rows.from ?? known((table) => table.from).toSorted()[0]
  const to =
    rows.to ??
    known((table) => table.to)
      .toSorted()
      .at(-1)
  if (from === undefined || to === undefined) return []
  const first = yearsBefore(to, years)
  if (from >= first) return []
  return [
    {
      kind: 'years',
      from: first,
      zh: `该用途通常只需最近 ${years} 年，从 ${first} 起即可`,
      en: `this purpose usually needs ${years} years: from ${first} on does`,
    },
  ]
}

function yearsBefore(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - years)
  return date.toISOString().slice(0, 10)
}
