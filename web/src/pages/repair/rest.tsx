import { useTranslation } from 'react-i18next'
import type { RepairView } from '../../api/repair.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** What no source determines, by rule, and why it went to quarantine or stays. */
export function RestCard({ run }: { readonly run: RepairView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  return (
    <Card title={t('repair.rest')}>
      <Table
        caption={t('repair.rest')}
        rows={run.rest}
        rowKey={(row) => row.rule}
        empty={<Empty title={t('repair.restNone')} hint={t('repair.restNoneHint')} />}
        columns={[
          { key: 'rule', title: t('repair.rule'), cell: (row) => <code>{row.rule}</code> },
          {
            key: 'class',
            title: t('repair.class'),
            cell: (row) => <span className="nowrap">{t(`repair.classes.${row.class}`)}</span>,
          },
          {
            key: 'fate',
            title: t('repair.fate'),
            cell: (row) => (
              <Chip meaning={row.fate === 'quarantine' ? 'no' : 'warn'}>{t(`repair.fates.${row.fate}`)}</Chip>
            ),
          },
          {
            key: 'quarantined',
            title: t('repair.quarantined'),
            numeric: true,
            cell: (row) => <Num value={row.quarantined} />,
          },
          {
            key: 'dirty',
            title: t('repair.stillDirty'),
            numeric: true,
            cell: (row) => <Num value={row.stillDirty} />,
          },
          { key: 'why', title: t('repair.why'), cell: (row) => name(row.whyZh, row.whyEn) },
        ]}
      />
    </Card>
  )
}
