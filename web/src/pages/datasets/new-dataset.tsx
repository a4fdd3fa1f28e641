import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useNewDataset, useZones } from '../../api/supply.ts'
import type { NewDataset } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

/** Names a dataset; its data comes as a version, on its page. */
export function NewDatasetDialog({
  open,
  onClose,
}: {
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const navigate = useNavigate()
  const { data: zones } = useZones()
  const create = useNewDataset()
  const [form] = Form.useForm<NewDataset>()
  const required = [{ required: true, message: t('dataset.needed') }]
  return (
    <Modal
      open={open}
      title={t('dataset.new')}
      okText={t('dataset.create')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(value) =>
          create.mutate(dropEmpty(value), { onSuccess: ({ id }) => void navigate(`/datasets/${id}`) })
        }
      >
        <Form.Item name="titleZh" label={t('dataset.titleZh')} rules={required}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('dataset.titleEn')} rules={required}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('dataset.code')}
          extra={t('dataset.codeHint')}
          rules={[...required, { pattern: /^[a-z][a-z0-9_]{0,62}$/, message: t('dataset.codeHint') }]}
        >
          <Input className="mono" spellCheck={false} />
        </Form.Item>
        <Form.Item name="zoneId" label={t('dataset.zone')}>
          <Select
            allowClear
            options={(zones?.items ?? []).map((zone) => ({
              value: zone.id,
              label: name(zone.titleZh, zone.titleEn),
            }))}
          />
        </Form.Item>
        <Form.Item name="description" label={t('dataset.summary')}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="insuredColumn" label={t('dataset.insuredColumn')} extra={t('dataset.insuredHint')}>
          <Input className="mono" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="insuredSystem"
          label={t('dataset.insuredSystem')}
          extra={t('dataset.insuredSystemHint')}
          dependencies={['insuredColumn']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                Boolean(value) === Boolean(getFieldValue('insuredColumn'))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('dataset.insuredBoth'))),
            }),
          ]}
        >
          <Input className="mono" spellCheck={false} />
        </Form.Item>
        {create.error ? <Problem error={create.error} /> : null}
      </Form>
    </Modal>
  )
}

/** An emptied field is a field that is not given. */
const dropEmpty = (value: NewDataset): NewDataset =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== '' && one !== undefined)) as NewDataset
