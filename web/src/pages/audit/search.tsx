import './audit.css'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type AuditItem, useAuditSearch } from '../../api/audit.ts'
import { useBodyName } from '../../api/bodies.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { OlderPager } from '../../parts/pager.tsx'
import { Problem } from '../../parts/problem.tsx'
import { SavedViews } from '../../parts/saved-views.tsx'
import { Leaf, Num, When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Subjects } from '../evidence/subjects.tsx'
import { AuditPage } from './audit-page.tsx'
import { BodySelect } from './body-select.tsx'
import { FieldInput } from './field-input.tsx'
import { KindSelect } from './kind-select.tsx'
import { FIELDS, searchQuery } from './search-filter.ts'

const LIMIT = 50
/** Everything that happened, by who, under what, on which data, and when. */
export function Component() {
  const { t } = useTranslation()
  const { values, set, query, replaceAll } = useFilters()
  const found = useAuditSearch({ ...searchQuery(values), limit: LIMIT })
  const next = found.data?.next ?? null
  const filtered = [...FIELDS, 'kind', 'from', 'until'].some((key) => values[key])
  const clear = () =>
    set(Object.fromEntries([...FIELDS, 'kind', 'from', 'until', 'before'].map((key) => [key, undefined])))
  const day = (key: 'from' | 'until') => (
    <label className="audit-day">
      <span>{t(`audit.${key}`)}</span>
      <Input
        type="date"
        value={values[key] ?? ''}
        onChange={(event) => set({ [key]: event.target.value || undefined, before: undefined })}
      />
    </label>
  )
  return (
    <AuditPage title={t('audit.title')} sub={t('audit.about')}>
      <Card>
        <div className="filters" role="search">
          <BodySelect
            value={values.participant}
            onChange={(participant) => set({ participant, before: undefined })}
          />
          {FIELDS.filter((field) => field !== 'participant').map((field) => (
            <FieldInput
              key={field}
              field={field}
              value={values[field] ?? ''}
              onChange={(value) => set({ [field]: value || undefined, before: undefined })}
            />
          ))}
          <KindSelect value={values.kind} onChange={(kind) => set({ kind, before: undefined })} />
          {day('from')}
          {day('until')}
          {filtered && (
            <Button type="text" onClick={clear}>
              {t('list.clear')}
            </Button>
          )}
          <span className="grow" />
          {found.data && (
            <span className="faint">
              {t('list.total')} <Num value={found.data.total} />
            </span>
          )}
          <SavedViews name="audit" query={query} onOpen={replaceAll} />
        </div>
        {found.error && !found.data ? (
          <Problem error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Found items={found.data?.items} filtered={filtered} />
        )}
      </Card>
      <OlderPager before={values.before} next={next} onTurn={(before) => set({ before })} />
    </AuditPage>
  )
}

function Found({
  items,
  filtered,
}: {
  readonly items: readonly AuditItem[] | undefined
  readonly filtered: boolean
}) {
  const { t } = useTranslation()
  const say = useSaying()
  const bodyName = useBodyName()
  const columns: Column<AuditItem>[] = [
    { key: 'leaf', title: t('evidence.leaf'), cell: (row) => <Leaf leaf={row.leaf} /> },
    { key: 'at', title: t('evidence.at'), cell: (row) => <When at={row.at} /> },
    {
      key: 'kind',
      title: t('evidence.kind'),
      cell: (row) => (
        <>
          {say(row.kind)} <span className="mono faint">{row.kind}</span>
        </>
      ),
    },
    {
      key: 'actor',
      title: t('evidence.actor'),
      cell: (row) =>
        row.participantId || row.actorUserId ? (
          <>
            {row.participantId && bodyName(row.participantId)}{' '}
            {row.actorUserId && (
              <Link className="mono faint" to={`/audit?user=${row.actorUserId}`} title={row.actorUserId}>
                {row.actorUserId.slice(-6)}
              </Link>
            )}
          </>
        ) : (
          <span className="muted">{row.system ?? t('audit.system')}</span>
        ),
    },
    {
      key: 'subject',
      title: t('evidence.subject'),
      cell: (row) => <Subjects subject={row.subject} most={3} />,
    },
    {
      key: 'story',
      title: t('audit.story'),
      cell: (row) =>
        row.subject.run && (row.kind.startsWith('airlock.') || row.kind === 'run.released') ? (
          <Link to={`/audit/story/${row.subject.run}`}>{t('audit.toStory')}</Link>
        ) : row.subject.seat ? (
          <Link to={`/audit/replay/${row.subject.seat}`}>{t('audit.toReplay')}</Link>
        ) : (
          <span className="faint">—</span>
        ),
    },
  ]
  return (
    <Table
      caption={t('audit.title')}
      columns={columns}
      rows={items}
      rowKey={(row) => String(row.leaf)}
      empty={
        <Empty
          title={t(filtered ? 'list.nothingFits' : 'evidence.none')}
          {...(filtered ? { hint: t('list.loosen') } : {})}
        />
      }
    />
  )
}
