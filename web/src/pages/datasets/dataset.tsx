import { Button, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useHasRole } from '../../api/session.ts'
import { useDataset, useZones } from '../../api/supply.ts'
import type { DatasetView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Record } from '../../parts/record.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { State } from '../../parts/state.tsx'
import '../../style/catalog.css'
import { ColumnTable } from './column-table.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { EntryFacts } from './entry-facts.tsx'
import { LineageTab } from './lineage-tab.tsx'
import { PreviewTab } from './preview-tab.tsx'
import { UploadCard } from './upload-card.tsx'
import { UsageTab } from './usage-tab.tsx'
import { VersionsTable } from './versions-table.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const dataset = useDataset(id)
  if (dataset.data) return <Dataset dataset={dataset.data} />
  return (
    <Page title={t('shell.dataset')}>
      <Card>
        <Loaded of={dataset}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Dataset({ dataset }: { readonly dataset: DatasetView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const { data: zones } = useZones()
  const [editing, setEditing] = useState(false)
  const [search, setSearch] = useSearchParams()
  const tab = tabOf(search.get('tab'))
  const setTab = (next: Tab) => setSearch(next === 'overview' ? {} : { tab: next }, { replace: true })
  const zone = zones?.items.find((one) => one.id === dataset.zoneId)
  const { latest } = dataset
  const mayChange = dataset.own && has('data_officer', 'steward')
  const facts = [
    { key: 'code', name: t('dataset.code'), value: <code>{dataset.code}</code> },
    { key: 'owner', name: t('dataset.owner'), value: bodyName(dataset.participantId) },
    {
      key: 'zone',
      name: t('dataset.zone'),
      value: zone ? <Link to={`/zones/${zone.id}`}>{name(zone.titleZh, zone.titleEn)}</Link> : '—',
    },
    { key: 'rows', name: t('dataset.rows'), value: <Num value={latest?.rows} /> },
    { key: 'persons', name: t('dataset.persons'), value: <Num value={latest?.insuredCount} /> },
    {
      key: 'insured',
      name: t('dataset.insuredColumn'),
      value: dataset.insuredColumn ? <code>{dataset.insuredColumn}</code> : t('dataset.noPersons'),
    },
    { key: 'version', name: t('dataset.version'), value: latest ? `v${latest.number}` : '—' },
    {
      key: 'updated',
      name: t('dataset.updated'),
      value: <When at={latest?.createdAt ?? dataset.createdAt} />,
    },
  ]
  const head = {
    title: name(dataset.titleZh, dataset.titleEn),
    state: <State kind="dataset" value={latest ? dataset.state : 'empty'} />,
    sub: dataset.description,
  }
  const actions = mayChange && (
    <>
      {latest && <LinkButton to={`/datasets/${dataset.id}/grading`}>{t('grading.open')}</LinkButton>}
      {latest && <LinkButton to={`/datasets/${dataset.id}/deidentify`}>{t('deidentify.open')}</LinkButton>}
      <Button onClick={() => setEditing(true)}>{t('dataset.edit')}</Button>
    </>
  )
  const other = tab === 'overview' ? null : TABS[tab]
  const tabs = <TabList tab={tab} onTab={setTab} />
  if (other)
    return (
      <Page title={head.title} chips={head.state} sub={head.sub} actions={actions}>
        {tabs}
        {other(dataset)}
        <EditDialog dataset={dataset} open={editing} onClose={() => setEditing(false)} />
      </Page>
    )
  return (
    <Record {...head} actions={actions} top={tabs} facts={facts} subject={dataset.id}>
      {mayChange && <UploadCard dataset={dataset} />}
      <EntryFacts entry={dataset.entry} />
      {dataset.versions.length > 0 && (
        <Card title={t('dataset.versions')}>
          <VersionsTable versions={dataset.versions.slice(0, NEWEST)} />
        </Card>
      )}
      <EditDialog dataset={dataset} open={editing} onClose={() => setEditing(false)} />
    </Record>
  )
}

/** So many versions are on the first tab; all are on their own. */
const NEWEST = 5

const TAB_NAMES = ['overview', 'columns', 'versions', 'lineage', 'preview', 'usage'] as const
type Tab = (typeof TAB_NAMES)[number]
const tabOf = (name: string | null): Tab => TAB_NAMES.find((one) => one === name) ?? 'overview'

const TABS: Readonly<Record<Exclude<Tab, 'overview'>, (dataset: DatasetView) => ReactNode>> = {
  columns: (dataset) => <Columns dataset={dataset} />,
  versions: (dataset) => <Versions dataset={dataset} />,
  lineage: (dataset) => <LineageTab datasetId={dataset.id} />,
  preview: (dataset) => <PreviewTab datasetId={dataset.id} />,
  usage: (dataset) => <UsageTab datasetId={dataset.id} />,
}

function TabList({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const { t } = useTranslation()
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => onTab(tabOf(key))}
      items={TAB_NAMES.map((key) => ({ key, label: t(`catalogue.tab.${key}`) }))}
    />
  )
}

function Columns({ dataset }: { readonly dataset: DatasetView }) {
  const { t } = useTranslation()
  const has = useHasRole()
  const mayChange = dataset.own && has('data_officer', 'steward')
  return (
    <Card
      title={t(dataset.own ? 'dataset.profile' : 'dataset.schema')}
      extra={dataset.own && <span className="faint">{t('dataset.profileOwn')}</span>}
    >
      {dataset.columns.length === 0 ? (
        <Empty
          title={t('dataset.noVersions')}
          hint={t(mayChange ? 'dataset.uploadFirst' : 'dataset.waitVersion')}
        />
      ) : (
        <Stamp>
          <ColumnTable columns={dataset.columns} rows={dataset.latest?.rows ?? 0} own={dataset.own} />
        </Stamp>
      )}
    </Card>
  )
}

function Versions({ dataset }: { readonly dataset: DatasetView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('dataset.versions')}>
      {dataset.versions.length === 0 ? (
        <Empty title={t('dataset.noVersions')} hint={t('dataset.waitVersion')} />
      ) : (
        <VersionsTable versions={dataset.versions} />
      )}
    </Card>
  )
}
