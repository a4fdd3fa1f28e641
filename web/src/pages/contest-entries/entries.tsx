import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useContest } from '../../api/contests.ts'
import { type EntryBrief, exportEntries, useEntries, usePairs } from '../../api/entries.ts'
import { useHasRole } from '../../api/session.ts'
import { downloadText } from '../../lib/download.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { Num, When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { EntryState } from '../enter/state-chip.tsx'
import { DecideBar } from './decide.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { ImportDialog } from './import.tsx'
import { Pairs } from './pairs.tsx'

const STATES = ['submitted', 'supplement', 'admitted', 'rejected', 'draft', 'withdrawn'] as const

/** Entries of a contest: looked through, decided one or many at once, taken out and in as tables. */
export function Component() {
  const { id = '' } = useParams()
  const { t, name } = useFormat()
  const options = useOptions()
  const organises = useHasRole()('data_officer')
  const { values } = useFilters()
  const list = useEntries(id, { ...values, limit: PAGE_SIZE })
  const contest = useContest(id)
  const pairs = usePairs(id)
  const [open, setOpen] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [importing, setImporting] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const divisions = contest.data?.scheme.divisions ?? []
  const divisionName = (code: string) => {
    const found = divisions.find((one) => one.code === code)
    return found ? name(found.titleZh, found.titleEn) : code
  }
  const rows = list.data?.items ?? []
  const toggle = (ids: readonly string[], on: boolean) =>
    setChosen((before) => new Set(on ? [...before, ...ids] : [...before].filter((one) => !ids.includes(one))))
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id))
  const paired = (team: string) =>
    pairs.data?.filter(({ a, b }) => a.id === team || b.id === team).length ?? 0
  const save = async (people: boolean) => {
    try {
      const bytes = await exportEntries(id, people)
      downloadText('entries.csv', new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), 'text/csv')
      setProblem(null)
    } catch (failure) {
      setProblem(failure)
    }
  }
  const columns: Column<EntryBrief>[] = [
    {
      key: 'team',
      title: organises ? (
        <Checkbox
          checked={all}
          onChange={(event) =>
            toggle(
              rows.map((row) => row.id),
              event.target.checked,
            )
          }
        >
          <span className="visually-hidden">{t('contestEntry.chooseAll')}</span> {t('contestEntry.team')}
        </Checkbox>
      ) : (
        t('contestEntry.team')
      ),
      cell: (row) => (
        <>
          {organises && (
            <Checkbox
              aria-label={t('contestEntry.choose', { name: row.name })}
              checked={chosen.has(row.id)}
              onChange={(event) => toggle([row.id], event.target.checked)}
            />
          )}{' '}
          <button type="button" className="plain-button" onClick={() => setOpen(row.id)}>
            <b>{row.name}</b>
          </button>
          <div className="faint">{row.title}</div>
        </>
      ),
    },
    {
      key: 'number',
      title: t('contestEntry.number'),
      cell: (row) => <span className="mono">{row.number ?? '—'}</span>,
    },
    {
      key: 'state',
      title: t('contestEntry.stateTitle'),
      cell: (row) => (
        <>
          <EntryState value={row.state} />
          {row.papers > 0 && (
            <Chip meaning="warn">{t('contestEntry.papersWait', { count: row.papers })}</Chip>
          )}
          {paired(row.id) > 0 && (
            <Chip meaning="warn">{t('contestEntry.pairsCount', { count: paired(row.id) })}</Chip>
          )}
        </>
      ),
    },
    { key: 'division', title: t('contestEntry.division'), cell: (row) => divisionName(row.division) },
    {
      key: 'captain',
      title: t('contestEntry.role.captain'),
      cell: (row) => (
        <>
          {row.captain}
          <div className="faint mono">{row.phone}</div>
        </>
      ),
    },
    {
      key: 'members',
      title: t('contestEntry.memberCount'),
      numeric: true,
      cell: (row) => <Num value={row.members} />,
    },
    {
      key: 'body',
      title: t('contestEntry.bodyName'),
      cell: (row) => (
        <>
          {row.body}
          {row.bodies > 1 && (
            <div className="faint">{t('contestEntry.moreBodies', { count: row.bodies - 1 })}</div>
          )}
        </>
      ),
    },
    { key: 'at', title: t('contestEntry.submittedAt'), cell: (row) => <When at={row.submittedAt} /> },
  ]
  const counts = list.data?.counts
  return (
    <ContestPage
      name={t('contestEntry.entries')}
      actions={
        organises && (
          <>
            <Button onClick={() => void save(false)}>{t('contestEntry.export')}</Button>
            <Button onClick={() => void save(true)}>{t('contestEntry.exportPeople')}</Button>
            <Button onClick={() => setImporting(true)}>{t('contestEntry.import')}</Button>
          </>
        )
      }
    >
      {() => (
        <>
          {counts && (
            <p className="row" role="status">
              {STATES.map((state) => (
                <span className="row" key={state}>
                  <EntryState value={state} /> <Num value={counts.states[state] ?? 0} />
                </span>
              ))}
              {counts.quota !== null && (
                <span className="muted">
                  {t('contestEntry.quota', { used: counts.states['admitted'] ?? 0, quota: counts.quota })}
                </span>
              )}
            </p>
          )}
          {problem ? <Problem error={problem} /> : null}
          {organises && chosen.size > 0 && (
            <DecideBar contest={id} teams={[...chosen]} onDone={() => setChosen(new Set())} />
          )}
          <List
            name="contest-entries"
            caption={t('contestEntry.entries')}
            of={list}
            columns={columns}
            rowKey={(row) => row.id}
            filters={[
              { key: 'q', kind: 'text', label: t('contestEntry.search') },
              {
                key: 'state',
                kind: 'choice',
                label: t('contestEntry.stateTitle'),
                options: options('contestEntry.state', STATES),
              },
              {
                key: 'division',
                kind: 'choice',
                label: t('contestEntry.division'),
                options: divisions.map(({ code }) => ({ value: code, label: divisionName(code) })),
              },
            ]}
            empty={{ title: t('contestEntry.noEntries'), hint: t('contestEntry.noEntriesHint') }}
          />
          <Pairs of={pairs} onOpen={setOpen} />
          <EntryDrawer
            contest={id}
            team={open}
            organises={organises}
            statements={contest.data?.scheme.entry.statements ?? []}
            divisionName={divisionName}
            onClose={() => setOpen(null)}
          />
          {importing && <ImportDialog contest={id} onClose={() => setImporting(false)} />}
        </>
      )}
    </ContestPage>
  )
}
