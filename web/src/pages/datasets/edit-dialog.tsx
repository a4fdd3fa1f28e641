import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMoveDataset } from '../../api/catalog.ts'
import { useChangeDataset, useZones } from '../../api/supply.ts'
import type { DatasetView, Rhythm, Theme } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { RHYTHM_CODES, THEME_CODES } from './codes.ts'

interface Props {
  readonly dataset: DatasetView
  readonly open: boolean
  readonly onClose: () => void
}

interface Fields {
  readonly titleZh: string
  readonly titleEn: string
  readonly description: string
  readonly zoneId?: string | undefined
  readonly theme?: Theme | undefined
  readonly rhythm?: Rhythm | undefined
  readonly keywords: string[]
  readonly spatial: string[]
  readonly from?: string
  readonly to?: string
  readonly authority?: string
  readonly document?: string
  readonly contact?: string
  readonly email?: string
}

/** What the catalogue says of a dataset. The code is a name in queries and does not change. */
export function EditDialog({ dataset, open, onClose }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const { data: zones } = useZones()
  const change = useChangeDataset(dataset.id)
  const move = useMoveDataset(dataset.id)
  const [form] = Form.useForm<Fields>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const day = [{ pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('catalogue.dayForm') }]
  const save = async (fields: Fields) => {
    await change.mutateAsync(changeOf(fields, dataset))
    if ((fields.zoneId ?? null) !== dataset.zoneId) await move.mutateAsync(fields.zoneId ?? null)
    onClose()
  }
  return (
    <Modal
      open={open}
      title={t('dataset.edit')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending || move.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={fieldsOf(dataset)}
        onFinish={(fields) => void save(fields).catch(() => undefined)}
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
        <Form.Item name="zoneId" label={t('dataset.zone')}>
          <Select
            allowClear
            options={(zones?.items ?? []).map((zone) => ({
              value: zone.id,
              label: name(zone.titleZh, zone.titleEn),
            }))}
          />
        </Form.Item>
        <Form.Item name="theme" label={t('catalogue.facet.theme')}>
          <Select allowClear options={options('catalogue.theme', THEME_CODES)} />
        </Form.Item>
        <Form.Item name="rhythm" label={t('catalogue.facet.rhythm')}>
          <Select allowClear options={options('catalogue.rhythm', RHYTHM_CODES)} />
        </Form.Item>
        <Form.Item name="keywords" label={t('catalogue.keywords')} extra={t('catalogue.wordsHint')}>
          <Select mode="tags" maxCount={30} open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="spatial" label={t('catalogue.spatial')} extra={t('catalogue.spatialHint')}>
          <Select mode="tags" maxCount={60} open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="from" label={t('catalogue.from')} rules={day}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="to" label={t('catalogue.to')} rules={day}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="authority" label={t('catalogue.authority')} extra={t('catalogue.authorityHint')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item name="document" label={t('catalogue.document_')}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="contact" label={t('catalogue.contact')} extra={t('catalogue.contactHint')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('catalogue.email')}
          rules={[{ type: 'email', message: t('catalogue.emailForm') }]}
        >
          <Input type="email" maxLength={200} />
        </Form.Item>
        {(change.error ?? move.error) ? <Problem error={change.error ?? move.error} /> : null}
      </Form>
    </Modal>
  )
}

const fieldsOf = ({ entry, ...dataset }: DatasetView): Fields => ({
  titleZh: dataset.titleZh,
  titleEn: dataset.titleEn,
  description: dataset.description,
  zoneId: dataset.zoneId ?? undefined,
  theme: entry.theme ?? undefined,
  rhythm: entry.rhythm ?? undefined,
  keywords: entry.keywords,
  spatial: entry.spatial,
  from: entry.temporal?.from ?? '',
  to: entry.temporal?.to ?? '',
  authority: entry.authority?.text ?? '',
  document: entry.authority?.document ?? '',
  contact: entry.contact?.name ?? '',
  email: entry.contact?.email ?? '',
})

/** An emptied field takes away what was there. */
function changeOf(fields: Fields, { entry }: DatasetView) {
  const text = (value: string | undefined) => value?.trim() || null
  const [from, to, authority, contact] = [
    text(fields.from),
    text(fields.to),
    text(fields.authority),
    text(fields.contact),
  ]
  return {
    titleZh: fields.titleZh,
    titleEn: fields.titleEn,
    description: fields.description,
    entry: {
      theme: fields.theme ?? null,
      rhythm: fields.rhythm ?? null,
      keywords: fields.keywords,
      spatial: fields.spatial,
      temporal: from || to ? { from, to } : null,
      authority: authority ? { text: authority, document: text(fields.document) } : null,
      contact: contact
        ? { name: contact, email: text(fields.email), phone: entry.contact?.phone ?? null }
        : null,
    },
  }
}
