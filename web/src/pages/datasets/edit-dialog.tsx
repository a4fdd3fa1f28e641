import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useChangeDataset } from '../../api/supply.ts'
import type { DatasetView } from '../../api/types.ts'
import { Problem } from '../../parts/problem.tsx'

interface Props {
  readonly dataset: DatasetView
  readonly open: boolean
  readonly onClose: () => void
}

/** Titles and description. The code is a name in queries and does not change. */
export function EditDialog({ dataset, open, onClose }: Props) {
  const { t } = useTranslation()
  const change = useChangeDataset(dataset.id)
  const [form] = Form.useForm<{ titleZh: string; titleEn: string; description: string }>()
  const required = [{ required: true, message: t('dataset.needed') }]
  return (
    <Modal
      open={open}
      title={t('dataset.edit')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={dataset}
        onFinish={(value) => change.mutate(value, { onSuccess: onClose })}
      >
        <Form.Item name="titleZh" label={t('dataset.titleZh')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('dataset.titleEn')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="description" label={t('dataset.summary')}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
      </Form>
    </Modal>
  )
}
