import { useTranslation } from 'react-i18next'
import type { AirlockRequest, Opinion } from '../../api/airlock.ts'
import { useColleagueName } from '../../api/colleagues.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { ReasonChips } from './reason-chips.tsx'

const MEANING: Readonly<Record<Opinion['decision'], Meaning>> = {
  approve: 'ok',
  return: 'warn',
  reject: 'no',
}

/** All opinions beside each other, once everybody has decided. */
export function Opinions({ request }: { readonly request: AirlockRequest }) {
  const { t } = useTranslation()
  const colleague = useColleagueName()
  const newest = Math.max(...request.opinions.map(({ round }) => round))
  const opinions = request.opinions.filter(({ round }) => round === newest)
  // Until the round is over the reader's own stands alone, and says nothing of the others.
  const over = request.rounds.some(({ round }) => round === newest)
  const differ = new Set(opinions.map(({ decision }) => decision)).size > 1
  const split = (fileId: string) =>
    new Set(opinions.map(({ perFile }) => perFile.find((one) => one.fileId === fileId)?.ok)).size > 1
  return (
    <Card
      title={t(over ? 'airlock.opinions' : 'airlock.opinion')}
      extra={
        over &&
        opinions.length > 1 && (
          <Chip meaning={differ ? 'warn' : 'ok'}>
            {t(differ ? 'airlock.theyDiffer' : 'airlock.theyAgree')}
          </Chip>
        )
      }
    >
      <div className="airlock-opinions">
        {opinions.map((opinion, place) => (
          <article key={opinion.checkerId}>
            <h3>{colleague(opinion.checkerId, t('airlock.checkerN', { n: place + 1 }))}</h3>
            <Chip meaning={MEANING[opinion.decision]}>{t(`airlock.decision.${opinion.decision}`)}</Chip>
            <ReasonChips of={opinion.reasons} />
            {opinion.text && <p className="airlock-words">{opinion.text}</p>}
            <ul>
              {request.files.map((file) => {
                const said = opinion.perFile.find((one) => one.fileId === file.id)
                if (!said) return null
                return (
                  <li key={file.id} className={split(file.id) ? 'split' : ''}>
                    <span className={said.ok ? 'ok' : 'no'}>
                      <span aria-hidden="true">{said.ok ? '✓ ' : '⊘ '}</span>
                      {t(said.ok ? 'airlock.inOrder' : 'airlock.notInOrder')}
                    </span>{' '}
                    <span className="mono break">{file.path}</span>
                    {said.text && <div className="airlock-words">{said.text}</div>}
                  </li>
                )
              })}
            </ul>
            <small className="faint">
              <When at={opinion.at} />
            </small>
          </article>
        ))}
      </div>
    </Card>
  )
}
