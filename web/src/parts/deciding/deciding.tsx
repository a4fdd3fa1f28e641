import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeciding } from '../../api/deciding.ts'
import { useHasRole } from '../../api/session.ts'
import type { DecidingView, Purpose } from '../../api/types.ts'
import { Loaded } from '../loaded.tsx'
import { Card } from '../page.tsx'
import { Action } from '../reason.tsx'
import { When } from '../say.tsx'
import { DecidingEditor } from './editor.tsx'
import { useRuleSentence } from './sentence.ts'

interface Props {
  readonly offerId: string
  /** Purposes that the offer allows: what a rule may ask for. */
  readonly purposes: readonly Purpose[]
}

/** Who answers requests under an own offer: people, the offer as it stands, or rules that read like sentences. */
export function DecidingCard({ offerId, purposes }: Props) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [editing, setEditing] = useState(false)
  const deciding = useDeciding(offerId)
  return (
    <Card
      title={t('deciding.title')}
      extra={
        deciding.data &&
        !editing && (
          <Action
            whyNot={!has('data_officer') && t('contract.whyNot.officerOnly')}
            onClick={() => setEditing(true)}
          >
            {t('deciding.change')}
          </Action>
        )
      }
    >
      <Loaded of={deciding}>
        {(data) =>
          editing ? (
            <DecidingEditor
              offerId={offerId}
              purposes={purposes}
              start={data}
              onClose={() => setEditing(false)}
            />
          ) : (
            <Shown deciding={data} />
          )
        }
      </Loaded>
    </Card>
  )
}

function Shown({ deciding }: { readonly deciding: DecidingView }) {
  const { t } = useTranslation()
  const say = useRuleSentence()
  return (
    <div className="stack tight">
      <p>
        <b>{t(`deciding.mode.${deciding.mode}`)}</b>{' '}
        <span className="muted">{t(`deciding.modeHint.${deciding.mode}`)}</span>
      </p>
      {deciding.mode === 'scripted' && (
        <ol className="terms">
          {deciding.script.map((rule, place) => (
            <li key={place}>{say(rule)}</li>
          ))}
          <li>{t('deciding.else')}</li>
        </ol>
      )}
      {deciding.mode !== 'manual' && <p className="faint">{t('deciding.highWaits')}</p>}
      {deciding.changedAt !== null && (
        <span className="faint">
          {t('approval.changedAt')} <When at={deciding.changedAt} />
        </span>
      )}
    </div>
  )
}
