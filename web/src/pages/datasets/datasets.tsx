import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBodyName } from '../../api/bodies.ts'
import { useCatalogFacets, useCatalogSearch } from '../../api/catalog.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { useZones } from '../../api/supply.ts'
import type { Facet } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { PAGE_SIZE } from '../../parts/list.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { SavedViews } from '../../parts/saved-views.tsx'
import { Num } from '../../parts/say.tsx'
import '../../style/catalog.css'
import { Facets } from './facets.tsx'
import { Hit } from './hit.tsx'
import { ImportCatalogDialog } from './import-catalog.tsx'
import { NewDatasetDialog } from './new-dataset.tsx'

const FILTERS: readonly Facet[] = [
  'zone',
  'owner',
  'theme',
  'rhythm',
  'persons',
  'grade',
  'quality',
  'madeBy',
  'state',
  'kind',
]

/** The catalogue: one box for words, facets beside, what was found with the words marked. */
export function Component() {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const { values, set, query, replaceAll } = useFilters()
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const [wide] = useState(() => matchMedia('(min-width: 901px)').matches)
  const asked = {
    text: values.text,
    ...Object.fromEntries(FILTERS.map((facet) => [facet, values[facet]])),
  }
  const counted = useCatalogFacets(asked)
  const found = useCatalogSearch({
    ...asked,
    offset: values.offset,
    limit: PAGE_SIZE,
  })
  const { nameOf, bodyName, zoneName } = useFacetNames()
  const mayAdd = has('data_officer', 'steward') && me.participant.roles.includes('provider')
  const filtered = Boolean(values.text) || FILTERS.some((facet) => values[facet])
  const { data, error } = found
  return (
    <Page
      title={t('shell.datasets')}
      sub={t('dataset.about')}
      actions={
        <>
          <a className="anchor" href="/api/catalog.jsonld">
            {t('catalogue.asDcat')}
          </a>
          {has('data_officer', 'steward') && (
            <Button onClick={() => setImporting(true)}>{t('catalogue.import')}</Button>
          )}
          {mayAdd && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('dataset.new')}
            </Button>
          )}
        </>
      }
    >
      <div className="finder">
        <Card className="facets">
          <Words value={values.text ?? ''} onChange={(text) => set({ text: text || undefined })} />
          {/* On a phone what was found comes first. */}
          <details open={wide}>
            <summary>{t('catalogue.filters')}</summary>
            <Facets facets={counted.data?.facets ?? null} nameOf={nameOf} />
          </details>
        </Card>
        <Card>
          <div className="filters">
            <span className="faint" aria-live="polite">
              {data && (
                <>
                  {t('list.total')} <Num value={data.total} />
                </>
              )}
            </span>
            <span className="grow" />
            {filtered && (
              <Button
                type="text"
                onClick={() => set(Object.fromEntries(['text', ...FILTERS].map((key) => [key, undefined])))}
              >
                {t('list.clear')}
              </Button>
            )}
            <SavedViews name="catalogue" query={query} onOpen={replaceAll} />
          </div>
          {error && !data ? (
            <Problem error={error} onRetry={() => void found.refetch()} />
          ) : !data ? (
            <Bones lines={8} />
          ) : data.items.length === 0 ? (
            filtered ? (
              <Empty title={t('list.nothingFits')} hint={t('catalogue.loosen')} />
            ) : (
              <Empty
                title={t('dataset.none')}
                hint={t(mayAdd ? 'dataset.noneAdd' : 'dataset.noneWait')}
                action={mayAdd && <Button onClick={() => setAdding(true)}>{t('dataset.new')}</Button>}
              />
            )
          ) : (
            <ul className="hits" aria-label={t('shell.datasets')}>
              {data.items.map((hit) => (
                <Hit key={hit.id} hit={hit} bodyName={bodyName} zoneName={zoneName} />
              ))}
            </ul>
          )}
          {data && data.total > PAGE_SIZE && <Pager total={data.total} />}
        </Card>
      </div>
      <NewDatasetDialog open={adding} onClose={() => setAdding(false)} />
      <ImportCatalogDialog open={importing} onClose={() => setImporting(false)} />
    </Page>
  )
}

/** Waits until the typing rests, so that not every letter is a question to the server. */
function Words({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <div role="search" style={{ marginBottom: 12 }}>
      <Input
        type="search"
        aria-label={t('catalogue.search')}
        placeholder={t('catalogue.search')}
        value={text}
        maxLength={200}
        allowClear
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  )
}

function Pager({ total }: { readonly total: number }) {
  const { t } = useTranslation()
  const { values, set } = useFilters()
  const offset = Number(values.offset ?? 0)
  const to = (place: number) => set({ offset: String(Math.max(0, place) || '') })
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      <Button size="small" disabled={offset === 0} onClick={() => to(offset - PAGE_SIZE)}>
        {t('list.before')}
      </Button>
      <span>{t('list.range', { from: offset + 1, to: Math.min(total, offset + PAGE_SIZE), total })}</span>
      <Button size="small" disabled={offset + PAGE_SIZE >= total} onClick={() => to(offset + PAGE_SIZE)}>
        {t('list.after')}
      </Button>
    </nav>
  )
}

/** What values of facets are called. */
function useFacetNames() {
  const { t, name } = useFormat()
  const bodyName = useBodyName()
  const { data: zones } = useZones()
  const zoneName = (id: string | null) => {
    const zone = zones?.items.find((one) => one.id === id)
    return zone ? name(zone.titleZh, zone.titleEn) : null
  }
  const nameOf = (facet: Facet, value: string): string => {
    if (facet === 'zone') return zoneName(value) ?? value.slice(0, 8)
    if (facet === 'owner') return bodyName(value)
    if (facet === 'grade') return value
    if (facet === 'state') return t(`state.dataset.${value}`)
    return t(`catalogue.${facet}.${value}`)
  }
  return { nameOf, bodyName, zoneName }
}
