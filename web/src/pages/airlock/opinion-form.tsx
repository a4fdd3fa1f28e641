import { Input, Segmented } from 'antd'
import { type AirlockRequest, useOpinion } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import {
  DECISIONS,
  type Decision,
  type OpinionDraft,
  opinionGap,
  opinionOf,
  type Reason,
  REASONS,
} from './opinion.ts'
import { GiveButton } from './give-button.tsx'

interface Props {
  readonly request: AirlockRequest
  readonly draft: OpinionDraft
  readonly onChange: (draft: OpinionDraft) => void
  readonly onDecide: (decision: Decision) => void
}

/** The opinion on the whole request: given once, and final. */
export function OpinionForm({ request, draft, onChange, onDecide }: Props) {
  const { t } = useFormat()
  const give = useOpinion()
  const gap = opinionGap(draft, request.files)
  const whyNot = request.may.includes('decide')
    ? gap && t(`airlock.opinionGap.${gap}`)
    : t(request.may.includes('claim') ? 'airlock.whyNot.claim' : 'airlock.whyNot.decide')
  const toggle = (reason: Reason) =>
    onChange({
      ...draft,
      reasons: draft.reasons.includes(reason)
        ? draft.reasons.filter((one) => one !== reason)
        : [...draft.reasons, reason],
    })
  return (
    <Card title={t('airlock.opinion')}>
      <div className="stack">
        <Segmented
          aria-label={t('airlock.opinion')}
          value={draft.decision ?? ''}
          onChange={(value) => onDecide(value as Decision)}
          options={DECISIONS.map((value) => ({ value, label: t(`airlock.decision.${value}`) }))}
        />
        {draft.decision !== null && draft.decision !== 'approve' && (
          <div className="airlock-reasons" role="group" aria-label={t('airlock.reasons')}>
            {REASONS.map((reason) => (
              <button
                key={reason}
                type="button"
                className="chip"
                data-reason
                aria-pressed={draft.reasons.includes(reason)}
                onClick={() => toggle(reason)}
              >
                {draft.reasons.includes(reason) && <span aria-hidden="true">✓</span>}
                {t(`airlock.reason.${reason}`)}
              </button>
            ))}
          </div>
        )}
        <Input.TextArea
          aria-label={t('airlock.opinionText')}
          placeholder={t('airlock.opinionText')}
          rows={2}
          maxLength={2000}
          value={draft.text}
          onChange={(event) => onChange({ ...draft, text: event.target.value })}
        />
        <div className="row">
          <GiveButton
            whyNot={whyNot}
            loading={give.isPending}
            onClick={() => give.mutate({ id: request.id, ...opinionOf(draft, request.files) })}
          />
          <span className="faint">{t('airlock.final')}</span>
        </div>
        {give.error ? <Problem error={give.error} /> : null}
      </div>
    </Card>
  )
}
