import { useTranslation } from 'react-i18next'
import type { RepairView } from '../../api/repair.ts'
import { Chip } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { share } from './share.ts'

/** The line of the first-prize system, 99.6 %. */
const AIM_PPM = 996_000

/** How accurate each table is now, with the arithmetic. The first line is that of persons and contributions. */
export function AccuracyCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('repair.accuracy')} extra={<span className="faint">{t('repair.formula')}</span>}>
      <Table
        caption={t('repair.accuracy')}
        rows={run.accuracy}
        rowKey={(row, i) => `${i}:${row.tables.join()}`}
        columns={[
          {
            key: 'tables',
            title: t('repair.tables'),
            cell: (row, i) =>
              i === 0 && row.tables.length > 1 ? <b>{t('repair.register')}</b> : row.tables.join(', '),
          },
          {
            key: 'scanned',
            title: t('repair.scanned'),
            numeric: true,
            cell: (row) => <Num value={row.scanned} />,
          },
          {
            key: 'dirty',
            title: t('repair.stillDirty'),
            numeric: true,
            cell: (row) => <Num value={row.stillDirty} />,
          },
          {
            key: 'quarantined',
            title: t('repair.quarantined'),
            numeric: true,
            cell: (row) => <Num value={row.quarantined} />,
          },
          {
            key: 'sum',
            title: t('repair.arithmetic'),
            cell: (row) => (
              <span className="mono nowrap">
                {`1 − (${row.stillDirty} + ${row.quarantined}) ÷ ${row.scanned} = ${share(row.accuracyPpm)}`}
              </span>
            ),
          },
          {
            key: 'aim',
            title: t('repair.aim'),
            cell: (row) => (
              <Chip meaning={row.accuracyPpm >= AIM_PPM ? 'ok' : 'warn'}>
                {t(row.accuracyPpm >= AIM_PPM ? 'repair.reached' : 'repair.missed')}
              </Chip>
            ),
          },
        ]}
      />
    </Card>
  )
}
