import { useTranslation } from 'react-i18next'
import type { VersionBrief } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { Num, When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'

/** Versions of a dataset, each with how it was made. */
export function VersionsTable({ versions }: { readonly versions: readonly VersionBrief[] }) {
  const { t } = useTranslation()
  const count = (
    key: string,
    title: string,
    value: (row: VersionBrief) => number | null,
  ): Column<VersionBrief> => ({
    key,
    title,
    numeric: true,
    cell: (row) => <Num value={value(row)} />,
  })
  return (
    <Table
      caption={t('dataset.versions')}
      rows={versions}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', title: t('dataset.version'), cell: (row) => <b>v{row.number}</b> },
        { key: 'made', title: t('catalogue.made'), cell: (row) => t(`catalogue.madeBy.${row.madeBy}`) },
        count('rows', t('dataset.rows'), (row) => row.rows),
        count('rejected', t('dataset.rejected'), (row) => row.rejected),
        count('quarantined', t('catalogue.quarantined'), (row) => row.quarantined),
        count('persons', t('dataset.persons'), (row) => row.insuredCount),
        { key: 'bytes', title: t('dataset.size'), numeric: true, cell: (row) => bytes(row.bytes) },
        { key: 'at', title: t('dataset.landed'), cell: (row) => <When at={row.createdAt} /> },
      ]}
    />
  )
}
