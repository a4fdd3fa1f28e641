import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import {
  type JudgingView,
  rankingAddress,
  type RankRow,
  useMakeRanking,
  useRanking,
  useShortlist,
} from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { asBody, changesOf, goesOn, turned } from './list.ts'
import { Publish } from './publish.tsx'
import { WorkDialog } from './work.tsx'

const SHOWN = 200

/** Raw beside calibrated, ties, disagreement; the short list by quota, with what people change and why. */
export function RankingTable({ id, of }: { readonly id: string; readonly of: JudgingView }) {
  const { t } = useFormat()
  const frozen = of.rankings.length > 0
  const [live, setLive] = useState(!frozen)
  const [search, setSearch] = useState('')
  const ranking = useRanking(id, of.round, { live, q: search, limit: SHOWN })
  return (
    <div className="stack">
      <Card>
        <div className="row">
          <Checkbox checked={live} disabled={!frozen} onChange={(event) => setLive(event.target.checked)}>
            {t('contestJudging.live')}
          </Checkbox>
          <Input
            type="search"
            aria-label={t('contestJudging.find')}
            placeholder={t('contestJudging.find')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            allowClear
            style={{ maxWidth: 240 }}
          />
          <span style={{ flex: 1 }} />
          {frozen && (
            <a className="tool" href={rankingAddress(id, of.round)} download>
              {t('contestJudging.export')}
            </a>
          )}
          <Freeze id={id} of={of} onDone={() => setLive(false)} />
        </div>
      </Card>
      <Loaded of={ranking} lines={10}>
        {(view) => (
          <>
            {view.head && (
              <p className="muted">
                {t('contestJudging.frozenAs', { number: view.head.number })} <When at={view.head.createdAt} />{' '}
                · <Hash value={view.head.inputsDigest} />
                {view.head.word && ` · ${view.head.word}`}
              </p>
            )}
            <Rows key={view.head?.number ?? 0} id={id} round={of.round} view={view} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Rows({
  id,
  round,
  view,
}: {
  readonly id: string
  readonly round: string
  readonly view: NonNullable<ReturnType<typeof useRanking>['data']>
}) {
  const { t } = useFormat()
  const decide = useShortlist(id, round)
  const [changes, setChanges] = useState(() => changesOf(view.changes))
  const [asking, setAsking] = useState<RankRow | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const { head } = view
  const published = head?.publishedAt != null && head.publishedAt <= Date.now()
  const editing = head !== null && !published
  const decided = (row: RankRow) => (editing ? goesOn(row, changes) : (row.on ?? row.byRank === 'on'))
  const turn = (row: RankRow) => {
    const changed = row.teamId in changes.add || row.teamId in changes.remove
    if (changed) setChanges(turned(row, changes, ''))
    else setAsking(row)
  }
  return (
    <Card
      title={t('contestJudging.order')}
      extra={
        head && (
          <span className="row">
            {editing && (
              <Button
                type={head.shortlistedAt === null ? 'primary' : 'default'}
                loading={decide.isPending}
                onClick={() => decide.mutate({ number: head.number, ...asBody(changes) })}
              >
                {t('contestJudging.decide')}
              </Button>
            )}
            <Publish id={id} round={round} head={head} />
          </span>
        )
      }
    >
      <div className="stack">
        {view.places !== null && (
          <p className="muted">{t('contestJudging.places', { places: view.places, free: view.free })}</p>
        )}
        {head?.shortlistedAt != null && (
          <p className="ok">
            ✓ {t('contestJudging.shortlisted')} <When at={head.shortlistedAt} />
          </p>
        )}
        {decide.error ? <Problem error={decide.error} /> : null}
        <Table
          dense
          caption={t('contestJudging.order')}
          rows={view.items}
          rowKey={(row) => row.workId}
          empty={<Empty title={t('contestJudging.noRanking')} hint={t('contestJudging.noRankingHint')} />}
          columns={[
            ...scoreColumns(t, setOpen),
            {
              key: 'on',
              title: t('contestJudging.goesOn'),
              cell: (row) => (
                <span className="row nowrap">
                  <Checkbox
                    aria-label={t('contestJudging.goesOnFor', { team: row.team })}
                    checked={decided(row)}
                    disabled={!editing}
                    onChange={() => turn(row)}
                  />
                  {row.byRank === 'contested' && <Chip meaning="warn">{t('contestJudging.contested')}</Chip>}
                  {(changes.add[row.teamId] ?? changes.remove[row.teamId] ?? row.why) && (
                    <Chip
                      meaning="seal"
                      title={changes.add[row.teamId] ?? changes.remove[row.teamId] ?? row.why}
                    >
                      {t('contestJudging.byHand')}
                    </Chip>
                  )}
                </span>
              ),
            },
          ]}
        />
        {view.total > view.items.length && (
          <p className="faint">
            {t('contestJudging.first', { shown: exact(view.items.length), total: exact(view.total) })}
          </p>
        )}
      </div>
      {open && <WorkDialog id={id} round={round} work={open} onClose={() => setOpen(null)} />}
      {asking && (
        <ReasonDialog
          open
          title={t('contestJudging.changeTitle', { team: asking.team })}
          explain={t('contestJudging.changeAbout')}
          reasons={['lot', 'rules', 'withdrew'].map((key) => t(`contestJudging.changeReason.${key}`))}
          confirm={t('contestJudging.change')}
          pending={false}
          error={null}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => {
            setChanges(turned(asking, changes, reason))
            setAsking(null)
          }}
        />
      )}
    </Card>
  )
}

function scoreColumns(
  t: ReturnType<typeof useFormat>['t'],
  onOpen: (work: string) => void,
): Column<RankRow>[] {
  const score = (key: 'raw' | 'calibrated' | 'median' | 'spread'): Column<RankRow> => ({
    key,
    title: t(`contestJudging.${key}`),
    numeric: true,
    cell: (row) => (row[key] === null ? '—' : exact(row[key], 2)),
  })
  return [
    {
      key: 'rank',
      title: t('contestJudging.rank'),
      cell: (row) => (
        <span className="nowrap">
          <b>{row.score === null ? '—' : row.rank}</b>{' '}
          {row.otherRank !== null && row.otherRank !== row.rank && (
            <span className="faint">({row.otherRank})</span>
          )}
        </span>
      ),
    },
    {
      key: 'work',
      title: t('contestJudging.work'),
      cell: (row) => (
        <>
          <button type="button" className="plain-button link break" onClick={() => onOpen(row.workId)}>
            {row.title || row.number}
          </button>
          <div className="faint">
            {row.number} {row.team}
          </div>
        </>
      ),
    },
    {
      key: 'division',
      title: t('contestJudging.division'),
      cell: (row) => `${row.division} ${row.divisionRank}`,
    },
    score('raw'),
    score('calibrated'),
    score('median'),
    score('spread'),
    {
      key: 'sheets',
      title: t('contestJudging.part.sheets'),
      numeric: true,
      cell: (row) => exact(row.sheets),
    },
    {
      key: 'flags',
      title: t('contestJudging.flags'),
      cell: (row) => (
        <span className="judging-flags">
          {row.score === null && <Chip meaning="no">{t('contestJudging.number.thin')}</Chip>}
          {row.disagree && <Chip meaning="warn">{t('contestJudging.disagree')}</Chip>}
          {row.tie && (
            <Chip meaning={row.tie === 'equal' ? 'warn' : 'none'}>{t(`contestJudging.tie.${row.tie}`)}</Chip>
          )}
        </span>
      ),
    },
  ]
}

function Freeze({
  id,
  of,
  onDone,
}: {
  readonly id: string
  readonly of: JudgingView
  readonly onDone: () => void
}) {
  const { t } = useFormat()
  const make = useMakeRanking(id, of.round)
  const [asking, setAsking] = useState(false)
  const missing = of.sheets.due - of.sheets.submitted
  const why = missing > 0 || of.thin > 0
  const done = {
    onSuccess: () => {
      setAsking(false)
      onDone()
    },
  }
  return (
    <>
      <Action
        primary={of.rankings.length === 0}
        whyNot={missing > 0 && of.opening !== 'over' && t('contestJudging.tooEarly', { count: missing })}
        onClick={() => setAsking(true)}
      >
        {t(of.rankings.length === 0 ? 'contestJudging.freeze' : 'contestJudging.freezeAgain')}
      </Action>
      {asking && why && (
        <ReasonDialog
          open
          title={t('contestJudging.freeze')}
          explain={t('contestJudging.freezeMissing', { sheets: missing, works: of.thin })}
          reasons={['closed', 'enough'].map((key) => t(`contestJudging.freezeReason.${key}`))}
          confirm={t('contestJudging.freeze')}
          pending={make.isPending}
          error={make.error}
          onClose={() => setAsking(false)}
          onConfirm={(word) => make.mutate(word, done)}
        />
      )}
      {asking && !why && (
        <ConfirmDialog
          title={t('contestJudging.freeze')}
          explain={t('contestJudging.freezeAbout')}
          confirm={t('contestJudging.freeze')}
          pending={make.isPending}
          error={make.error}
          onConfirm={() => make.mutate('', done)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
