import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { Select } from 'antd'
import { type TeamSpace, useTeamChange, useTeamSpace } from '../../api/enter.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Bodies } from './bodies.tsx'
import { Checklist } from './checklist.tsx'
import { Members } from './members.tsx'
import { NextSteps } from './next-steps.tsx'
import { Standing, Withdraw } from './standing.tsx'
import { Statements } from './statements.tsx'
import { MakeTeam, TeamForm } from './team-form.tsx'

/** One contest: the own team from the first word to the decision. */
export function Component() {
  const { id = '' } = useParams()
  const { t, name } = useFormat()
  const space = useTeamSpace(id)
  const title = space.data ? name(space.data.contest.titleZh, space.data.contest.titleEn) : ''
  useEffect(() => {
    if (title) document.title = title
  }, [title])
  return (
    <>
      <Link to="/enter">{t('contestEntry.back')}</Link>
      <Loaded of={space} lines={8}>
        {(data) => (
          <>
            <h1>{title}</h1>
            <p className="faint">
              {t('contestEntry.entrySpan', {
                from: date(data.contest.opensAt),
                until: date(data.contest.closesAt),
              })}
            </p>
            {data.teams.length > 0 ? <Teams space={data} /> : <NoTeam space={data} />}
          </>
        )}
      </Loaded>
    </>
  )
}

function NoTeam({ space: { contest } }: { readonly space: TeamSpace }) {
  const { t } = useFormat()
  if (contest.opening !== 'open')
    return <p className="muted">{t(`contestEntry.notOpen.${contest.opening}`)}</p>
  return <MakeTeam contest={contest} />
}

/** One team at a time; most are in one only. */
function Teams({ space }: { readonly space: TeamSpace }) {
  const { t } = useFormat()
  const [chosen, setChosen] = useState<string>()
  const team = space.teams.find(({ id }) => id === chosen) ?? space.teams[0]!
  return (
    <>
      {space.teams.length > 1 && (
        <Select
          aria-label={t('contestEntry.team')}
          value={team.id}
          onChange={setChosen}
          options={space.teams.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <OneTeam key={team.id} space={space} team={team} />
    </>
  )
}

export interface TeamPart {
  readonly space: TeamSpace
  readonly team: TeamSpace['teams'][number]
  readonly change: ReturnType<typeof useTeamChange>
  /** The captain, while the entry may be changed. */
  readonly mayEdit: boolean
}

function OneTeam({ space, team }: Pick<TeamPart, 'space' | 'team'>) {
  const change = useTeamChange(team.id)
  const [now] = useState(() => Date.now())
  const captain = team.members.find(({ entrantId }) => entrantId === space.entrantId)?.role === 'captain'
  const open = team.state === 'draft' ? space.contest.opening === 'open' : (team.supplementUntil ?? 0) > now
  const mayEdit = captain && open
  const part = { space, team, change, mayEdit }
  return (
    <>
      <Standing {...part} />
      <NextSteps contest={space.contest} team={team} />
      {open && <Checklist {...part} />}
      <TeamForm {...part} />
      <Members {...part} open={open} />
      <Bodies {...part} />
      <Statements {...part} open={open} />
      {captain && <Withdraw {...part} />}
      {!captain && open && <Withdraw {...part} leave />}
    </>
  )
}
