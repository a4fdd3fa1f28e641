import '../../parts/seat/seat.css'
import { useState } from 'react'
import { Link } from 'react-router'
import { useColleagueName } from '../../api/colleagues.ts'
import { useProjects } from '../../api/flow.ts'
import { useSeats } from '../../api/seats.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { SeatView } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { OpenSeatDialog } from './open-seat.tsx'
import { People } from './people.tsx'
import { Isolation, SeatState } from './seat-state.tsx'
import { Usage } from './usage.tsx'

const STATES = ['live', 'asleep', 'waiting', 'starting', 'blocked', 'closed'] as const

/** All seats that one may see: the own team's, or everybody's for those who keep the venue. */
export function Component() {
  const { t, pick } = useFormat()
  const has = useHasRole()
  const me = useMe()
  const operator = me.participant.roles.includes('operator')
  const { values } = useFilters()
  const projects = useProjects()
  const name = useColleagueName()
  const options = useOptions()
  const [opening, setOpening] = useState(false)
  const list = useSeats({
    projectId: values.project,
    state: values.state,
    limit: PAGE_SIZE,
    offset: Number(values.offset ?? 0),
  })
  const open = (projects.data?.items ?? []).filter((project) => project.endedAt === null)
  const mayOpen = has('developer')
  const columns: Column<SeatView>[] = [
    {
      key: 'name',
      title: t('seat.title'),
      cell: (seat) => (
        <>
          <Link to={`/seats/${seat.id}`}>
            <b>{seat.name}</b>
          </Link>
          <div className="faint">{seat.projectName}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('seat.stateTitle'),
      cell: (seat) => (
        <>
          <SeatState seat={seat} />
          {seat.problem && <div className="faint why-cell">{pick(seat.problem)}</div>}
        </>
      ),
    },
    {
      key: 'present',
      title: t('seat.present'),
      cell: (seat) => <People ids={seat.present} nameOf={(id) => name(id, t('notebook.someone'))} />,
    },
    { key: 'usage', title: t('seat.usage'), cell: (seat) => <Usage seat={seat} short /> },
    {
      key: 'isolation',
      title: t('seat.isolationTitle'),
      cell: (seat) => (
        <span className="stack tight">
          <span>
            <Isolation level={seat.isolation} />
          </span>
          {seat.bound && <span className="faint">{t('seat.bound')}</span>}
        </span>
      ),
    },
    { key: 'at', title: t('common.created'), cell: (seat) => <When at={seat.createdAt} /> },
    {
      key: 'enter',
      title: t('common.actions'),
      cell: (seat) =>
        mayOpen && seat.state !== 'closed' ? (
          <LinkButton small to={`/seats/${seat.id}/notebook`}>
            {t('seat.enter')}
          </LinkButton>
        ) : (
          <LinkButton small to={`/seats/${seat.id}`}>
            {t('seat.look')}
          </LinkButton>
        ),
    },
  ]
  const openButton = mayOpen ? (
    <Action primary whyNot={open.length === 0 && t('seat.noProject')} onClick={() => setOpening(true)}>
      {t('seat.open')}
    </Action>
  ) : undefined
  return (
    <Page
      title={t('seat.seats')}
      sub={t(operator ? 'seat.aboutAll' : 'seat.about')}
      actions={
        <>
          {operator && has('data_officer') && <LinkButton to="/seats/bulk">{t('seat.bulk')}</LinkButton>}
          {openButton}
        </>
      }
    >
      <List
        name="seats"
        caption={t('seat.seats')}
        of={list}
        columns={columns}
        rowKey={(seat) => seat.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('seat.stateTitle'),
            options: options('seat.state', STATES),
          },
          ...(open.length > 1
            ? [
                {
                  key: 'project',
                  kind: 'choice' as const,
                  label: t('shell.project'),
                  options: open.map(({ id, title }) => ({ value: id, label: title })),
                },
              ]
            : []),
        ]}
        empty={{
          title: t('seat.none'),
          hint: t(mayOpen ? (open.length === 0 ? 'seat.noProject' : 'seat.noneHint') : 'seat.noneOthers'),
          action: mayOpen && open.length > 0 ? openButton : undefined,
        }}
      />
      {opening && <OpenSeatDialog projects={open} onClose={() => setOpening(false)} />}
    </Page>
  )
}
