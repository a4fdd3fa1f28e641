import { useTranslation } from 'react-i18next'
import { useBodyName } from '../../api/bodies.ts'
import type { EntryView } from '../../api/evidence.ts'

/** Who did it: a body's user by ids, or a part of the system. */
export function ActorName({ entry }: { readonly entry: Pick<EntryView, 'actor'> }) {
  const { t } = useTranslation()
  const bodyName = useBodyName()
  const { actor } = entry
  if (actor.kind === 'system')
    return <span className="muted">{t('evidence.system', { name: actor.name })}</span>
  const { userId = '', participantId = '' } = actor
  return (
    <span title={userId}>
      {bodyName(participantId)} <span className="mono faint">{userId.slice(-6)}</span>
    </span>
  )
}
