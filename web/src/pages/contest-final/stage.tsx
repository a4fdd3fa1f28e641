import './contest-final.css'
import { useState } from 'react'
import { useParams } from 'react-router'
import { type StageView, type TurnView, useAddTime, useRelease, useStage } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Table } from '../../parts/table.tsx'
import { ContestNav } from '../contests/contest-page.tsx'
import { ClockFace } from './clock-face.tsx'
import { Moves } from './moves.tsx'
import { Ranking } from './ranking.tsx'
import { useStageClock } from './use-stage.ts'

/** The stage in the hands of the presiding officer: who is on, the clock, who has handed in, the ranking, its release. */
export function Component() {
  const { t, name } = useFormat()
  const { id = '' } = useParams()
  const stage = useStage(id)
  return (
    <Page
      title={t('contestFinal.stage')}
      sub={stage.data && name(stage.data.titleZh, stage.data.titleEn)}
      actions={
        <>
          <LinkButton to={`/hall/${id}`}>{t('contestFinal.hall')}</LinkButton>
          <LinkButton to={`/contests/${id}/final?tab=settings`}>{t('contestFinal.title')}</LinkButton>
        </>
      }
    >
      <ContestNav id={id} />
      <Loaded of={stage} lines={8}>
        {(data) => <Stage id={id} of={data} />}
      </Loaded>
    </Page>
  )
}

function Stage({ id, of }: { readonly id: string; readonly of: StageView }) {
  const { t } = useFormat()
  const now = of.turns.find((turn) => turn.id === of.current)
  const next = of.turns.find((turn) => turn.state === 'waiting')
  return (
    <div className="stack">
      {!of.presiding && <p className="why warn">{t('contestFinal.notPresiding')}</p>}
      {of.turns.length === 0 ? (
        <Card>
          <Empty
            title={t('contestFinal.noOrder')}
            hint={t('contestFinal.noOrderHint')}
            action={<LinkButton to={`/contests/${id}/final?tab=draw`}>{t('contestFinal.draw')}</LinkButton>}
          />
        </Card>
      ) : (
        <div className="stage-split">
          <div className="stack">
            <Card title={t(now ? 'contestFinal.onStage' : 'contestFinal.nextUp')}>
              {now ? (
                <Now id={id} stage={of} turn={now} />
              ) : next ? (
                <div className="stack stage-now">
                  <Team turn={next} />
                  {of.presiding && <Moves id={id} turn={next} judges={of.judges} />}
                </div>
              ) : (
                <Release id={id} of={of} />
              )}
            </Card>
            {of.presiding && <Ranking id={id} />}
          </div>
          <Order id={id} of={of} />
        </div>
      )}
    </div>
  )
}

function Team({ turn }: { readonly turn: TurnView }) {
  const { t } = useFormat()
  return (
    <div>
      <h2>
        {t('contestFinal.place', { n: turn.place })} · {turn.name}
      </h2>
      <p className="muted">
        {turn.number} · {turn.title}
      </p>
    </div>
  )
}

const STEPS = [-30, 30, 60] as const

function Now({
  id,
  stage,
  turn,
}: {
  readonly id: string
  readonly stage: StageView
  readonly turn: TurnView
}) {
  const { t } = useFormat()
  const live = useStageClock(id, `/contests/${id}/stage/events`)
  const add = useAddTime(id)
  const timed = turn.state === 'presenting' || turn.state === 'questions'
  const done = stage.judges.filter((one) => one.submitted).length
  const asked = stage.judges.filter((one) => !one.apart).length
  return (
    <div className="stack stage-now">
      <Team turn={turn} />
      <div>
        <Chip meaning="warn">{t(`contestFinal.turn.${turn.state}`)}</Chip>
      </div>
      <ClockFace clock={live?.clock ?? turn.clock} state={live?.state ?? turn.state} />
      {stage.presiding && (
        <>
          <Moves id={id} turn={turn} judges={stage.judges} />
          {timed && (
            <div className="row">
              {STEPS.map((seconds) => (
                <Action
                  key={seconds}
                  loading={add.isPending}
                  onClick={() => add.mutate({ turnId: turn.id, seq: turn.seq, seconds })}
                >
                  {t(seconds < 0 ? 'contestFinal.lessTime' : 'contestFinal.moreTime', {
                    count: Math.abs(seconds),
                  })}
                </Action>
              ))}
            </div>
          )}
          {add.error ? <Problem error={add.error} /> : null}
        </>
      )}
      <div>
        <h3>{t('contestFinal.judges', { done, asked })}</h3>
        <ul className="stage-judges">
          {stage.judges.map((judge) => (
            <li key={judge.name}>
              <Chip meaning={judge.apart ? 'none' : judge.submitted ? 'ok' : 'warn'}>
                {judge.name}{' '}
                {t(
                  judge.apart
                    ? 'contestFinal.judgeApart'
                    : judge.submitted
                      ? 'contestFinal.judgeDone'
                      : 'contestFinal.judgeOpen',
                )}
              </Chip>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Release({ id, of }: { readonly id: string; readonly of: StageView }) {
  const { t } = useFormat()
  const release = useRelease(id)
  const [asking, setAsking] = useState(false)
  if (of.releasedAt !== null) return <p role="status">{t('contestFinal.released')}</p>
  return (
    <div className="stack">
      <p>{t('contestFinal.allOver')}</p>
      <div>
        <Action
          primary
          whyNot={!of.presiding && t('contestFinal.notPresiding')}
          onClick={() => setAsking(true)}
        >
          {t('contestFinal.release')}
        </Action>
      </div>
      {asking && (
        <ConfirmDialog
          title={t('contestFinal.release')}
          explain={t('contestFinal.releaseExplain')}
          confirm={t('contestFinal.release')}
          pending={release.isPending}
          error={release.error}
          onConfirm={() => release.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

/** All turns by place; another waiting team may be called, and one that is over may be heard again. */
function Order({ id, of }: { readonly id: string; readonly of: StageView }) {
  const { t } = useFormat()
  return (
    <Card title={t('contestFinal.order')}>
      <Table
        dense
        caption={t('contestFinal.order')}
        rows={of.turns}
        rowKey={(turn) => turn.id}
        columns={[
          { key: 'place', title: t('contestFinal.placeShort'), numeric: true, cell: (turn) => turn.place },
          {
            key: 'team',
            title: t('contestFinal.team'),
            cell: (turn) => (
              <>
                {turn.name}
                {turn.run > 1 && <span className="faint"> {t('contestFinal.again', { n: turn.run })}</span>}
                {turn.reason && <div className="faint break">{turn.reason}</div>}
              </>
            ),
          },
          {
            key: 'state',
            title: t('contestFinal.standing'),
            cell: (turn) => (
              <Chip meaning={turn.state === 'done' ? 'ok' : turn.state === 'waiting' ? 'none' : 'warn'}>
                {t(`contestFinal.turn.${turn.state}`)}
              </Chip>
            ),
          },
          {
            key: 'acts',
            title: t('common.actions'),
            cell: (turn) =>
              of.presiding && turn.id !== of.current && turn.moves.length > 0 ? (
                <Moves id={id} turn={turn} judges={[]} small />
              ) : null,
          },
        ]}
      />
    </Card>
  )
}
