import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBodies, useBodyName } from '../../api/bodies.ts'
import { useGrantReference, useGrants, useWithdrawReference } from '../../api/quality.ts'
import { useMe } from '../../api/session.ts'
import { useDatasets } from '../../api/supply.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Which registers of which body may be referred to, both ways. */
export function GrantsCard() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const body = useBodyName()
  const grants = useGrants()
  const withdraw = useWithdrawReference()
  const [granting, setGranting] = useState(false)
  return (
    <Card
      title={t('quality.grants')}
      extra={<Action onClick={() => setGranting(true)}>{t('quality.grant')}</Action>}
    >
      <p className="faint">{t('quality.grantsAbout')}</p>
      <Loaded of={grants}>
        {({ items }) => (
          <Table
            caption={t('quality.grants')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('quality.noGrants')} hint={t('quality.noGrantsHint')} />}
            columns={[
              { key: 'what', title: t('quality.dataset'), cell: (row) => name(row.titleZh, row.titleEn) },
              {
                key: 'whom',
                title: t('quality.body'),
                cell: (row) =>
                  row.own
                    ? t('quality.grantedTo', { body: body(row.granteeId) })
                    : t('quality.grantedBy', { body: body(row.ownerId) }),
              },
              { key: 'purpose', title: t('quality.purpose'), cell: (row) => row.purpose },
              { key: 'at', title: t('quality.at'), cell: (row) => <When at={row.grantedAt} /> },
              {
                key: 'do',
                title: t('common.actions'),
                cell: (row) =>
                  row.withdrawnAt === null ? (
                    row.own && (
                      <Action danger loading={withdraw.isPending} onClick={() => withdraw.mutate(row.id)}>
                        {t('quality.withdraw')}
                      </Action>
                    )
                  ) : (
                    <span className="faint">{t('quality.withdrawn')}</span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {withdraw.error ? <Problem error={withdraw.error} /> : null}
      {granting && <GrantDialog onClose={() => setGranting(false)} />}
    </Card>
  )
}

function GrantDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const me = useMe()
  const datasets = useDatasets({ participantId: me.participant.id, limit: 200 })
  const bodies = useBodies()
  const grant = useGrantReference()
  const [datasetId, setDataset] = useState<string>()
  const [granteeId, setBody] = useState<string>()
  const [purpose, setPurpose] = useState('')
  return (
    <Modal
      open
      title={t('quality.grant')}
      okText={t('quality.grant')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !datasetId || !granteeId || !purpose.trim(), loading: grant.isPending }}
      onOk={() =>
        datasetId &&
        granteeId &&
        grant.mutate({ datasetId, granteeId, purpose: purpose.trim() }, { onSuccess: onClose })
      }
      onCancel={onClose}
    >
      <div className="stack tight">
        <p>{t('quality.grantExplain')}</p>
        <Select
          aria-label={t('quality.dataset')}
          placeholder={t('quality.dataset')}
          value={datasetId}
          onChange={setDataset}
          options={datasets.data?.items.map((one) => ({
            value: one.id,
            label: name(one.titleZh, one.titleEn),
          }))}
        />
        <Select
          aria-label={t('quality.body')}
          placeholder={t('quality.body')}
          value={granteeId}
          onChange={setBody}
          options={bodies.data?.items
            .filter((one) => one.id !== me.participant.id)
            .map((one) => ({ value: one.id, label: name(one.nameZh, one.nameEn) }))}
        />
        <Input
          aria-label={t('quality.purpose')}
          placeholder={t('quality.purpose')}
          value={purpose}
          maxLength={500}
          onChange={(event) => setPurpose(event.target.value)}
        />
        {grant.error ? <Problem error={grant.error} /> : null}
      </div>
    </Modal>
  )
}
