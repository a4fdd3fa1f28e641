import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import {
  type MappingSpec,
  type MappingView,
  type SuggestionView,
  useMapping,
  useNationalTable,
  useNationalTables,
  usePreviewMapping,
  useRunMapping,
  useSaveMapping,
  useSuggestColumns,
  useValidation,
  type Value,
} from '../../api/mapping.ts'
import { useMe } from '../../api/session.ts'
import { useDataset, useDatasets } from '../../api/supply.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Checks, Preview } from './checks.tsx'
import './mapping.css'
import { TargetRow } from './row.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const mapping = useMapping(id)
  if (id === '') return <Editor of={null} />
  if (mapping.data) return <Editor key={mapping.data.number} of={mapping.data} />
  return (
    <Page title={t('mapping.title')}>
      <Card>
        <Loaded of={mapping}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

const EMPTY: MappingSpec = { target: '', currency: 'CNY', parts: [{ source: '', columns: {} }] }

/** Source columns on the one side, the national table on the other, and what lies between them. */
function Editor({ of }: { readonly of: MappingView | null }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const go = useNavigate()
  const me = useMe()
  const [spec, setSpec] = useState<MappingSpec>(of?.spec ?? EMPTY)
  const [words, setWords] = useState({
    code: of?.code ?? '',
    titleZh: of?.titleZh ?? '',
    titleEn: of?.titleEn ?? '',
  })
  const [part, setPart] = useState(0)
  const [suggestions, setSuggestions] = useState<readonly SuggestionView[]>([])
  const datasets = useDatasets({ participantId: me.participant.id, limit: 200 })
  const tables = useNationalTables()
  const current = spec.parts[part]!
  const validation = useValidation(spec.target === '' || current.source === '' ? null : spec)
  const save = useSaveMapping()
  const run = useRunMapping()
  const preview = usePreviewMapping()
  const suggest = useSuggestColumns()
  const ready = words.code !== '' && words.titleZh !== '' && spec.target !== '' && current.source !== ''
  const change = (columns: Record<string, Value>) =>
    setSpec({ ...spec, parts: spec.parts.map((one, i) => (i === part ? { ...one, columns } : one)) })
  const setSource = (source: string) =>
    setSpec({ ...spec, parts: spec.parts.map((one, i) => (i === part ? { ...one, source } : one)) })
  const propose = () =>
    suggest.mutate(
      { source: current.source, target: spec.target },
      { onSuccess: ({ items }) => setSuggestions(items) },
    )
  const takeSure = () => {
    const sure = suggestions.filter((one) => one.score >= SURE && !(one.target in current.columns))
    const first = sure.filter((one, i) => sure.findIndex((other) => other.target === one.target) === i)
    change({ ...current.columns, ...Object.fromEntries(first.map((one) => [one.target, one.value])) })
  }
  const keep = () =>
    save.mutate(
      { ...words, titleEn: words.titleEn || words.titleZh, spec },
      { onSuccess: ({ id }) => void go(`/mappings/${id}`) },
    )
  const error = save.error ?? run.error ?? preview.error ?? suggest.error
  return (
    <Page
      title={of ? name(of.titleZh, of.titleEn) : t('mapping.new')}
      sub={t('mapping.editorAbout')}
      actions={
        <>
          <Button disabled={!ready} loading={preview.isPending} onClick={() => preview.mutate(spec)}>
            {t('mapping.showPreview')}
          </Button>
          <Button disabled={!ready} loading={save.isPending} onClick={keep}>
            {t('mapping.save')}
          </Button>
          {of && (
            <Action primary loading={run.isPending} onClick={() => run.mutate(of.id)}>
              {t('mapping.run')}
            </Action>
          )}
        </>
      }
    >
      <div className="stack">
        {error ? <Problem error={error} /> : null}
        {run.data && (
          <Card>
            <JobProgress id={run.data.jobId} />
          </Card>
        )}
        <Card>
          <div className="map-head">
            <label>
              {t('mapping.code')}
              <Input
                value={words.code}
                disabled={of !== null}
                maxLength={63}
                onChange={(event) => setWords({ ...words, code: event.target.value })}
              />
            </label>
            <label>
              {t('mapping.titleZh')}
              <Input
                value={words.titleZh}
                maxLength={200}
                onChange={(event) => setWords({ ...words, titleZh: event.target.value })}
              />
            </label>
            <label>
              {t('mapping.titleEn')}
              <Input
                value={words.titleEn}
                maxLength={200}
                onChange={(event) => setWords({ ...words, titleEn: event.target.value })}
              />
            </label>
            <label>
              {t('mapping.target')}
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                aria-label={t('mapping.target')}
                value={spec.target || undefined}
                placeholder={t('mapping.chooseTarget')}
                options={tables.data?.items.map((one) => ({
                  value: one.name,
                  label: `${one.name} ${name(one.titleZh, one.titleEn)}`,
                }))}
                onChange={(target: string) => setSpec({ ...spec, target })}
              />
            </label>
            <label>
              {t('mapping.source')}
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                aria-label={t('mapping.source')}
                value={current.source || undefined}
                placeholder={t('mapping.chooseSource')}
                options={datasets.data?.items
                  .filter((one) => one.latest !== null)
                  .map((one) => ({
                    value: one.code,
                    label: `${one.code} ${name(one.titleZh, one.titleEn)}`,
                  }))}
                onChange={setSource}
              />
            </label>
            {spec.parts.length > 1 && (
              <label>
                {t('mapping.part')}
                <Select
                  aria-label={t('mapping.part')}
                  value={part}
                  options={spec.parts.map((one, i) => ({ value: i, label: `${i + 1}. ${one.source}` }))}
                  onChange={setPart}
                />
              </label>
            )}
          </div>
        </Card>
        {spec.target !== '' && current.source !== '' ? (
          <>
            <Checks of={validation.data} sources={spec.parts.map(({ source }) => source)} />
            <Columns
              target={spec.target}
              source={datasets.data?.items.find((one) => one.code === current.source)?.id ?? ''}
              values={current.columns}
              suggestions={suggestions}
              busy={suggest.isPending}
              onPropose={propose}
              onTakeSure={takeSure}
              onChange={change}
            />
          </>
        ) : (
          <Empty title={t('mapping.begin')} hint={t('mapping.beginHint')} />
        )}
        {preview.data && <Preview of={preview.data} />}
        {of && <History of={of} />}
      </div>
    </Page>
  )
}

/** Proposals of at least this score are taken at once. */
const SURE = 0.7

interface ColumnsProps {
  readonly target: string
  readonly source: string
  readonly values: Readonly<Record<string, Value>>
  readonly suggestions: readonly SuggestionView[]
  readonly busy: boolean
  readonly onPropose: () => void
  readonly onTakeSure: () => void
  readonly onChange: (values: Record<string, Value>) => void
}

function Columns({
  target,
  source,
  values,
  suggestions,
  busy,
  onPropose,
  onTakeSure,
  onChange,
}: ColumnsProps) {
  const { t } = useTranslation()
  const table = useNationalTable(target)
  const dataset = useDataset(source)
  const [all, setAll] = useState(false)
  const columns = dataset.data?.columns ?? []
  const used = new Set(
    JSON.stringify(values)
      .match(/"column":"[^"]+"/g)
      ?.map((text) => text.slice(10, -1)),
  )
  const worth = (name: string, required: boolean | undefined) =>
    all || required || name in values || suggestions.some((one) => one.target === name)
  return (
    <div className="map-sides">
      <Card title={t('mapping.sourceColumns')}>
        <ul className="map-sources">
          {columns.map((column) => (
            <li key={column.name} className={used.has(column.name) ? '' : 'faint'}>
              <span aria-hidden="true">{used.has(column.name) ? '●' : '○'}</span> <code>{column.name}</code>{' '}
              <span className="faint">{column.type}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card
        title={t('mapping.targetColumns')}
        extra={
          <div className="row">
            <Button size="small" loading={busy} onClick={onPropose}>
              {t('mapping.suggest')}
            </Button>
            {suggestions.length > 0 && (
              <Button size="small" onClick={onTakeSure}>
                {t('mapping.takeSure')}
              </Button>
            )}
            <Button size="small" type="text" onClick={() => setAll(!all)}>
              {t(all ? 'mapping.fewer' : 'mapping.all')}
            </Button>
          </div>
        }
      >
        <Loaded of={table}>
          {(found) =>
            found.columns
              .filter((column) => worth(column.name, column.required))
              .map((column) => (
                <TargetRow
                  key={column.name}
                  column={column}
                  value={values[column.name]}
                  sources={columns}
                  suggestions={suggestions.filter((one) => one.target === column.name)}
                  onChange={(value) => {
                    const { [column.name]: _, ...rest } = values
                    onChange(value === undefined ? rest : { ...rest, [column.name]: value })
                  }}
                />
              ))
          }
        </Loaded>
      </Card>
    </div>
  )
}

function History({ of }: { readonly of: MappingView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('mapping.history')}>
      <ul>
        {of.history.map((one) => (
          <li key={one.number}>
            v{one.number} · <When at={one.at} /> {one.note}
          </li>
        ))}
      </ul>
      {of.run && (
        <p className="muted">
          {t('mapping.lastRun')}: <When at={of.run.at} /> · {t('mapping.rows')} <Num value={of.run.rows} /> ·{' '}
          {t('mapping.cells')} <Num value={of.run.filled} /> · {t('mapping.misfits')}{' '}
          <Num value={of.run.misfits} />
        </p>
      )}
    </Card>
  )
}
