import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useNavigate } from 'react-router'
import { type RemoteOffer, type RemoteTemplate, useBegin, useRemoteTemplate } from '../../api/connector.ts'
import { useHasRole } from '../../api/session.ts'
import type { Purpose } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Terms } from '../../parts/terms/terms.tsx'

interface Props {
  readonly peerId: string
  readonly offer: RemoteOffer
}

/** The offered terms in plain words, and a first proposal. */
export function Begin({ peerId, offer }: Props) {
  const { t } = useFormat()
  const template = useRemoteTemplate(peerId, offer.templateId)
  return (
    <Card title={t('connector.proposeTo', { name: offer.productName })}>
      <Loaded of={template}>
        {(loaded) => (
          <div className="stack">
            <Terms policy={loaded.policy} text={{ zh: loaded.textZh, en: loaded.textEn }} />
            <Proposal peerId={peerId} offer={offer} template={loaded} />
          </div>
        )}
      </Loaded>
    </Card>
  )
}

interface Values {
  readonly name: string
  readonly purpose: Purpose
  readonly reason: string
  readonly maxRuns: number
}

function Proposal({ peerId, offer, template }: Props & { readonly template: RemoteTemplate }) {
  const { t } = useFormat()
  const options = useOptions()
  const has = useHasRole()
  const navigate = useNavigate()
  const begin = useBegin()
  const [form] = Form.useForm<Values>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const { policy } = template
  const send = ({ maxRuns, ...values }: Values) =>
    begin.mutate(
      {
        peerId,
        templateId: offer.templateId,
        ...values,
        change: maxRuns === policy.maxRuns ? {} : { maxRuns },
      },
      { onSuccess: ({ id }) => void navigate(`/connector/contracts/${id}`) },
    )
  if (!has('data_officer')) return <p className="faint">{t('connector.officerProposes')}</p>
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={send}
      initialValues={{ purpose: policy.purposes[0], maxRuns: policy.maxRuns }}
    >
      <Form.Item name="name" label={t('connector.contractName')} rules={required}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="purpose" label={t('connector.purpose')} rules={required}>
        <Select options={options('purpose', policy.purposes)} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('connector.reason')}
        rules={[...required, { min: 10, message: t('connector.reasonShort') }]}
      >
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <Form.Item name="maxRuns" label={t('connector.runs')} rules={required}>
        <InputNumber min={1} max={1_000_000} precision={0} />
      </Form.Item>
      {begin.error ? <Problem error={begin.error} /> : null}
      <Button type="primary" htmlType="submit" loading={begin.isPending}>
        {t('connector.sendProposal')}
      </Button>
    </Form>
  )
}
