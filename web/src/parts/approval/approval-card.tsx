import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useApprovals, useCancelApproval, useVote } from '../../api/approvals.ts'
import { useMe } from '../../api/session.ts'
import type { ApprovalView } from '../../api/types.ts'
import { Card } from '../page.tsx'
import { Problem } from '../problem.tsx'
import { Action } from '../reason.tsx'
import { When } from '../say.tsx'
import { ApprovalSteps } from './approval-steps.tsx'

/** One approval that waits inside the own body, by its id. */
export function ApprovalCard({ id }: { readonly id: string }) {
  const waiting = useApprovals({ state: 'waiting', limit: 200 })
  const approval = waiting.data?.items.find((one) => one.id === id)
  return approval ? <Waiting approval={approval} /> : null
}

interface Props {
  readonly approval: ApprovalView
  /** Shows what it is about, where the page itself does not. */
  readonly about?: boolean
}

export function Waiting({ approval, about }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const [comment, setComment] = useState('')
  const vote = useVote()
  const cancel = useCancelApproval()
  const asked = approval.askedBy === me.user.id
  const whyNot = !approval.mine && t(asked ? 'approval.whyNot.own' : 'approval.whyNot.others')
  const decide = (decision: 'approve' | 'decline') =>
    vote.mutate(
      { id: approval.id, decision, comment: comment.trim() },
      // The next step may be the reader's too: it begins with an empty comment.
      { onSuccess: () => setComment('') },
    )
  return (
    <Card
      title={t(`approval.waits.${approval.act}`)}
      extra={
        <span className="faint">
          {t('approval.since')} <When at={approval.createdAt} />
        </span>
      }
    >
      <div className="stack tight">
        {about && <Link to={subjectPath(approval)}>{t(`approval.look.${approval.act}`)}</Link>}
        <ApprovalSteps approval={approval} />
        {approval.mine && (
          <Input.TextArea
            aria-label={t('approval.comment')}
            placeholder={t('approval.comment')}
            value={comment}
            maxLength={1000}
            rows={2}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
        <div className="row">
          <Action primary whyNot={whyNot} loading={vote.isPending} onClick={() => decide('approve')}>
            {t('approval.approve')}
          </Action>
          <Action whyNot={whyNot} danger onClick={() => decide('decline')}>
            {t('approval.decline')}
          </Action>
          {asked && (
            <Action loading={cancel.isPending} onClick={() => cancel.mutate(approval.id)}>
              {t('approval.cancel')}
            </Action>
          )}
        </div>
        {vote.error ? <Problem error={vote.error} /> : null}
        {cancel.error ? <Problem error={cancel.error} /> : null}
      </div>
    </Card>
  )
}

export const subjectPath = ({ act, subjectId }: ApprovalView): string =>
  ({ accept: `/requests/${subjectId}`, sign: `/contracts/${subjectId}`, offer: `/products/${subjectId}` })[
    act
  ]
