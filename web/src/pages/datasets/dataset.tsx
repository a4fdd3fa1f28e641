import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useHasRole } from '../../api/session.ts'
import { useDataset, useZones } from '../../api/supply.ts'
import type { DatasetView } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Record } from '../../parts/record.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'
import { ColumnTable } from './column-table.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { UploadCard } from './upload-card.tsx'

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
  const zone = zones?.items.find((one) => one.id === dataset.zoneId)
  const { latest } = dataset
  const mayChange = dataset.own && has('data_officer', 'steward')
  const facts = [
    { key: 'code', name: t('dataset.code'), value: <code>{dataset.code}</code> },
    { key: 'owner', name: t('dataset.owner'), value: bodyName(dataset.participantId) },
    { key: 'zone', name: t('dataset.zone'), value: zone ? name(zone.titleZh, zone.titleEn) : '—' },
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
  return (
    <Record
      title={name(dataset.titleZh, dataset.titleEn)}
      state={<State kind="dataset" value={latest ? dataset.state : 'empty'} />}
      sub={dataset.description}
      actions={mayChange && <Button onClick={() => setEditing(true)}>{t('dataset.edit')}</Button>}
      facts={facts}
      subject={dataset.id}
    >
      {mayChange && <UploadCard dataset={dataset} />}
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
            <ColumnTable columns={dataset.columns} rows={latest?.rows ?? 0} own={dataset.own} />
          </Stamp>
        )}
      </Card>
      {dataset.versions.length > 0 && (
        <Card title={t('dataset.versions')}>
          <Table
            caption={t('dataset.versions')}
            rows={dataset.versions}
            rowKey={(row) => row.id}
            columns={[
              { key: 'number', title: t('dataset.version'), cell: (row) => <b>v{row.number}</b> },
              {
                key: 'rows',
                title: t('dataset.rows'),
                numeric: true,
                cell: (row) => <Num value={row.rows} />,
              },
              {
                key: 'rejected',
                title: t('dataset.rejected'),
                numeric: true,
                cell: (row) => <Num value={row.rejected} />,
              },
              {
                key: 'persons',
                title: t('dataset.persons'),
                numeric: true,
                cell: (row) => <Num value={row.insuredCount} />,
              },
              { key: 'bytes', title: t('dataset.size'), numeric: true, cell: (row) => bytes(row.bytes) },
              { key: 'at', title: t('dataset.landed'), cell: (row) => <When at={row.createdAt} /> },
            ]}
          />
        </Card>
      )}
      <EditDialog dataset={dataset} open={editing} onClose={() => setEditing(false)} />
    </Record>
  )
}
