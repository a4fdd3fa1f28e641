import { useState } from 'react'
import { type BoardView, useBoard, useContest, usePublish } from '../../api/contests.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { Num } from '../../parts/say.tsx'
import { ContestPage } from './contest-page.tsx'
import { Deadlines } from './deadlines.tsx'
import { Funnel } from './funnel.tsx'
import { NextSteps } from './next-steps.tsx'

/** One contest at a glance: how far it is, what is due, what has to be done next. */
export function Component() {
  const { t } = useFormat()
  return (
    <ContestPage name={t('contest.board')}>
      {(id) => (
        <Loaded of={useBoard(id)} lines={12}>
          {(board) => <Board board={board} />}
        </Loaded>
      )}
    </ContestPage>
  )
}

function Board({ board }: { readonly board: BoardView }) {
  const { t, name } = useFormat()
  const has = useHasRole()
  const organises = has('data_officer')
  return (
    <>
      {board.state === 'draft' && organises && <Publish id={board.id} />}
      <div className="grid g2">
        <div className="stack">
          <Card title={t('contest.next')}>
            <NextSteps board={board} />
          </Card>
          <Card title={t('contest.deadlines')}>
            <Deadlines board={board} mayChange={organises && board.state !== 'closed'} />
          </Card>
        </div>
        <div className="stack">
          <Card title={t('contest.funnel')}>
            <Funnel board={board} />
          </Card>
          <Card title={t('contest.facts')}>
            <Facts
              one
              rows={[
                {
                  key: 'organiser',
                  name: t('contest.organiser'),
                  value: name(board.organiserNameZh, board.organiserNameEn),
                },
                { key: 'people', name: t('contest.people'), value: <Num value={board.people} /> },
                { key: 'bodies', name: t('contest.bodies'), value: <Num value={board.bodies} /> },
                { key: 'version', name: t('contest.version'), value: board.number },
                {
                  key: 'front',
                  name: t('contest.front'),
                  value:
                    board.state === 'draft' ? (
                      t('contest.notYet')
                    ) : (
                      <a href={`/contest/${board.code}`} target="_blank" rel="noreferrer">
                        {`/contest/${board.code}`}
                      </a>
                    ),
                },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  )
}

function Publish({ id }: { readonly id: string }) {
  const { t, list } = useFormat()
  const [asking, setAsking] = useState(false)
  const contest = useContest(id)
  const publish = usePublish(id)
  const lacks = contest.data?.lacks ?? []
  return (
    <div className="why warn">
      <p>{t('contest.isDraft')}</p>
      <p>
        <Action
          primary
          whyNot={
            lacks.length > 0 &&
            t('contest.lacking', { what: list(lacks.map((lack) => t(`contest.lack.${lack}`))) })
          }
          onClick={() => setAsking(true)}
        >
          {t('contest.publish')}
        </Action>
      </p>
      {lacks.length > 0 && (
        <ul className="contest-list">
          {lacks.map((lack) => (
            <li key={lack}>{t(`contest.lack.${lack}`)}</li>
          ))}
        </ul>
      )}
      {asking && (
        <ConfirmDialog
          title={t('contest.publish')}
          explain={t('contest.publishExplain')}
          confirm={t('contest.publish')}
          pending={publish.isPending}
          error={publish.error}
          onConfirm={() => publish.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => {
            setAsking(false)
            publish.reset()
          }}
        />
      )}
    </div>
  )
}
