import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useHasRole, useMe } from '../../api/session.ts'
import { useBodyName } from '../../api/bodies.ts'
import { useDatasets, useZones } from '../../api/supply.ts'
import type { DatasetBrief } from '../../api/types.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { Num, When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { NewDatasetDialog } from './new-dataset.tsx'

export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const has = useHasRole()
  const me = useMe()
  const { values } = useFilters()
  const { data: zones } = useZones()
  const [adding, setAdding] = useState(false)
  const bodyName = useBodyName()
  const { mine, ...rest } = values
  const list = useDatasets({
    ...rest,
    ...(mine ? { participantId: me.participant.id } : {}),
    limit: PAGE_SIZE,
  })
  const zoneName = (id: string | null) => {
    const found = zones?.items.find((one) => one.id === id)
    return found ? name(found.titleZh, found.titleEn) : '—'
  }
  const mayAdd = has('data_officer', 'steward') && me.participant.roles.includes('provider')
  const columns: Column<DatasetBrief>[] = [
    {
      key: 'title',
      title: t('dataset.title'),
      cell: (row) => (
        <>
          <Link to={`/datasets/${row.id}`}>
            <b>{name(row.titleZh, row.titleEn)}</b>
          </Link>
          <div className="mono faint">{row.code}</div>
        </>
      ),
    },
    { key: 'body', title: t('dataset.owner'), cell: (row) => bodyName(row.participantId) },
    { key: 'zone', title: t('dataset.zone'), cell: (row) => zoneName(row.zoneId) },
    { key: 'rows', title: t('dataset.rows'), numeric: true, cell: (row) => <Num value={row.latest?.rows} /> },
    {
      key: 'versions',
      title: t('dataset.version'),
      numeric: true,
      cell: (row) =>
        row.latest ? `v${row.latest.number}` : <span className="faint">{t('dataset.noData')}</span>,
    },
    {
      key: 'persons',
      title: t('dataset.persons'),
      numeric: true,
      cell: (row) => <Num value={row.latest?.insuredCount} />,
    },
    {
      key: 'at',
      title: t('dataset.updated'),
      cell: (row) => <When at={row.latest?.createdAt ?? row.createdAt} />,
    },
  ]
  return (
    <Page
      title={t('shell.datasets')}
      sub={t('dataset.about')}
      actions={
        mayAdd && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('dataset.new')}
          </Button>
        )
      }
    >
      <List
        name="datasets"
        caption={t('shell.datasets')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          { key: 'text', kind: 'text', label: t('dataset.search') },
          {
            key: 'zoneId',
            kind: 'choice',
            label: t('dataset.zone'),
            options: (zones?.items ?? []).map((zone) => ({
              value: zone.id,
              label: name(zone.titleZh, zone.titleEn),
            })),
          },
          {
            key: 'mine',
            kind: 'choice',
            label: t('dataset.whose'),
            options: [{ value: 'true', label: t('dataset.mine') }],
          },
        ]}
        empty={{
          title: t('dataset.none'),
          hint: t(mayAdd ? 'dataset.noneAdd' : 'dataset.noneWait'),
          action: mayAdd && <Button onClick={() => setAdding(true)}>{t('dataset.new')}</Button>,
        }}
        exportRow={{
          header: [
            t('dataset.title'),
            t('dataset.code'),
            t('dataset.owner'),
            t('dataset.rows'),
            t('common.created'),
          ],
          row: (row) => [
            name(row.titleZh, row.titleEn),
            row.code,
            bodyName(row.participantId),
            row.latest?.rows ?? null,
            date(row.createdAt),
          ],
        }}
      />
      <NewDatasetDialog open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
