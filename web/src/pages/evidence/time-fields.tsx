import { useTranslation } from 'react-i18next'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'

const textOf = (ms: string | undefined) => (ms ? date(Number(ms)).replace(' ', 'T') : '')
const EDGES = ['from', 'to'] as const

/** From when to when, by hand; the chart writes here too. */
export function TimeFields() {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const change = (edge: (typeof EDGES)[number], text: string) => {
    const at = Date.parse(text)
    // To the end of the minute that is written.
    const ms = edge === 'to' ? at + 59_999 : at
    set({ [edge]: text && Number.isFinite(at) ? String(ms) : undefined, before: undefined })
  }
  return (
    <div className="time-fields">
      {EDGES.map((edge) => (
        <label key={edge}>
          <span className="muted">{t(`explore.${edge}`)}</span>
          <input
            type="datetime-local"
            value={textOf(values[edge])}
            onChange={(event) => change(edge, event.target.value)}
          />
        </label>
      ))}
    </div>
  )
}
