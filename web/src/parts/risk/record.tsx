import { useTranslation } from 'react-i18next'
import { type RiskRecord, useRequestRisk } from '../../api/risk.ts'
import { ApiError } from '../../api/error.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../empty.tsx'
import { Facts } from '../facts.tsx'
import { Loaded } from '../loaded.tsx'
import { Card } from '../page.tsx'
import { When } from '../say.tsx'
import { RiskLevel, ScoreMeter } from './meter.tsx'
import { NotNeeded } from './not-needed.tsx'

/** The assessment that a request carries, as both bodies see it. */
export function RiskCard({ requestId }: { readonly requestId: string }) {
  const { t } = useTranslation()
  const record = useRequestRisk(requestId)
  const none = record.error instanceof ApiError && record.error.code === 'NOT_FOUND'
  return (
    <Card title={t('risk.title')} extra={record.data && <RiskLevel level={record.data.level} />}>
      {none ? (
        <Empty title={t('risk.noRecord')} hint={t('risk.noRecordHint')} />
      ) : (
        <Loaded of={record}>{(data) => <Assessment record={data} />}</Loaded>
      )}
    </Card>
  )
}

function Assessment({ record }: { readonly record: RiskRecord }) {
  const { t, list } = useFormat()
  const { form } = record
  return (
    <div className="stack">
      <ScoreMeter assessed={record} approvals={record.approvals} />
      <NotNeeded notNeeded={record.notNeeded} />
      <Facts
        one
        rows={[
          { key: 'detail', name: t('risk.purposeDetail'), value: form.purposeDetail },
          { key: 'people', name: t('risk.people'), value: form.people },
          { key: 'columns', name: t('risk.columns'), value: t('risk.count', { count: form.columns.length }) },
          {
            key: 'rows',
            name: t('risk.rows'),
            value:
              form.rows.from || form.rows.to
                ? `${form.rows.from ?? '…'} – ${form.rows.to ?? '…'}`
                : t('risk.allRows'),
          },
          { key: 'env', name: t('risk.environment'), value: t(`risk.env.${form.environment}`) },
          {
            key: 'outputs',
            name: t('risk.outputs'),
            value: list(form.outputs.map((code) => t(`risk.output.${code}`))),
          },
          { key: 'joins', name: t('risk.joins'), value: t(`risk.join.${form.joins}`) },
          {
            key: 'safeguards',
            name: t('risk.safeguards'),
            value: list(form.safeguards.map((code) => t(`risk.safeguard.${code}`))) || null,
          },
          { key: 'at', name: t('risk.assessedAt'), value: <When at={record.createdAt} /> },
        ]}
      />
    </div>
  )
}
