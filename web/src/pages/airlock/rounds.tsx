import { useTranslation } from 'react-i18next'
import type { AirlockRequest } from '../../api/airlock.ts'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { ReasonChips } from './reason-chips.tsx'

/** The rounds that are over: asked, answered, and what was said of each file. */
export function Rounds({ of }: { readonly of: AirlockRequest['rounds'] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('airlock.rounds')}>
      <ol className="timeline">
        {of.map((round) => (
          <li key={round.round}>
            <b>{t('airlock.roundN', { n: round.round })}</b>{' '}
            {round.outcome && <span>{t(`airlock.outcome.${round.outcome}`)}</span>}
            <div>
              <ReasonChips of={round.reasons} />
            </div>
            <Texts of={round.texts} />
            {round.files
              .filter(({ ok }) => ok === false)
              .map((file) => (
                <div key={file.path}>
                  <span className="mono break">{file.path}</span>{' '}
                  <span className="warn">{t('airlock.notInOrder')}</span> <Texts of={file.texts} />
                </div>
              ))}
            <small>
              {t('airlock.submitted')} <When at={round.submittedAt} /> · {t('airlock.answered')}{' '}
              <When at={round.decidedAt} />
            </small>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Texts({ of }: { readonly of: readonly string[] }) {
  return of.map((text, place) => (
    <div key={place} className="airlock-words">
      {text}
    </div>
  ))
}
