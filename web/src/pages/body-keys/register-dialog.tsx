import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type NewBodyKey, useRegisterBodyKey } from '../../api/body-keys.ts'
import { pasted } from '../../lib/contract/body-key.ts'
import { OutsideText } from '../../parts/outside-text.tsx'
import { Problem } from '../../parts/problem.tsx'

interface Props {
  readonly proofText: string
  readonly onClose: () => void
}

/** Registers the public half of a key that the body keeps; a signature of a text of its own proves that it does. */
export function RegisterDialog({ proofText, onClose }: Props) {
  const { t } = useTranslation()
  const register = useRegisterBodyKey()
  const [form] = Form.useForm<NewBodyKey>()
  const required = [{ required: true, whitespace: true, message: t('dataset.needed') }]
  return (
    <Modal
      open
      width={640}
      title={t('bodyKey.register')}
      okText={t('bodyKey.register')}
      cancelText={t('common.cancel')}
      confirmLoading={register.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ algorithm: 'ed25519' }}
        onFinish={({ algorithm, title, publicKey, proof }) =>
          register.mutate(
            { algorithm, title: title.trim(), publicKey: pasted(publicKey), proof: pasted(proof) },
            { onSuccess: onClose },
          )
        }
      >
        <p className="why warn">{t('bodyKey.registerMeans')}</p>
        <Form.Item
          name="title"
          label={t('bodyKey.name')}
          rules={[...required, { min: 2, message: t('bodyKey.nameHint') }]}
          extra={t('bodyKey.nameHint')}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="algorithm" label={t('bodyKey.algorithm')}>
          <Select
            options={(['ed25519', 'sm2'] as const).map((value) => ({
              value,
              label: t(`bodyKey.algorithms.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="publicKey"
          label={t('bodyKey.publicKey')}
          rules={required}
          extra={t('bodyKey.publicKeyHint')}
        >
          <Input.TextArea className="mono" rows={2} maxLength={120} spellCheck={false} />
        </Form.Item>
        <OutsideText text={proofText} />
        <Form.Item name="proof" label={t('bodyKey.proof')} rules={required} extra={t('bodyKey.valueHint')}>
          <Input.TextArea className="mono" rows={2} maxLength={240} spellCheck={false} />
        </Form.Item>
        {register.error ? <Problem error={register.error} /> : null}
      </Form>
    </Modal>
  )
}
