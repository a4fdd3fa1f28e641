import { Checkbox, Input, InputNumber, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNewAsk, useScopes } from '../../api/consents.ts'
import { useContracts } from '../../api/flow.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

const DAY_MS = 86_400_000

/** Asks one person: under which contract, for which data, how long, and why in words that the person reads. */
export function AskDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { name, pick } = useFormat()
  const { data: scopes = [] } = useScopes()
  const contracts = useContracts({ side: 'consumer', state: 'active', limit: 200 })
  const ask = useNewAsk()
  const [certno, setCertno] = useState('')
  const [contractId, setContract] = useState<string>()
  const [chosen, setChosen] = useState<string[]>(['enrolment'])
  const [kind, setKind] = useState<'single' | 'standing'>('single')
  const [days, setDays] = useState(30)
  const [reason, setReason] = useState('')
  const usable = (contracts.data?.items ?? []).filter((one) => one.terms.policy.singlePerson)
  const contract = usable.find((one) => one.id === contractId)
  const ready = contract && certno.trim().length >= 6 && chosen.length > 0 && reason.trim().length >= 6
  const send = () => {
    if (!contract) return
    ask.mutate(
      {
        certno: certno.trim(),
        contractId: contract.id,
        purpose: contract.terms.purpose,
        scopes: chosen,
        kind,
        until: Date.now() + days * DAY_MS,
        reason: reason.trim(),
      },
      { onSuccess: onClose },
    )
  }
  return (
    <Modal
      open
      title={t('consent.ask')}
      okText={t('consent.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: ask.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="stack tight">
        <p>{t('consent.askMeans')}</p>
        <Select
          aria-label={t('consent.contract')}
          placeholder={usable.length > 0 ? t('consent.contract') : t('consent.noContract')}
          value={contractId}
          onChange={setContract}
          options={usable.map((one) => ({
            value: one.id,
            label: `${name(one.productTitleZh, one.productTitleEn)} · ${t(`purpose.${one.terms.purpose}`)}`,
          }))}
        />
        <Input
          aria-label={t('consent.certno')}
          placeholder={t('consent.certno')}
          value={certno}
          maxLength={50}
          autoComplete="off"
          onChange={(event) => setCertno(event.target.value)}
        />
        <Checkbox.Group
          value={chosen}
          onChange={setChosen}
          options={scopes.map((scope) => ({ value: scope.code, label: pick(scope) }))}
        />
        <Radio.Group
          aria-label={t('consent.kindTitle')}
          value={kind}
          onChange={(event) => setKind(event.target.value as 'single' | 'standing')}
          options={(['single', 'standing'] as const).map((value) => ({
            value,
            label: t(`consent.kind.${value}`),
          }))}
        />
        <span className="row">
          {t('consent.days')}
          <InputNumber
            aria-label={t('consent.days')}
            min={1}
            max={1825}
            value={days}
            onChange={(value) => setDays(value ?? 30)}
          />
        </span>
        <Input.TextArea
          aria-label={t('consent.reason')}
          placeholder={t('consent.reason')}
          value={reason}
          maxLength={500}
          rows={3}
          onChange={(event) => setReason(event.target.value)}
        />
        {ask.error ? <Problem error={ask.error} /> : null}
      </div>
    </Modal>
  )
}
