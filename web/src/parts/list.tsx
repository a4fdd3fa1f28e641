import type { UseQueryResult } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Page as Rows } from '../api/client.ts'
import { csv, downloadText } from '../lib/download.ts'
import { useFilters } from '../lib/use-filters.ts'
import { Empty } from './empty.tsx'
import { Card } from './page.tsx'
import { Problem } from './problem.tsx'
import { SavedViews } from './saved-views.tsx'
import { Num } from './say.tsx'
import { type Column, Table } from './table.tsx'

export type Filter =
  | { readonly key: string; readonly kind: 'text'; readonly label: string }
  | {
      readonly key: string
      readonly kind: 'choice'
      readonly label: string
      readonly options: readonly { readonly value: string; readonly label: string }[]
      /** For a long list: found by typing a part of the word. */
      readonly search?: boolean
    }

export const PAGE_SIZE = 20

interface ListProps<T> {
  /** Names the list for saved views and for readers of the screen. */
  readonly name: string
  readonly caption: string
  readonly of: UseQueryResult<Rows<T>>
  readonly filters: readonly Filter[]
  readonly columns: readonly Column<T>[]
  readonly rowKey: (row: T) => string
  /** What to say, and to do first, when nothing is there and nothing is filtered. */
  readonly empty: { readonly title: string; readonly hint?: string; readonly action?: ReactNode }
  /** False where the list pages itself. */
  readonly paged?: boolean
  /** Header and cells, where the reader may take the list along. */
  readonly exportRow?: {
    readonly header: readonly string[]
    readonly row: (row: T) => (string | number | null)[]
  }
}

/** The list page: filters in the address, saved views, counts, pages, export. */
export function List<T>(props: ListProps<T>) {
  const { t } = useTranslation()
  const { values, set, query, replaceAll } = useFilters()
  const { data, error, refetch } = props.of
  const offset = Number(values.offset ?? 0)
  const filtered = props.filters.some((filter) => values[filter.key])
  const total = data?.total ?? 0
  const { exportRow } = props
  return (
    <Card>
      <div className="filters" role="search">
        {props.filters.map((filter) => (
          <FilterField
            key={filter.key}
            filter={filter}
            value={values[filter.key]}
            onChange={(value) => set({ [filter.key]: value })}
          />
        ))}
        {filtered && (
          <Button
            type="text"
            onClick={() => set(Object.fromEntries(props.filters.map(({ key }) => [key, undefined])))}
          >
            {t('list.clear')}
          </Button>
        )}
        <span className="grow" />
        {data && (
          <span className="faint">
            {t('list.total')} <Num value={total} />
          </span>
        )}
        <SavedViews name={props.name} query={query} onOpen={replaceAll} />
        {exportRow && data && data.items.length > 0 && (
          <button
            type="button"
            className="tool"
            onClick={() =>
              downloadText(
                `${props.name}.csv`,
                csv([exportRow.header, ...data.items.map(exportRow.row)]),
                'text/csv',
              )
            }
          >
            {t('list.export')}
          </button>
        )}
      </div>
      {error && !data ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <Table
          caption={props.caption}
          columns={props.columns}
          rows={data?.items}
          rowKey={props.rowKey}
          empty={
            filtered ? (
              <Empty title={t('list.nothingFits')} hint={t('list.loosen')} />
            ) : (
              <Empty {...props.empty} />
            )
          }
        />
      )}
      {props.paged !== false && total > PAGE_SIZE && (
        <nav className="pager" aria-label={t('list.pages')}>
          <Button
            size="small"
            disabled={offset === 0}
            onClick={() => set({ offset: String(Math.max(0, offset - PAGE_SIZE) || '') })}
          >
            {t('list.before')}
          </Button>
          <span>{t('list.range', { from: offset + 1, to: Math.min(total, offset + PAGE_SIZE), total })}</span>
          <Button
            size="small"
            disabled={offset + PAGE_SIZE >= total}
            onClick={() => set({ offset: String(offset + PAGE_SIZE) })}
          >
            {t('list.after')}
          </Button>
        </nav>
      )}
    </Card>
  )
}

interface FieldProps {
  readonly filter: Filter
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

function FilterField({ filter, value, onChange }: FieldProps) {
  if (filter.kind === 'choice')
    return (
      <Select
        aria-label={filter.label}
        placeholder={filter.label}
        value={value}
        onChange={onChange}
        allowClear
        style={{ minWidth: 140 }}
        popupMatchSelectWidth={false}
        showSearch={filter.search ? { optionFilterProp: 'label' } : false}
        options={filter.options.map((option) => ({ ...option }))}
      />
    )
  return <TextFilter filter={filter} value={value} onChange={onChange} />
}

/** Waits until the typing rests, so that not every letter is a question to the server. */
function TextFilter({ filter, value = '', onChange }: FieldProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text || undefined), 300)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <Input
      type="search"
      aria-label={filter.label}
      placeholder={filter.label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      style={{ maxWidth: 260 }}
      allowClear
    />
  )
}
