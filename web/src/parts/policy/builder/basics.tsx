import { Form, Input, InputNumber, Select } from 'antd'
import { PURPOSE_TREE } from '../../../../../src/flow/policy/purpose/tree.ts'
import type { Purpose } from '../../../api/types.ts'
import { day } from '../../../lib/format.ts'
import { useFormat } from '../../../lib/use-format.ts'
import type { PolicyDraft } from '../draft.ts'

interface Props {
  readonly value: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
  readonly minGroupNote?: string | undefined
}

/** For what, until when, how many times, and from how many persons on a cell is shown. */
export function BasicTerms({ value, onChange, minGroupNote }: Props) {
  const { t } = useFormat()
  return (
    <>
      <Form.Item label={t('publish.purposes')} htmlFor="purposes">
        <Select
          id="purposes"
          mode="multiple"
          virtual={false}
          showSearch={{ optionFilterProp: 'label' }}
          value={value.purposes}
          onChange={(purposes: Purpose[]) => onChange({ purposes })}
          options={PURPOSE_TREE.map(({ code, parent }) => ({
            value: code,
            label: t(`purpose.${code}`),
            className: parent === null ? 'purpose-root' : 'purpose-leaf',
          }))}
        />
      </Form.Item>
      <div className="row dates">
        <Form.Item label={t('builder.from')} htmlFor="from" extra={t('builder.fromHint')}>
          <Input
            id="from"
            type="date"
            style={{ width: 180 }}
            value={value.from ? day(value.from) : ''}
            onChange={({ target }) =>
              onChange({ from: target.value ? new Date(`${target.value}T00:00:00`).getTime() : undefined })
            }
          />
        </Form.Item>
        <Form.Item label={t('publish.until')} htmlFor="until">
          <Input
            id="until"
            type="date"
            style={{ width: 180 }}
            min={day(Date.now())}
            value={value.until ? day(value.until) : ''}
            onChange={({ target }) =>
              onChange({ until: target.value ? new Date(`${target.value}T23:59:59.999`).getTime() : null })
            }
          />
        </Form.Item>
      </div>
      <Form.Item label={t('publish.maxRuns')} htmlFor="runs">
        <InputNumber
          id="runs"
          min={1}
          max={1_000_000}
          precision={0}
          value={value.maxRuns}
          onChange={(maxRuns) => onChange({ maxRuns: maxRuns ?? 1 })}
        />
      </Form.Item>
      <Form.Item
        label={t('publish.minGroup')}
        htmlFor="k"
        extra={
          <>
            {t('publish.minGroupHint')} {minGroupNote}
          </>
        }
      >
        <InputNumber
          id="k"
          min={2}
          max={100_000}
          precision={0}
          value={value.minGroup || null}
          onChange={(minGroup) => onChange({ minGroup: minGroup ?? 10 })}
        />
      </Form.Item>
    </>
  )
}
