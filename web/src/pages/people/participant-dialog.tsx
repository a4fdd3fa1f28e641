import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import {
  type NewParticipant,
  type ParticipantView,
  useChangeParticipant,
  useNewParticipant,
} from '../../api/people.ts'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { BODY_ROLE_LIST } from './role-lists.ts'

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  /** The body to change; a new one otherwise. */
  readonly body?: ParticipantView
}

/** Registers a body, or changes what may be changed of one: the credit code is its identity and stays. */
export function ParticipantDialog({ open, onClose, body }: Props) {
  const { t } = useTranslation()
  const options = useOptions()
  const navigate = useNavigate()
  const create = useNewParticipant()
  const change = useChangeParticipant(body?.id ?? '')
  const [form] = Form.useForm<NewParticipant>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const submit = ({ uscc, ...rest }: NewParticipant) =>
    body
      ? change.mutate(rest, { onSuccess: onClose })
      : create.mutate({ uscc, ...rest }, { onSuccess: ({ id }) => void navigate(`/participants/${id}`) })
  const error = create.error ?? change.error
  return (
    <Modal
      open={open}
      title={t(body ? 'people.editBody' : 'people.newBody')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending || change.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={body} onFinish={submit}>
        <Form.Item name="uscc" label={t('people.uscc')} rules={required} extra={t('people.usccHint')}>
          <Input className="mono" disabled={body !== undefined} maxLength={18} />
        </Form.Item>
        <Form.Item name="nameZh" label={t('people.nameZh')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="nameEn" label={t('people.nameEn')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="roles" label={t('people.bodyRoles')} rules={required}>
          <Select mode="multiple" options={options('bodyRole', BODY_ROLE_LIST)} />
        </Form.Item>
        <Form.Item
          name="regionCode"
          label={t('people.region')}
          extra={t('people.regionHint')}
          rules={[...required, { pattern: /^\d{6}$/, message: t('people.regionHint') }]}
        >
          <Input className="mono" maxLength={6} />
        </Form.Item>
        {error ? <Problem error={error} /> : null}
      </Form>
    </Modal>
  )
}
