import { useTranslation } from 'react-i18next'
import type { RepairView } from '../../api/repair.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Samples } from './samples.tsx'

/** What each fix did at each column, or in a preview would do. */
export function FixCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  return (
    <Card title={t(run.kind === 'preview' ? 'repair.wouldDo' : 'repair.did')}>
      <Table
        caption={t('repair.did')}
        rows={run.fixes.filter((row) => row.changed + row.merged > 0)}
        rowKey={(row) => `${row.fix}:${row.table}:${row.column}`}
        empty={<Empty title={t('repair.nothingDone')} hint={t('repair.nothingDoneHint')} />}
        columns={[
          { key: 'fix', title: t('repair.fix'), cell: (row) => <b>{name(row.titleZh, row.titleEn)}</b> },
          {
            key: 'at',
            title: t('repair.cell'),
            cell: (row) => <code>{row.column ? `${row.table}.${row.column}` : row.table}</code>,
          },
          { key: 'kind', title: t('repair.how'), cell: (row) => <Chip>{t(`repair.hows.${row.kind}`)}</Chip> },
          {
            key: 'n',
            title: t('repair.changed'),
            numeric: true,
            cell: (row) => <Num value={row.changed + row.merged} />,
          },
          {
            key: 'samples',
            title: t('repair.samples'),
            cell: (row) => <Samples samples={row.samples.slice(0, 2)} />,
          },
        ]}
      />
    </Card>
  )
}
