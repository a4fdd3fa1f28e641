import { Checkbox, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TableView } from '../../api/sources.ts'
import type { DatasetBrief } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { canFollow, type FeedDraft } from './feed-draft.ts'
import { ChoiceField, NamesField, NumberField, TextField } from './fields.tsx'

interface Props {
  readonly table: TableView
  readonly value: FeedDraft
  readonly datasets: readonly DatasetBrief[]
  readonly kind: string
  readonly onChange: (change: Partial<FeedDraft>) => void
}

/** What a table feeds, how it is read and when. */
export function FeedFields({ table, value, datasets, kind, onChange }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const columns = table.columns.map((column) => column.name)
  const none = { value: '', label: t('source.noColumn') }
  const choices = [none, ...columns.map((column) => ({ value: column, label: column }))]
  return (
    <fieldset className="sub-form">
      <legend className="mono">{table.name}</legend>
      <ChoiceField
        label={t('source.target')}
        value={value.datasetId}
        options={[
          { value: '', label: t('source.targetNew') },
          ...datasets.map((one) => ({
            value: one.id,
            label: `${name(one.titleZh, one.titleEn)} (${one.code})`,
          })),
        ]}
        onChange={(datasetId) => onChange({ datasetId })}
      />
      {value.datasetId === '' && (
        <>
          <TextField
            mono
            maxLength={63}
            label={t('source.code')}
            hint={t('dataset.codeHint')}
            value={value.code}
            onChange={(code) => onChange({ code })}
          />
          <TextField
            maxLength={200}
            label={t('dataset.titleZh')}
            value={value.titleZh}
            onChange={(titleZh) => onChange({ titleZh })}
          />
          <TextField
            maxLength={200}
            label={t('dataset.titleEn')}
            value={value.titleEn}
            onChange={(titleEn) => onChange({ titleEn })}
          />
          <ChoiceField
            label={t('dataset.insuredColumn')}
            hint={t('dataset.insuredHint')}
            value={value.insuredColumn}
            options={choices}
            onChange={(insuredColumn) => onChange({ insuredColumn })}
          />
          {value.insuredColumn !== '' && (
            <TextField
              mono
              maxLength={120}
              label={t('dataset.insuredSystem')}
              hint={t('dataset.insuredSystemHint')}
              value={value.insuredSystem}
              onChange={(insuredSystem) => onChange({ insuredSystem })}
            />
          )}
        </>
      )}
      <ChoiceField
        label={t('source.mode')}
        hint={t(`source.modeAbout.${value.mode}`)}
        value={value.mode}
        options={options('source.modeKind', canFollow(table) ? ['increment', 'snapshot'] : ['snapshot'])}
        onChange={(mode) => onChange({ mode: mode as FeedDraft['mode'] })}
      />
      <NamesField
        label={t('source.key')}
        hint={t('source.keyHint')}
        among={columns}
        value={value.key}
        onChange={(key) => onChange({ key })}
      />
      {value.mode === 'increment' && table.watermarks.length > 0 && (
        <>
          <ChoiceField
            label={t('source.watermark')}
            hint={t('source.watermarkHint')}
            value={value.watermark}
            options={table.watermarks.map((one) => ({ value: one, label: one }))}
            onChange={(watermark) => onChange({ watermark })}
          />
          <Form.Item extra={t('source.deletesHint')}>
            <Checkbox
              checked={value.deletes}
              onChange={(event) => onChange({ deletes: event.target.checked })}
            >
              {t('source.deletes')}
            </Checkbox>
          </Form.Item>
        </>
      )}
      <ScheduleFields value={value} kind={kind} onChange={onChange} />
    </fieldset>
  )
}

/** When a feed runs by itself. */
export function ScheduleFields({
  value,
  kind,
  onChange,
}: {
  readonly value: Pick<FeedDraft, 'schedule' | 'seconds' | 'at'>
  readonly kind: string
  readonly onChange: (change: Partial<FeedDraft>) => void
}) {
  const { t } = useTranslation()
  const options = useOptions()
  return (
    <>
      <ChoiceField
        label={t('source.schedule')}
        hint={kind === 'push' ? t('source.pushScheduleHint') : undefined}
        value={value.schedule}
        options={options('source.scheduleKind', ['daily', 'every', 'manual'])}
        onChange={(schedule) => onChange({ schedule: schedule as FeedDraft['schedule'] })}
      />
      {value.schedule === 'every' && (
        <NumberField
          label={t('source.seconds')}
          min={2}
          max={604_800}
          value={value.seconds}
          onChange={(seconds) => onChange({ seconds })}
        />
      )}
      {value.schedule === 'daily' && (
        <TextField
          mono
          maxLength={5}
          label={t('source.at')}
          value={value.at}
          onChange={(at) => onChange({ at })}
        />
      )}
    </>
  )
}
