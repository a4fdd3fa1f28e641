import { useTranslation } from 'react-i18next'
import type { RepairView } from '../../api/repair.ts'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** The eight classes: found = repaired + in quarantine + still dirty. */
export function ClassCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  const numeric = (key: 'scanned' | 'found' | 'repaired' | 'quarantined' | 'stillDirty') => ({
    key,
    title: t(`repair.${key}`),
    numeric: true,
    cell: (row: RepairView['classes'][number]) => <Num value={row[key]} />,
  })
  return (
    <Card title={t('repair.classesTitle')} extra={<span className="faint">{t('repair.cells')}</span>}>
      <Table
        caption={t('repair.classesTitle')}
        rows={run.classes}
        rowKey={(row) => row.class}
        columns={[
          { key: 'class', title: t('repair.class'), cell: (row) => t(`repair.classes.${row.class}`) },
          numeric('scanned'),
          numeric('found'),
          numeric('repaired'),
          numeric('quarantined'),
          numeric('stillDirty'),
          {
            key: 'share',
            title: t('repair.share'),
            cell: (row) => (
              <progress max={Math.max(1, row.found)} value={row.repaired} aria-label={t('repair.share')} />
            ),
          },
        ]}
      />
    </Card>
  )
}
