import { Button } from 'antd'
import { useState } from 'react'
import { entryReceipt } from '../../api/enter.ts'
import { downloadText } from '../../lib/download.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'
import { EntryState } from './state-chip.tsx'

/** Where the entry stands, its number, and what the organiser said. */
export function Standing({ team }: TeamPart) {
  const { t } = useFormat()
  const [error, setError] = useState<unknown>(null)
  const last = team.history.at(-1)
  const asks = team.state === 'supplement' && last?.decision === 'supplement'
  const save = async () => {
    try {
      const bytes = await entryReceipt(team.id)
      downloadText(`${team.number}.receipt.json`, new TextDecoder().decode(bytes), 'application/json')
      setError(null)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <section className="card" aria-label={t('contestEntry.standing')}>
      <EntryState value={team.state} />
      {team.number && (
        <span>
          {t('contestEntry.number')} <span className="enter-number">{team.number}</span>
        </span>
      )}
      <p className="muted">{t(`contestEntry.means.${team.state}`)}</p>
      {last && last.reason !== '' && (
        <div className={asks ? 'why warn' : 'why seal'}>
          <p>
            <b className="head">{t(`contestEntry.decision.${last.decision}`)}</b> {date(last.at)}
          </p>
          <p className="enter-text">{last.reason}</p>
          {asks && team.supplementUntil !== null && (
            <p>{t('contestEntry.answerUntil', { at: date(team.supplementUntil) })}</p>
          )}
        </div>
      )}
      {team.number && (
        <>
          {error ? <Problem error={error} /> : null}
          <Button block onClick={() => void save()}>
            {t('contestEntry.receipt')}
          </Button>
        </>
      )}
    </section>
  )
}

/** The captain takes the whole entry back; a member leaves the team. */
export function Withdraw({ space, team, change, leave = false }: TeamPart & { readonly leave?: boolean }) {
  const { t } = useFormat()
  const [sure, setSure] = useState(false)
  const own = team.members.find(({ entrantId }) => entrantId === space.entrantId)
  if (team.state === 'withdrawn' || team.state === 'rejected' || !own) return null
  const words = leave ? 'contestEntry.leaveTeam' : 'contestEntry.withdraw'
  const { isPending, error } = leave ? change.removeMember : change.withdraw
  const done = { onSuccess: () => setSure(false) }
  return (
    <>
      <Button block danger onClick={() => setSure(true)}>
        {t(`${words}.do`)}
      </Button>
      {sure && (
        <ConfirmDialog
          title={t(`${words}.do`)}
          explain={t(`${words}.means`)}
          confirm={t(`${words}.do`)}
          danger
          pending={isPending}
          error={error}
          onConfirm={() =>
            leave ? change.removeMember.mutate(own.id, done) : change.withdraw.mutate(undefined, done)
          }
          onClose={() => setSure(false)}
        />
      )}
    </>
  )
}
