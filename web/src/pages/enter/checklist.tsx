import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'
import { useLackText } from './lack-text.ts'

/** What the entry lacks, and the button that hands it in. */
export function Checklist({ space, team, change, mayEdit }: TeamPart) {
  const { t } = useFormat()
  const lackText = useLackText(space.contest.statements, team.members, space.entrantId)
  const [answer, setAnswer] = useState('')
  const supplement = team.state === 'supplement'
  const ownName = team.lacks.some(
    ({ code, entrantId }) => (code === 'real_name' || code === 'name') && entrantId === space.entrantId,
  )
  return (
    <section className="card" aria-label={t('contestEntry.checklist')}>
      <h2>{t('contestEntry.checklist')}</h2>
      {team.lacks.length === 0 ? (
        <Chip meaning="ok">{t('contestEntry.complete')}</Chip>
      ) : (
        <ul className="enter-list">
          {team.lacks.map((lack) => (
            <li key={`${lack.code} ${lack.entrantId} ${lack.statement}`} data-lack={lack.code}>
              <span>
                <span aria-hidden="true">◔ </span>
                {lackText(lack)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {ownName && <Link to="/enter/me">{t('contestEntry.toRealName')}</Link>}
      {mayEdit && (
        <>
          {supplement && (
            <>
              <label htmlFor="answer">{t('contestEntry.answer')}</label>
              <Input.TextArea
                id="answer"
                rows={3}
                value={answer}
                maxLength={2000}
                onChange={(event) => setAnswer(event.target.value)}
              />
            </>
          )}
          {change.submit.error ? <Problem error={change.submit.error} /> : null}
          <Button
            type="primary"
            block
            disabled={team.lacks.length > 0}
            loading={change.submit.isPending}
            onClick={() => change.submit.mutate(answer.trim())}
          >
            {t(supplement ? 'contestEntry.submitAgain' : 'contestEntry.submit')}
          </Button>
        </>
      )}
    </section>
  )
}
