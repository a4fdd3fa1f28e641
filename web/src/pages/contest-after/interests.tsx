import { Button } from 'antd'
import { useState } from 'react'
import { type InterestView, useAnswerInterest, useInterests } from '../../api/contest-after.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { InterestState } from './green-state.tsx'

/** Teams that are interested in what bodies look for: the organiser brings both together. */
export function Interests({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const interests = useInterests(id)
  const answer = useAnswerInterest(id)
  const organises = useHasRole()('data_officer')
  const [asked, setAsked] = useState<{ one: InterestView; introduce: boolean } | null>(null)
  return (
    <Card title={t('contestAfter.tab.interests')}>
      <Loaded of={interests} lines={6}>
        {({ items }) => (
          <Table
            caption={t('contestAfter.tab.interests')}
            rows={items}
            rowKey={(one) => one.id}
            empty={<Empty title={t('contestAfter.noInterest')} hint={t('contestAfter.noInterestHint')} />}
            columns={[
              { key: 'body', title: t('contestAfter.body'), cell: (one) => <b>{one.bodyName}</b> },
              { key: 'what', title: t('contestAfter.looksFor'), cell: (one) => one.incubationTitle },
              { key: 'team', title: t('contestAfter.team'), cell: (one) => one.teamName },
              { key: 'message', title: t('contestAfter.message'), cell: (one) => one.message },
              { key: 'at', title: t('contestAfter.saidAt'), cell: (one) => <When at={one.expressedAt} /> },
              {
                key: 'state',
                title: t('contestAfter.state'),
                cell: (one) => <InterestState state={one.state} />,
              },
              {
                key: 'acts',
                title: t('common.actions'),
                cell: (one) =>
                  organises &&
                  one.state === 'expressed' && (
                    <span className="row">
                      <Button size="small" onClick={() => setAsked({ one, introduce: true })}>
                        {t('contestAfter.introduce')}
                      </Button>
                      <Button size="small" danger onClick={() => setAsked({ one, introduce: false })}>
                        {t('contestAfter.decline')}
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {asked && (
        <ReasonDialog
          open
          title={t(asked.introduce ? 'contestAfter.introduce' : 'contestAfter.decline')}
          explain={t(asked.introduce ? 'contestAfter.introduceHint' : 'contestAfter.declineHint')}
          reasons={[t(asked.introduce ? 'contestAfter.why.fits' : 'contestAfter.why.unclear')]}
          confirm={t(asked.introduce ? 'contestAfter.introduce' : 'contestAfter.decline')}
          danger={!asked.introduce}
          pending={answer.isPending}
          error={answer.error}
          onClose={() => setAsked(null)}
          onConfirm={(text) =>
            answer.mutate(
              { id: asked.one.id, introduce: asked.introduce, answer: text },
              { onSuccess: () => setAsked(null) },
            )
          }
        />
      )}
    </Card>
  )
}
