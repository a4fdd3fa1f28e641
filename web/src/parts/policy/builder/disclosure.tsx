import { Checkbox, Form, InputNumber, Select } from 'antd'
import { isNotYet, NOT_YET } from '../../../../../src/flow/policy/enforced.ts'
import type { Disclosure, Notice } from '../../../../../src/flow/policy/model.ts'
import { AUTOMATIC_WORDS, OUTPUT_WORDS, ROUNDING_WORDS } from '../../../../../src/flow/policy/words.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useOptions } from '../../options.ts'
import type { PolicyDraft } from '../draft.ts'

interface Props {
  readonly value: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
}

type OutputKind = Disclosure['outputs'][number]
const OUTPUTS = Object.keys(OUTPUT_WORDS) as OutputKind[]
type AutomaticKind = NonNullable<Disclosure['automatic']>[number]
const AUTOMATIC = Object.keys(AUTOMATIC_WORDS) as AutomaticKind[]
const SMALL_GROUPS = ['withhold', 'merge'] as const
const ROUNDINGS = Object.keys(ROUNDING_WORDS) as Disclosure['rounding'][]

/** What results may show, whether single persons' data may be used, and how the provider is told. */
export function DisclosureTerms({ value, onChange }: Props) {
  const { t, pick } = useFormat()
  const options = useOptions()
  const { disclosure, notice } = value
  const set = (change: Partial<Disclosure>) => onChange({ disclosure: { ...disclosure, ...change } })
  const tell = (change: Partial<Notice>) => onChange({ notice: { ...notice, ...change } })
  const { dominance } = disclosure
  return (
    <>
      <h4>{t('builder.disclosure')}</h4>
      {Object.keys(NOT_YET).length > 0 && <p className="muted">{t('builder.notYet')}</p>}
      <Form.Item label={t('builder.outputs')} htmlFor="outputs">
        <Select
          id="outputs"
          mode="multiple"
          value={disclosure.outputs}
          onChange={(next: OutputKind[]) =>
            next.length > 0 && set({ outputs: OUTPUTS.filter((one) => next.includes(one)) })
          }
          options={OUTPUTS.map((one) => ({ value: one, label: pick(OUTPUT_WORDS[one]) }))}
        />
      </Form.Item>
      <Form.Item label={t('builder.checkers')} htmlFor="checkers">
        <Select
          id="checkers"
          disabled={isNotYet('checkers')}
          value={String(disclosure.checkers)}
          onChange={(next: string) => set({ checkers: Number(next) })}
          options={options('builder.checkersAre', ['0', '1', '2', '3', '4', '5'])}
        />
      </Form.Item>
      <Form.Item label={t('builder.automatic')} htmlFor="automatic" extra={t('builder.automaticHint')}>
        <Select
          id="automatic"
          mode="multiple"
          value={disclosure.automatic ?? []}
          onChange={(next: AutomaticKind[]) =>
            set({ automatic: next.length > 0 ? AUTOMATIC.filter((one) => next.includes(one)) : undefined })
          }
          options={AUTOMATIC.map((one) => ({ value: one, label: pick(AUTOMATIC_WORDS[one]) }))}
        />
      </Form.Item>
      <Form.Item label={t('builder.smallGroups')} htmlFor="small-groups">
        <Select
          id="small-groups"
          value={disclosure.smallGroups ?? 'withhold'}
          onChange={(smallGroups: (typeof SMALL_GROUPS)[number]) => set({ smallGroups })}
          options={options('builder.smallGroupsAre', SMALL_GROUPS)}
        />
      </Form.Item>
      <Form.Item label={t('builder.rounding')} htmlFor="rounding" extra={t('builder.roundingHint')}>
        <Select
          id="rounding"
          disabled={isNotYet('rounding')}
          value={disclosure.rounding}
          onChange={(rounding) => set({ rounding })}
          options={ROUNDINGS.map((one) => ({ value: one, label: pick(ROUNDING_WORDS[one]) }))}
        />
      </Form.Item>
      <Form.Item
        label={t('builder.minInstitutions')}
        htmlFor="institutions"
        extra={t('builder.minInstitutionsHint')}
      >
        <InputNumber
          id="institutions"
          disabled={isNotYet('minInstitutions')}
          min={0}
          max={1000}
          precision={0}
          value={disclosure.minInstitutions}
          onChange={(next) => set({ minInstitutions: next ?? 0 })}
        />
      </Form.Item>
      <Form.Item label={t('builder.dominance')} htmlFor="dominance" extra={t('builder.dominanceHint')}>
        <div className="row">
          <InputNumber
            id="dominance"
            disabled={isNotYet('dominance')}
            min={1}
            max={10}
            precision={0}
            value={dominance?.n ?? null}
            onChange={(n) => set({ dominance: n === null ? null : { n, percent: dominance?.percent ?? 85 } })}
          />
          <span>{t('builder.dominancePercent')}</span>
          <InputNumber
            aria-label={t('builder.dominancePercent')}
            min={1}
            max={100}
            precision={0}
            disabled={dominance === null}
            value={dominance?.percent ?? null}
            onChange={(percent) => dominance && set({ dominance: { ...dominance, percent: percent ?? 85 } })}
          />
        </div>
      </Form.Item>
      <Form.Item label={t('builder.pPercent')} htmlFor="p-percent" extra={t('builder.pPercentHint')}>
        <InputNumber
          id="p-percent"
          disabled={isNotYet('pPercent')}
          min={1}
          max={100}
          precision={0}
          value={disclosure.pPercent}
          onChange={(pPercent) => set({ pPercent })}
        />
      </Form.Item>
      <h4>{t('builder.single')}</h4>
      <Checkbox
        checked={value.singlePerson}
        onChange={({ target }) => onChange({ singlePerson: target.checked })}
      >
        {t('builder.singleLabel')}
      </Checkbox>
      <h4>{t('builder.notice')}</h4>
      <Checkbox checked={notice.veto} onChange={({ target }) => tell({ veto: target.checked })}>
        {t('builder.veto')}
      </Checkbox>
      <div className="row">
        <Form.Item label={t('builder.wait')} htmlFor="wait">
          <InputNumber
            id="wait"
            min={0.1}
            max={60}
            step={1}
            value={notice.waitMs / 1000}
            onChange={(next) => tell({ waitMs: Math.round((next ?? 3) * 1000) })}
          />
        </Form.Item>
        <Form.Item label={t('builder.silence')} htmlFor="silence">
          <Select
            id="silence"
            value={notice.silence}
            onChange={(silence: Notice['silence']) => tell({ silence })}
            options={options('builder.silenceAre', ['deny', 'allow'])}
          />
        </Form.Item>
      </div>
    </>
  )
}
