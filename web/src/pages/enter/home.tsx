import { Button } from 'antd'
import { useEffect } from 'react'
import { Link } from 'react-router'
import {
  type Invitation,
  type OpenContest,
  useAnswerInvitation,
  useInvitations,
  useOpenContests,
} from '../../api/enter.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { EntryState } from './state-chip.tsx'

/** Invitations that wait for an answer, then the contests that go on. */
export function Component() {
  const { t } = useFormat()
  const invitations = useInvitations()
  const contests = useOpenContests()
  useEffect(() => {
    document.title = t('contestEntry.nav.contests')
  }, [t])
  return (
    <>
      <h1>{t('contestEntry.contests')}</h1>
      {invitations.error ? <Problem error={invitations.error} /> : null}
      {invitations.data?.map((one) => (
        <InvitationCard key={one.id} one={one} />
      ))}
      <Loaded of={contests} lines={6}>
        {(items) =>
          items.length === 0 ? (
            <p className="muted">{t('contestEntry.noContests')}</p>
          ) : (
            items.map((one) => <ContestCard key={one.id} one={one} />)
          )
        }
      </Loaded>
    </>
  )
}

function InvitationCard({ one }: { readonly one: Invitation }) {
  const { t, name } = useFormat()
  const answer = useAnswerInvitation()
  return (
    <section className="card" aria-label={t('contestEntry.invitation')}>
      <Chip meaning="warn">{t('contestEntry.invitation')}</Chip>
      <b>{one.team}</b>
      <span>
        {name(one.titleZh, one.titleEn)} · {t(`contestEntry.role.${one.role}`)}
      </span>
      <span className="faint">{t('contestEntry.workTitle', { title: one.work })}</span>
      {answer.error ? <Problem error={answer.error} /> : null}
      <div className="my-buttons">
        <Button
          type="primary"
          block
          loading={answer.isPending}
          onClick={() => answer.mutate({ id: one.id, verb: 'accept' })}
        >
          {t('contestEntry.accept')}
        </Button>
        <Button
          block
          disabled={answer.isPending}
          onClick={() => answer.mutate({ id: one.id, verb: 'decline' })}
        >
          {t('contestEntry.decline')}
        </Button>
      </div>
    </section>
  )
}

const OPENING = { before: 'none', open: 'ok', over: 'none' } as const

function ContestCard({ one }: { readonly one: OpenContest }) {
  const { t, name } = useFormat()
  return (
    <Link className="my-item" to={`/enter/contests/${one.id}`}>
      <section className="card">
        <Chip meaning={OPENING[one.opening]}>{t(`contestEntry.opening.${one.opening}`)}</Chip>
        <b>{name(one.titleZh, one.titleEn)}</b>
        <span className="faint">
          {t('contestEntry.entrySpan', { from: date(one.opensAt), until: date(one.closesAt) })}
        </span>
        {one.teams.map((team) => (
          <span className="my-row" key={team.id}>
            <span>
              {team.name} {team.number && <span className="mono">{team.number}</span>}
            </span>
            <EntryState value={team.state} />
          </span>
        ))}
      </section>
    </Link>
  )
}
