import { Input } from 'antd'
import { useState } from 'react'
import { type RankingView, usePublish } from '../../api/contest-judging.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

interface Props {
  readonly id: string
  readonly round: string
  readonly head: NonNullable<RankingView['head']>
}

/** One moment for all teams: now, or a time to come. */
export function Publish({ id, round, head }: Props) {
  const { t } = useFormat()
  const publish = usePublish(id, round)
  const [asking, setAsking] = useState(false)
  const [at, setAt] = useState('')
  if (head.publishedAt !== null && head.publishedAt <= Date.now())
    return (
      <Chip meaning="ok">
        {t('contestJudging.published')} <When at={head.publishedAt} />
      </Chip>
    )
  return (
    <>
      {head.publishedAt !== null && (
        <span className="faint">
          {t('contestJudging.publishes')} <When at={head.publishedAt} />
        </span>
      )}
      <Action
        primary={head.shortlistedAt !== null}
        whyNot={head.shortlistedAt === null && t('contestJudging.decideFirst')}
        onClick={() => setAsking(true)}
      >
        {t('contestJudging.publish')}
      </Action>
      {asking && (
        <ConfirmDialog
          title={t('contestJudging.publish')}
          explain={t('contestJudging.publishAbout')}
          confirm={t('contestJudging.publish')}
          pending={publish.isPending}
          error={publish.error}
          onConfirm={() =>
            publish.mutate(
              { number: head.number, at: at === '' ? null : new Date(at).getTime() },
              { onSuccess: () => setAsking(false) },
            )
          }
          onClose={() => setAsking(false)}
        >
          <label className="stack tight">
            <span>{t('contestJudging.moment')}</span>
            <Input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
          </label>
        </ConfirmDialog>
      )}
    </>
  )
}
