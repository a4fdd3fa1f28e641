import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Facet, SearchAnswer } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { Num } from '../../parts/say.tsx'

interface FacetsProps {
  readonly facets: SearchAnswer['facets']
  /** What a value is called. */
  readonly nameOf: (facet: Facet, value: string) => string
}

const ORDER: readonly Facet[] = [
  'zone',
  'theme',
  'owner',
  'rhythm',
  'persons',
  'grade',
  'quality',
  'madeBy',
  'state',
  'kind',
]
/** So many values are seen at once; the others are one click away. */
const SEEN = 6

/** Filters with their counts; several values of one filter mean any of them. */
export function Facets({ facets, nameOf }: FacetsProps) {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const chosen = (facet: Facet) => (values[facet] ?? '').split(',').filter((one) => one !== '')
  const toggle = (facet: Facet, value: string) => {
    const before = chosen(facet)
    // Bands of quality hold each other: one at a time.
    const next = before.includes(value)
      ? before.filter((one) => one !== value)
      : facet === 'quality'
        ? [value]
        : [...before, value]
    set({ [facet]: next.join(',') || undefined })
  }
  return ORDER.map((facet) => {
    const counts = facets?.[facet] ?? []
    const set_ = chosen(facet)
    const shown = [
      ...counts,
      ...set_
        .filter((value) => !counts.some((one) => one.value === value))
        .map((value) => ({ value, count: 0 })),
    ]
    if (shown.length === 0 || (shown.length === 1 && set_.length === 0 && facet !== 'zone')) return null
    return (
      <FacetList
        key={facet}
        title={t(`catalogue.facet.${facet}`)}
        items={shown.map(({ value, count }) => ({
          value,
          count,
          label: nameOf(facet, value),
          on: set_.includes(value),
        }))}
        onToggle={(value) => toggle(facet, value)}
      />
    )
  })
}

interface FacetListProps {
  readonly title: string
  readonly items: readonly { value: string; label: string; count: number; on: boolean }[]
  readonly onToggle: (value: string) => void
}

function FacetList({ title, items, onToggle }: FacetListProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const seen = all ? items : items.filter((item, place) => place < SEEN || item.on)
  return (
    <fieldset className="facet">
      <legend>{title}</legend>
      {seen.map((item) => (
        <label key={item.value}>
          <input type="checkbox" checked={item.on} onChange={() => onToggle(item.value)} />
          <span>{item.label}</span>
          <span className="faint">
            <Num value={item.count} />
          </span>
        </label>
      ))}
      {items.length > seen.length && (
        <button type="button" className="tool" onClick={() => setAll(true)}>
          {t('catalogue.more', { count: items.length - seen.length })}
        </button>
      )}
    </fieldset>
  )
}
