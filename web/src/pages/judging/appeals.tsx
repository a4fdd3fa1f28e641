import { Button } from 'antd'
import { useState } from 'react'
import { type AppealView, useAppeals, useDecideAppeal } from '../../api/contest-judging.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { WorkDialog } from './work.tsx'

type Decision = 'upheld' | 'rejected'

/** Appeals of teams, each decided with the reason that the team reads. */
export function Appeals({ id, round }: { readonly id: string; readonly round: string }) {
  const { t } = useFormat()
  const [asking, setAsking] = useState<{ appeal: AppealView; decision: Decision } | null>(null)
  const [work, setWork] = useState<string | null>(null)
  const decide = useDecideAppeal(id, round)
  return (
    <Loaded of={useAppeals(id, round)}>
      {({ items }) => (
        <div className="stack">
          {items.length === 0 && (
            <Empty title={t('contestJudging.noAppeals')} hint={t('contestJudging.noAppealsHint')} />
          )}
          {items.map((appeal) => (
            <Card
              key={appeal.id}
              title={`${appeal.number ?? ''} ${appeal.team}`}
              extra={
                <Chip meaning={appeal.state === 'open' ? 'warn' : appeal.state === 'upheld' ? 'ok' : 'none'}>
                  {t(`contestJudging.appeal.${appeal.state}`)}
                </Chip>
              }
            >
              <div className="stack tight">
                <p className="faint">
                  <When at={appeal.createdAt} /> ·{' '}
                  {t('contestJudging.appealRank', { number: appeal.ranking, rank: appeal.rank ?? '—' })}
                </p>
                <p className="judging-words">{appeal.text}</p>
                {appeal.reason && (
                  <p className="muted">{t('contestJudging.appealReason', { reason: appeal.reason })}</p>
                )}
                <div className="row">
                  {appeal.workId && (
                    <Button onClick={() => setWork(appeal.workId)}>{t('contestJudging.seeSheets')}</Button>
                  )}
                  {appeal.state === 'open' && (
                    <>
                      <Button onClick={() => setAsking({ appeal, decision: 'rejected' })}>
                        {t('contestJudging.reject')}
                      </Button>
                      <Button type="primary" onClick={() => setAsking({ appeal, decision: 'upheld' })}>
                        {t('contestJudging.uphold')}
                      </Button>
                    </>
                  )}
                </div>
              </div>
            </Card>
          ))}
          {work && <WorkDialog id={id} round={round} work={work} onClose={() => setWork(null)} />}
          {asking && (
            <ReasonDialog
              open
              title={t(`contestJudging.${asking.decision === 'upheld' ? 'uphold' : 'reject'}`)}
              explain={t(`contestJudging.explain.${asking.decision}`)}
              reasons={['checked', 'error'].map((key) => t(`contestJudging.appealBecause.${key}`))}
              confirm={t('contestJudging.decideAppeal')}
              pending={decide.isPending}
              error={decide.error}
              onClose={() => setAsking(null)}
              onConfirm={(reason) =>
                decide.mutate(
                  { appeal: asking.appeal.id, decision: asking.decision, reason },
                  { onSuccess: () => setAsking(null) },
                )
              }
            />
          )}
        </div>
      )}
    </Loaded>
  )
}
