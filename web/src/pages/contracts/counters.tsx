import './contract.css'
import { useTranslation } from 'react-i18next'
import { sayConstraint } from '../../../../src/flow/policy/render/constraint.ts'
import { useCounters } from '../../api/contracts.ts'
import type { ContractView, CounterView } from '../../api/types.ts'
import { timeLeft, spent } from '../../lib/contract/time.ts'
import { bytes, money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'

/** How much of the contract is used, under way and left; live while the page is open. */
export function Counters({ contract }: { readonly contract: ContractView }) {
  const running = contract.state === 'active'
  const counters = useCounters(contract.id, running)
  return (
    <Loaded of={counters}>
      {(data) => (
        <div className="meters" aria-live="polite">
          {data.counters.map((one) => (
            <Meter key={one.key} of={one} />
          ))}
          <TimeMeter contract={contract} now={running ? data.at : (contract.endedAt ?? data.at)} />
        </div>
      )}
    </Loaded>
  )
}

function Meter({ of }: { readonly of: CounterView }) {
  const { t, language, number } = useFormat()
  const say = (value: number) =>
    of.operand === 'dataSize'
      ? bytes(value)
      : of.operand === 'payAmount'
        ? money(value, 'CNY')
        : number(value)
  const left = of.limit === null ? null : Math.max(0, of.limit - of.used - of.leased)
  const base = Math.max(1, of.limit ?? of.used + of.leased)
  const title =
    of.key === 'maxRuns' || of.key === 'paid'
      ? t(`contract.meter.${of.key}`)
      : t(`contract.meter.${of.operand}`)
  return (
    <div className={`meter ${left !== null && left < base / 10 ? 'low' : ''}`}>
      <div className="head">
        <b>{title}</b>
        <span className="muted">
          {left === null
            ? t('contract.meter.noLimit')
            : t('contract.meter.left', { left: say(left), all: say(of.limit!) })}
        </span>
      </div>
      <div
        className="track"
        role="meter"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={of.limit ?? of.used}
        aria-valuenow={of.used}
      >
        <i style={{ width: `${(of.used / base) * 100}%` }} />
        <i className="leased" style={{ width: `${(of.leased / base) * 100}%` }} />
      </div>
      <span className="faint">
        {t('contract.meter.used', { used: say(of.used) })}
        {of.leased > 0 && t('contract.meter.leased', { leased: say(of.leased) })}
        {of.windowMs !== null && t('contract.meter.window', { rule: rate(language, of) })}
      </span>
    </div>
  )
}

const rate = (language: 'zh' | 'en', { limit, windowMs }: CounterView): string =>
  sayConstraint(language, {
    operand: 'frequency',
    operator: 'lteq',
    value: `${limit}/PT${Math.round((windowMs ?? 0) / 1000)}S`,
  })

function TimeMeter({ contract, now }: { readonly contract: ContractView; readonly now: number }) {
  const { t } = useTranslation()
  const from = contract.startedAt ?? contract.createdAt
  const { until } = contract.terms.policy
  const left = timeLeft(from, until, now)
  return (
    <div className={`meter ${left.soon ? 'low' : ''}`}>
      <div className="head">
        <b>{t('contract.meter.term')}</b>
        <span className="muted">
          {t(
            left.over || contract.endedAt !== null
              ? 'contract.meter.termOver'
              : `contract.meter.termLeft.${left.unit}`,
            {
              count: left.count,
            },
          )}
        </span>
      </div>
      <div
        className="track"
        role="meter"
        aria-label={t('contract.timeSpent')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(spent(from, until, now) * 100)}
      >
        <i style={{ width: `${spent(from, until, now) * 100}%` }} />
      </div>
      <span className="faint">
        {t(contract.startedAt ? 'contract.meter.sinceStart' : 'contract.meter.notStarted')}
      </span>
    </div>
  )
}
