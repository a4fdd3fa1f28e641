import './risk.css'
import { useTranslation } from 'react-i18next'
import type { Approver, Assessed } from '../../api/risk.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../chip.tsx'
import { Bar } from '../progress.tsx'

const MEANING: Readonly<Record<Assessed['level'], Meaning>> = { low: 'ok', medium: 'warn', high: 'no' }

/** Low, medium or high, as a word with its colour. */
export function RiskLevel({ level }: { readonly level: Assessed['level'] }) {
  const { t } = useTranslation()
  return <Chip meaning={MEANING[level]}>{t(`risk.level.${level}`)}</Chip>
}

interface MeterProps {
  readonly assessed: Assessed
  readonly approvals: readonly Approver[]
}

/** The score with its level, who has to approve, and every reason with its points, heaviest first. */
export function ScoreMeter({ assessed, approvals }: MeterProps) {
  const { t, name } = useFormat()
  const { score, level, parts } = assessed
  return (
    <div className="stack tight">
      <div className="row">
        <span className="risk-score">{score}</span>
        <span className="faint">{t('risk.of100')}</span>
        <RiskLevel level={level} />
      </div>
      <div
        className={`risk-meter ${level}`}
        role="meter"
        aria-label={t('risk.score')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={score}
      >
        <i style={{ width: `${score}%` }} />
      </div>
      <p className="muted">
        {t('risk.approvedBy', { who: approvals.map((one) => name(one.zh, one.en)).join(' → ') })}
      </p>
      <ul className="risk-parts" aria-label={t('risk.reasons')}>
        {parts
          .filter((part) => part.points > 0)
          .toSorted((a, b) => b.points - a.points)
          .map((part) => (
            <li key={part.code}>
              <span>
                <b>{t(`risk.part.${part.code}`)}</b>
                <span className="faint"> {name(part.zh, part.en)}</span>
              </span>
              <Bar share={part.points / part.max} label={t(`risk.part.${part.code}`)} />
              <span className="points">
                {part.points}/{part.max}
              </span>
            </li>
          ))}
      </ul>
    </div>
  )
}
