import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Constraint, Duty } from '../../../../../src/flow/policy/model.ts'
import { ACTIONS, type Action } from '../../../../../src/flow/policy/vocabulary.ts'
import { ACTION_WORDS } from '../../../../../src/flow/policy/words.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { Conditions } from './conditions.tsx'

interface SentenceProps {
  readonly kind: 'permission' | 'prohibition' | 'obligation'
  readonly actions: readonly Action[]
  readonly constraints: readonly Constraint[]
  /** What comes first (permission), mends (prohibition), or follows (obligation). */
  readonly duties: readonly Duty[]
  readonly onChange: (next: { actions: Action[]; constraints: Constraint[]; duties: Duty[] }) => void
  /** Missing where the rule may not go. */
  readonly onRemove?: (() => void) | undefined
  readonly fields: readonly string[]
}

const WORDS = {
  permission: { begin: 'allow', on: 'on', last: 'before' },
  prohibition: { begin: 'forbid', on: 'where', last: 'remedy' },
  obligation: { begin: 'must', on: 'during', last: 'consequence' },
} as const

/** One rule as a sentence: 允许 … 做 …，条件是 …. */
export function RuleSentence({
  kind,
  actions,
  constraints,
  duties,
  onChange,
  onRemove,
  fields,
}: SentenceProps) {
  const { t, pick } = useFormat()
  const words = WORDS[kind]
  const now = { actions: [...actions], constraints: [...constraints], duties: [...duties] }
  const single = kind === 'obligation'
  const options = ACTIONS.map((one) => ({ value: one, label: pick(ACTION_WORDS[one]) }))
  const choose = single ? (
    <Select
      size="small"
      aria-label={t('builder.actions')}
      popupMatchSelectWidth={false}
      value={actions[0]}
      onChange={(next: Action) => onChange({ ...now, actions: [next] })}
      options={options}
    />
  ) : (
    <Select
      size="small"
      mode="multiple"
      className="builder-actions"
      aria-label={t('builder.actions')}
      popupMatchSelectWidth={false}
      value={[...actions]}
      onChange={(next: Action[]) => next.length > 0 && onChange({ ...now, actions: inOrder(next) })}
      options={options}
    />
  )
  return (
    <div className={`sentence ${kind}`}>
      <Word>{t(`builder.${words.begin}`)}</Word>
      {choose}
      {constraints.length > 0 && <Word>{t(`builder.${words.on}`)}</Word>}
      <Conditions
        value={constraints}
        fields={fields}
        onChange={(next) => onChange({ ...now, constraints: next })}
      />
      {duties.length > 0 && <Word>{t(`builder.${words.last}`)}</Word>}
      <Duties
        kind={kind}
        value={duties}
        fields={fields}
        onChange={(next) => onChange({ ...now, duties: next })}
      />
      {onRemove && (
        <Button size="small" type="text" danger aria-label={t('builder.removeRule')} onClick={onRemove}>
          ✕
        </Button>
      )}
    </div>
  )
}

const Word = ({ children }: { readonly children: ReactNode }) => (
  <span className="sentence-word">{children}</span>
)

/** Actions as the vocabulary orders them, which is how the server keeps them. */
const inOrder = (chosen: readonly Action[]): Action[] => ACTIONS.filter((one) => chosen.includes(one))

interface DutiesProps {
  readonly kind: SentenceProps['kind']
  readonly value: readonly Duty[]
  readonly onChange: (value: Duty[]) => void
  readonly fields: readonly string[]
}

/** The usual case is an action without conditions; those that a template brought stay and may be changed. */
function Duties({ kind, value, onChange, fields }: DutiesProps) {
  const { t, pick } = useFormat()
  const free = ACTIONS.filter((action) => !value.some((one) => one.action === action))
  return (
    <>
      {value.map((duty, at) => (
        <span key={duty.action} className="condition-parts">
          <b>{pick(ACTION_WORDS[duty.action])}</b>
          {duty.constraints.length > 0 && (
            <Conditions
              value={duty.constraints}
              fields={fields}
              onChange={(constraints) =>
                onChange(value.map((one, place) => (place === at ? { ...duty, constraints } : one)))
              }
            />
          )}
          <Button
            size="small"
            type="text"
            aria-label={t('builder.removeCondition')}
            onClick={() => onChange(value.filter((one) => one !== duty))}
          >
            ✕
          </Button>
        </span>
      ))}
      <Select
        size="small"
        aria-label={t(`builder.addDuty.${kind}`)}
        placeholder={t(`builder.addDuty.${kind}`)}
        popupMatchSelectWidth={false}
        value={null}
        onChange={(action: Action | null) => action && onChange([...value, { action, constraints: [] }])}
        options={free.map((one) => ({ value: one, label: pick(ACTION_WORDS[one]) }))}
      />
    </>
  )
}
