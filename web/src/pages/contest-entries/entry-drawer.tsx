import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { type Decision, type EntryView, paperAddress, useEntry, useJudgePaper } from '../../api/entries.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { useLackText } from '../enter/lack-text.ts'
import { EntryState } from '../enter/state-chip.tsx'
import { DecideBar } from './decide.tsx'

/** What may be decided of an entry as it stands. */
const MAY: Readonly<Record<EntryView['state'], readonly Decision['decision'][]>> = {
  draft: [],
  submitted: ['admit', 'supplement', 'reject'],
  supplement: ['reject'],
  admitted: ['reopen'],
  rejected: ['reopen'],
  withdrawn: [],
}

interface DrawerProps {
  readonly contest: string
  readonly team: string | null
  readonly organises: boolean
  readonly statements: readonly {
    readonly code: string
    readonly titleZh: string
    readonly titleEn: string
  }[]
  readonly divisionName: (code: string) => string
  readonly onClose: () => void
}

/** One entry beside the list: everything that a decision needs. */
export function EntryDrawer(props: DrawerProps) {
  const { t } = useFormat()
  // The entry whose people are shown in full; opening another one hides them again.
  const [shown, setShown] = useState<string | null>(null)
  const entry = useEntry(props.contest, props.team, shown !== null && shown === props.team)
  return (
    <Drawer
      open={props.team !== null}
      title={entry.data?.name ?? t('contestEntry.team')}
      size={640}
      onClose={props.onClose}
      destroyOnHidden
    >
      <Loaded of={entry} lines={8}>
        {(one) => (
          <One
            key={one.id}
            {...props}
            entry={one}
            people={shown === one.id}
            onPeople={() => setShown(one.id)}
          />
        )}
      </Loaded>
    </Drawer>
  )
}

interface OneProps extends DrawerProps {
  readonly entry: EntryView
  /** Phones and mails are shown. */
  readonly people: boolean
  readonly onPeople: () => void
}

function One({ contest, entry, organises, statements, divisionName, people, onPeople }: OneProps) {
  const { t, name } = useFormat()
  const lackText = useLackText(statements, entry.members)
  const words = MAY[entry.state]
  return (
    <div className="stack">
      <p className="row">
        <EntryState value={entry.state} />
        {entry.number && <span className="mono">{entry.number}</span>}
        <span className="muted">{divisionName(entry.division)}</span>
        <When at={entry.submittedAt} />
      </p>
      <h2>{entry.title}</h2>
      {entry.intro && <p style={{ whiteSpace: 'pre-line' }}>{entry.intro}</p>}
      {organises && words.length > 0 && (
        <DecideBar contest={contest} teams={[entry.id]} words={words} onDone={() => undefined} />
      )}
      {entry.lacks.length > 0 && (
        <div className="why warn">
          <p>
            <b className="head">{t('contestEntry.lacks')}</b>
          </p>
          <ul>
            {entry.lacks.map((lack) => (
              <li key={`${lack.code} ${lack.entrantId} ${lack.statement}`}>{lackText(lack)}</li>
            ))}
          </ul>
        </div>
      )}
      {organises && !people && (
        <p>
          <Button size="small" onClick={onPeople}>
            {t('contestEntry.showPeople')}
          </Button>
        </p>
      )}
      <Table
        caption={t('contestEntry.memberCount')}
        dense
        rows={entry.members}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: t('contestEntry.name'),
            cell: (member) => (
              <>
                {member.name}
                <div className="faint mono">{member.phone}</div>
                {member.email && <div className="faint">{member.email}</div>}
              </>
            ),
          },
          {
            key: 'role',
            title: t('contestEntry.roleTitle'),
            cell: (member) =>
              member.state === 'invited' ? t('contestEntry.invited') : t(`contestEntry.role.${member.role}`),
          },
          {
            key: 'body',
            title: t('contestEntry.bodyName'),
            cell: (member) => (
              <>
                {entry.bodies.find(({ id }) => id === member.bodyId)?.name ?? '—'}
                <div className="faint">
                  {member.position} {member.student && t('contestEntry.student')}
                </div>
              </>
            ),
          },
          {
            key: 'real',
            title: t('contestEntry.realName.title'),
            cell: (member) => (
              <>
                {t(`contestEntry.realName.${member.realName}`)}
                {organises && member.realName === 'waiting' && member.entrantId && (
                  <Paper contest={contest} team={entry.id} entrant={member.entrantId} />
                )}
              </>
            ),
          },
          {
            key: 'signed',
            title: t('contestEntry.statements'),
            cell: (member) => `${member.signed.length}/${statements.length}`,
          },
        ]}
      />
      <ul>
        {entry.bodies.map((body) => (
          <li key={body.id}>
            {body.name} <span className="faint mono">{body.uscc}</span>{' '}
            {body.lead && <Chip meaning="seal">{t('contestEntry.lead')}</Chip>}
          </li>
        ))}
      </ul>
      {statements.length > 0 && (
        <p className="faint">
          {t('contestEntry.statements')}:{' '}
          {statements.map((one) => name(one.titleZh, one.titleEn)).join(' · ')}
        </p>
      )}
      {entry.history.map((one) => (
        <div className="why seal" key={`${one.at} ${one.decision}`}>
          <p>
            <b className="head">{t(`contestEntry.decision.${one.decision}`)}</b> <When at={one.at} />
          </p>
          {one.reason && <p>{one.reason}</p>}
          {one.answer && <p>{t('contestEntry.answered', { text: one.answer })}</p>}
        </div>
      ))}
    </div>
  )
}

/** The paper by which a member asks to be verified: opened, then judged; it is gone afterwards. */
function Paper({
  contest,
  team,
  entrant,
}: {
  readonly contest: string
  readonly team: string
  readonly entrant: string
}) {
  const { t } = useFormat()
  const judge = useJudgePaper(contest, team)
  return (
    <div className="row">
      <a href={paperAddress(contest, team, entrant)} download>
        {t('contestEntry.paper')}
      </a>
      <Button
        size="small"
        loading={judge.isPending}
        onClick={() => judge.mutate({ entrant, right: true, reason: '' })}
      >
        {t('contestEntry.paperRight')}
      </Button>
      <Button
        size="small"
        danger
        loading={judge.isPending}
        onClick={() => judge.mutate({ entrant, right: false, reason: t('contestEntry.paperReason') })}
      >
        {t('contestEntry.paperWrong')}
      </Button>
      {judge.error ? <Problem error={judge.error} /> : null}
    </div>
  )
}
