import { Button, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { ACTION_WORDS } from '../../../../src/flow/policy/words.ts'
import { useConfirmDuty, useCounters, useRecordPayment } from '../../api/contracts.ts'
import { useHasRole } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

interface Props {
  readonly contract: ContractView
  readonly side: 'provider' | 'consumer'
}

/** What was paid and which duties before use were met: both by the provider's word. */
export function Payments({ contract, side }: Props) {
  const { t, language } = useFormat()
  const has = useHasRole()
  const [adding, setAdding] = useState(false)
  const counters = useCounters(contract.id, false)
  const confirm = useConfirmDuty(contract.id)
  const { payments = [], duties = [] } = counters.data ?? {}
  const provides = side === 'provider'
  const over = contract.state === 'ended'
  if (!provides && payments.length === 0 && duties.length === 0) return null
  return (
    <Card
      title={t('contract.paymentsAndDuties')}
      extra={
        provides && (
          <Action
            whyNot={!has('data_officer') && t('contract.whyNot.officerOnly')}
            onClick={() => setAdding(true)}
          >
            {t('contract.recordPayment')}
          </Action>
        )
      }
    >
      {payments.length === 0 && duties.length === 0 && <p className="muted">{t('contract.noPayments')}</p>}
      <ul className="items">
        {duties.map((duty) => (
          <li key={duty.key}>
            <span>
              {t('contract.duty', {
                action: ACTION_WORDS[duty.action as keyof typeof ACTION_WORDS][language],
              })}
            </span>
            {duty.confirmedAt !== null ? (
              <span className="row faint">
                <Chip meaning="ok">{t('contract.dutyMet')}</Chip>
                <When at={duty.confirmedAt} />
              </span>
            ) : provides && !over && has('data_officer') ? (
              <Button
                size="small"
                loading={confirm.isPending && confirm.variables === duty.key}
                onClick={() => confirm.mutate(duty.key)}
              >
                {t('contract.confirmDuty')}
              </Button>
            ) : (
              <Chip meaning="warn">{t('contract.dutyOpen')}</Chip>
            )}
          </li>
        ))}
        {payments.map((payment) => (
          <li key={payment.reference}>
            <span>
              <b>{money(payment.fen, 'CNY')}</b> <span className="faint mono">{payment.reference}</span>
            </span>
            <span className="faint">
              <When at={payment.at} />
            </span>
          </li>
        ))}
      </ul>
      {confirm.error ? <Problem error={confirm.error} /> : null}
      {adding && <NewPayment id={contract.id} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function NewPayment({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useFormat()
  const [yuan, setYuan] = useState<number | null>(null)
  const [reference, setReference] = useState('')
  const record = useRecordPayment(id)
  return (
    <Modal
      open
      title={t('contract.recordPayment')}
      okText={t('contract.record')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !yuan || !reference.trim(), loading: record.isPending }}
      onCancel={onClose}
      onOk={() =>
        record.mutate({ fen: Math.round(yuan! * 100), reference: reference.trim() }, { onSuccess: onClose })
      }
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <p className="muted" style={{ marginBottom: 12 }}>
          {t('contract.paymentHint')}
        </p>
        <Form.Item label={t('contract.amount')} htmlFor="payment-yuan">
          <InputNumber
            id="payment-yuan"
            min={0.01}
            max={10_000_000_000}
            precision={2}
            value={yuan}
            onChange={setYuan}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item
          label={t('contract.reference')}
          htmlFor="payment-reference"
          extra={t('contract.referenceHint')}
        >
          <Input
            id="payment-reference"
            maxLength={64}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        </Form.Item>
        {record.error ? <Problem error={record.error} /> : null}
      </Form>
    </Modal>
  )
}
