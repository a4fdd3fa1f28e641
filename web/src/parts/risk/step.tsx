import './risk.css'
import { useTranslation } from 'react-i18next'
import { useAssessment } from '../../api/risk.ts'
import type { OfferView, Purpose } from '../../api/types.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Bones, Empty } from '../empty.tsx'
import { Problem } from '../problem.tsx'
import { type RiskDraft, riskForm, riskMissing } from './draft.ts'
import { RiskFields } from './form.tsx'
import { ScoreMeter } from './meter.tsx'
import { NotNeeded } from './not-needed.tsx'

interface RiskStepProps {
  readonly offer: OfferView
  readonly purpose: Purpose | null
  readonly value: RiskDraft
  readonly onChange: (change: Partial<RiskDraft>) => void
}

/** One step of a wizard: the form, and beside it the score as it would be now and what is not needed. */
export function RiskStep({ offer, purpose, value, onChange }: RiskStepProps) {
  const { t } = useTranslation()
  const settled = useDebounced(value, 400)
  const answer = useAssessment(offer.id, purpose, riskForm(settled))
  const missing = riskMissing(value)
  return (
    <div className="risk-step">
      <RiskFields offer={offer} value={value} onChange={onChange} />
      <aside className="stack" aria-live="polite" aria-label={t('risk.score')}>
        {answer.error ? (
          <Problem error={answer.error} />
        ) : answer.data ? (
          <>
            <ScoreMeter assessed={answer.data} approvals={answer.data.approvals} />
            <NotNeeded
              notNeeded={answer.data.notNeeded}
              onDropColumns={(fields) =>
                onChange({ columns: value.columns.filter((field) => !fields.includes(field)) })
              }
              onFrom={(from) => onChange({ from })}
            />
          </>
        ) : missing ? (
          <Empty title={t('risk.notYet')} hint={t(missing)} />
        ) : (
          <Bones lines={8} />
        )}
      </aside>
    </div>
  )
}
