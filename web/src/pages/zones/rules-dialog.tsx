import { Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useChangeZone } from '../../api/catalog.ts'
import type { Purpose, ZoneRules, ZoneView } from '../../api/types.ts'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'

const PURPOSE_CODES = [
  'actuarial_pricing',
  'chronic_disease_research',
  'drug_evaluation',
  'fund_supervision',
  'contest_modelling',
  'public_health',
  'service_improvement',
] as const satisfies readonly Purpose[]

interface Fields {
  readonly titleZh: string
  readonly titleEn: string
  readonly description: string
  readonly registrants: ZoneRules['registrants']
  readonly readers: ZoneRules['readers']
  readonly first: number
  readonly floor: number
  readonly purposes: string[]
  readonly gradeScheme: string
}

/** Rules of a zone. They hold for what is registered and offered from now on; contracts in force stay as they are. */
export function RulesDialog({
  zone,
  open,
  onClose,
}: {
  readonly zone: ZoneView
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const options = useOptions()
  const change = useChangeZone(zone.id)
  const [form] = Form.useForm<Fields>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const { rules } = zone
  const save = (fields: Fields) =>
    change.mutate(
      {
        titleZh: fields.titleZh,
        titleEn: fields.titleEn,
        description: fields.description,
        rules: {
          registrants: fields.registrants,
          readers: fields.readers,
          minGroup: { default: fields.first, floor: fields.floor },
          purposes: fields.purposes.length === 0 ? null : fields.purposes,
          gradeScheme: fields.gradeScheme.trim() || null,
        },
      },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open={open}
      title={t('zone.editRules')}
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
        onFinish={save}
        initialValues={{
          ...rules,
          titleZh: zone.titleZh,
          titleEn: zone.titleEn,
          description: zone.description,
          first: rules.minGroup.default,
          floor: rules.minGroup.floor,
          purposes: rules.purposes ?? [],
          gradeScheme: rules.gradeScheme ?? '',
        }}
      >
        <Form.Item name="titleZh" label={t('dataset.titleZh')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('dataset.titleEn')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="description" label={t('dataset.summary')}>
          <Input.TextArea rows={3} maxLength={4000} />
        </Form.Item>
        <Form.Item name="registrants" label={t('zone.registrants')}>
          <Radio.Group options={options('zone.registrantsAre', ['any', 'members'])} />
        </Form.Item>
        <Form.Item name="readers" label={t('zone.readers')} extra={t('zone.readersHint')}>
          <Radio.Group options={options('zone.readersAre', ['public', 'space', 'members'])} />
        </Form.Item>
        <Form.Item name="floor" label={t('zone.floor')} rules={required} extra={t('zone.floorHint')}>
          <InputNumber min={2} max={100_000} precision={0} />
        </Form.Item>
        <Form.Item name="first" label={t('zone.first')} rules={required}>
          <InputNumber min={2} max={100_000} precision={0} />
        </Form.Item>
        <Form.Item name="purposes" label={t('zone.purposes')} extra={t('zone.purposesHint')}>
          <Select mode="multiple" allowClear options={options('purpose', PURPOSE_CODES)} />
        </Form.Item>
        <Form.Item name="gradeScheme" label={t('zone.gradeScheme')} extra={t('zone.gradeHint')}>
          <Input className="mono" maxLength={63} spellCheck={false} />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
      </Form>
    </Modal>
  )
}
