import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type GuardianshipView,
  useConfirmGuardianship,
  useRefuseGuardianship,
  useWaitingGuardianships,
} from '../../api/consents.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

const YEARS_MS = 3 * 366 * 86_400_000

/** What guardians ask this bureau to confirm; not shown where nothing waits. */
export function Guardianships() {
  const { t } = useTranslation()
  const waiting = useWaitingGuardianships(true)
  const refuse = useRefuseGuardianship()
  const [confirming, setConfirming] = useState<GuardianshipView | null>(null)
  if (!waiting.data || waiting.data.length === 0) return null
  return (
    <Card title={t('consent.guardians')}>
      {refuse.error ? <Problem error={refuse.error} /> : null}
      <Table
        caption={t('consent.guardians')}
        rows={waiting.data}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'relation',
            title: t('consent.relation'),
            cell: (row) => t(`insured.guard.relation.${row.relation}`),
          },
          { key: 'document', title: t('consent.document'), cell: (row) => row.document },
          { key: 'at', title: t('consent.askedAt'), cell: (row) => <When at={row.createdAt} /> },
          {
            key: 'act',
            title: '',
            cell: (row) => (
              <span className="row">
                <Action primary onClick={() => setConfirming(row)}>
                  {t('consent.confirm')}
                </Action>
                <Action danger loading={refuse.isPending} onClick={() => refuse.mutate(row.id)}>
                  {t('consent.refuse')}
                </Action>
              </span>
            ),
          },
        ]}
      />
      {confirming && <Confirm one={confirming} onClose={() => setConfirming(null)} />}
    </Card>
  )
}

/** Both numbers are typed from the paper; they are compared and kept nowhere. */
function Confirm({ one, onClose }: { readonly one: GuardianshipView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirmGuardianship()
  const [guardianCertno, setGuardian] = useState('')
  const [wardCertno, setWard] = useState('')
  const send = () =>
    confirm.mutate(
      { id: one.id, guardianCertno, wardCertno, until: Date.now() + YEARS_MS },
      { onSuccess: onClose },
    )
  const field = (label: string, value: string, set: (text: string) => void) => (
    <Input
      aria-label={label}
      placeholder={label}
      value={value}
      maxLength={50}
      autoComplete="off"
      onChange={(event) => set(event.target.value)}
    />
  )
  return (
    <Modal
      open
      title={t('consent.confirm')}
      okText={t('consent.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{
        disabled: guardianCertno.trim().length < 6 || wardCertno.trim().length < 6,
        loading: confirm.isPending,
      }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="stack tight">
        <p>{t('consent.confirmMeans', { document: one.document })}</p>
        {field(t('consent.guardianCertno'), guardianCertno, setGuardian)}
        {field(t('consent.wardCertno'), wardCertno, setWard)}
        {confirm.error ? <Problem error={confirm.error} /> : null}
      </div>
    </Modal>
  )
}
