import '../approval/approval.css'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParticipants } from '../../api/people.ts'
import type { Purpose, ScriptRule } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../options.ts'
import { MAY_DIFFER, useRuleSentence } from './sentence.ts'

interface Props {
  readonly place: number
  readonly last: boolean
  readonly rule: ScriptRule
  readonly purposes: readonly Purpose[]
  readonly onChange: (rule: ScriptRule) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: (() => void) | undefined
}

/** One rule: its conditions, each of which may be left open, what happens, and what the asking body is told. */
export function RuleEditor({ place, last, rule, purposes, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const options = useOptions()
  const say = useRuleSentence()
  const bodies = useParticipants({ role: 'consumer', limit: 200 })
  const id = (field: string) => `rule-${place}-${field}`
  /** An emptied condition is left out: then it always fits. */
  const set = <K extends keyof ScriptRule>(key: K, value: ScriptRule[K] | undefined) => {
    const next = { ...rule }
    if (value === undefined || (Array.isArray(value) && value.length === 0 && key !== 'differencesWithin'))
      delete next[key]
    else next[key] = value
    onChange(next)
  }
  const differ =
    rule.differencesWithin === undefined ? 'any' : rule.differencesWithin.length === 0 ? 'same' : 'within'
  return (
    <fieldset className="chain-step">
      <legend>{t('deciding.rule', { n: place + 1 })}</legend>
      <p style={{ marginBottom: 10 }}>{say(rule)}</p>
      <Form layout="vertical" component="div">
        <div className="grid g11">
          <Form.Item label={t('deciding.consumers')} htmlFor={id('consumers')}>
            <Select
              id={id('consumers')}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('deciding.anyConsumer')}
              value={rule.consumers}
              onChange={(value: string[]) => set('consumers', value)}
              options={(bodies.data?.items ?? [])
                .filter((one) => one.roles.includes('consumer'))
                .map((one) => ({ value: one.id, label: name(one.nameZh, one.nameEn) }))}
            />
          </Form.Item>
          <Form.Item label={t('deciding.purposes')} htmlFor={id('purposes')}>
            <Select
              id={id('purposes')}
              mode="multiple"
              placeholder={t('deciding.anyPurpose')}
              value={rule.purposes}
              onChange={(value: Purpose[]) => set('purposes', value)}
              options={options('purpose', purposes)}
            />
          </Form.Item>
          <Form.Item label={t('deciding.maxScore')} htmlFor={id('score')}>
            <InputNumber
              id={id('score')}
              min={0}
              max={100}
              precision={0}
              placeholder={t('deciding.anyScore')}
              value={rule.maxScore}
              onChange={(value) => set('maxScore', value ?? undefined)}
              style={{ width: '100%' }}
            />
          </Form.Item>
          <Form.Item label={t('deciding.differences')} htmlFor={id('differ')}>
            <Select
              id={id('differ')}
              value={differ}
              onChange={(value: string) =>
                set(
                  'differencesWithin',
                  value === 'any' ? undefined : value === 'same' ? [] : ['maxRuns', 'until'],
                )
              }
              options={options('deciding.differ', ['same', 'within', 'any'])}
            />
          </Form.Item>
          {differ === 'within' && (
            <Form.Item label={t('deciding.places')} htmlFor={id('places')}>
              <Select
                id={id('places')}
                mode="multiple"
                value={rule.differencesWithin}
                onChange={(value: string[]) => set('differencesWithin', value)}
                options={options('deciding.place', MAY_DIFFER)}
              />
            </Form.Item>
          )}
          <Form.Item label={t('deciding.thenLabel')} htmlFor={id('then')}>
            <Select
              id={id('then')}
              value={rule.then}
              onChange={(value) => set('then', value)}
              options={options('deciding.then', ['accept', 'reject', 'wait'])}
            />
          </Form.Item>
        </div>
        <Form.Item label={t('deciding.comment')} htmlFor={id('comment')} extra={t('deciding.commentHint')}>
          <Input
            id={id('comment')}
            maxLength={1000}
            value={rule.comment}
            onChange={(event) => set('comment', event.target.value)}
          />
        </Form.Item>
        <div className="row">
          <Button size="small" disabled={place === 0} onClick={() => onMove(-1)}>
            {t('deciding.up')}
          </Button>
          <Button size="small" disabled={last} onClick={() => onMove(1)}>
            {t('deciding.down')}
          </Button>
          {onRemove && (
            <Button size="small" onClick={onRemove}>
              {t('deciding.remove')}
            </Button>
          )}
        </div>
      </Form>
    </fieldset>
  )
}
