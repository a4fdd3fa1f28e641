import { useTranslation } from 'react-i18next'
import { ACTION_WORDS } from '../../../../src/flow/policy/words.ts'
import type { Decision, Fact } from '../../api/types.ts'
import { useBodyName } from '../../api/bodies.ts'
import { date, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { State } from '../state.tsx'

/** Why it was decided so: each fact that was looked at, what was asked and what the terms say. */
export function DecisionFacts({ decision }: { readonly decision: Decision }) {
  const { t } = useTranslation()
  const say = useFactValue()
  return (
    <div className="stack tight">
      <div className="row">
        <State kind="decision" value={decision.value} />
        {decision.because && (
          <span className="muted">
            {t('decision.because', {
              rule: t(`fact.${decision.because}`, { defaultValue: decision.because }),
            })}
          </span>
        )}
      </div>
      <Conditions of={decision.conditions} />
      <ul className="items decision">
        {decision.facts.map((fact) => (
          <li key={`${fact.rule} ${fact.at ?? ''}`}>
            <span className={fact.holds ? 'ok' : 'no'}>
              <span aria-hidden="true">{fact.holds ? '✓' : '⊘'}</span>{' '}
              {t(`fact.${fact.rule}`, { defaultValue: fact.rule })}
              <span className="visually-hidden">{t(fact.holds ? 'decision.holds' : 'decision.fails')}</span>
            </span>
            <span className="muted break">
              {t(`decision.${sentence(fact)}`, {
                asked: say(fact.rule, fact.asked),
                limit: say(fact.rule, fact.limit),
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What has to be done first. */
function Conditions({ of }: { readonly of: Decision['conditions'] }) {
  const { t, language, list } = useFormat()
  if (of.length === 0) return null
  const said = of.map(({ kind, action, needed }) => {
    if (kind === 'payment' || action === null) return `${t('fact.payAmount')} ${needed}`
    return ACTION_WORDS[action][language]
  })
  return <p>{t('decision.conditions', { list: list(said) })}</p>
}

const OWN_SENTENCE: ReadonlySet<string> = new Set(['start', 'term', 'count'])

/** Where what was asked is what the terms say, once is enough. A constraint of the policy is said as it is written. */
const sentence = ({ rule, at, asked, limit }: Fact): string => {
  if (at === null && OWN_SENTENCE.has(rule)) return rule
  return asked === limit ? 'same' : 'fact'
}

/** The record holds plain values; a person reads names, dates and words. */
function useFactValue(): (rule: Fact['rule'], value: string) => string {
  const { t } = useTranslation()
  const { list } = useFormat()
  const bodyName = useBodyName()
  return (rule, value) => {
    if (rule === 'party') return bodyName(value)
    if (rule === 'term' || rule === 'start') return date(Number(value))
    if (rule === 'count') return /^\d+$/.test(value) ? exact(Number(value)) : value
    if (rule === 'purpose')
      return list(value.split(/,|: /).map((one) => t(`purpose.${one}`, { defaultValue: one })))
    const kind = {
      contract_state: 'contract',
      product_state: 'product',
      body_state: 'participant',
      provider_state: 'participant',
    }[rule]
    return t(`state.${kind}.${value}`, { defaultValue: value })
  }
}
