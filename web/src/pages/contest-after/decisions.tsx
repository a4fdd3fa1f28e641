import { Input, Modal } from 'antd'
import { useState } from 'react'
import { type AwardListView, useCheckList, useReturnList } from '../../api/contest-after.ts'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { fromField } from '../contests/moment.ts'

interface DecisionsProps {
  readonly id: string
  readonly list: AwardListView
  readonly organises: boolean
  readonly zone: string
}

/** The second officer's word. */
export function Decisions({ id, list, organises, zone }: DecisionsProps) {
  const { t } = useFormat()
  const me = useMe()
  const check = useCheckList(id)
  const giveBack = useReturnList(id)
  const [asking, setAsking] = useState<'check' | 'return' | null>(null)
  const [at, setAt] = useState('')
  if (!organises || (list.state !== 'proposed' && list.state !== 'checked')) return null
  const mine = list.proposedBy === me.user.id && t('contestAfter.secondOfficer')
  return (
    <div className="row">
      {list.state === 'proposed' && (
        <Action
          primary
          whyNot={
            mine ||
            (list.borders.length > 0 && t('contestAfter.decideFirst')) ||
            (list.outdated && t('contestAfter.outdated'))
          }
          onClick={() => setAsking('check')}
        >
          {t('contestAfter.check')}
        </Action>
      )}
      <Action danger whyNot={mine} onClick={() => setAsking('return')}>
        {t('contestAfter.return')}
      </Action>
      {asking === 'check' && (
        <Modal
          open
          title={t('contestAfter.check')}
          okText={t('contestAfter.check')}
          cancelText={t('common.cancel')}
          okButtonProps={{ loading: check.isPending }}
          onCancel={() => setAsking(null)}
          onOk={() =>
            check.mutate(
              { listId: list.id, publishAt: fromField(at, zone) },
              { onSuccess: () => setAsking(null) },
            )
          }
          destroyOnHidden
        >
          <div className="stack tight">
            <p>{t('contestAfter.checkHint')}</p>
            <label htmlFor="publish-at">{t('contestAfter.publishMoment', { zone })}</label>
            <Input
              id="publish-at"
              type="datetime-local"
              value={at}
              onChange={({ target }) => setAt(target.value)}
            />
            {check.error ? <Problem error={check.error} /> : null}
          </div>
        </Modal>
      )}
      {asking === 'return' && (
        <ReasonDialog
          open
          title={t('contestAfter.return')}
          explain={t('contestAfter.returnHint')}
          reasons={[t('contestAfter.why.ties'), t('contestAfter.why.rules')]}
          confirm={t('contestAfter.return')}
          pending={giveBack.isPending}
          error={giveBack.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) =>
            giveBack.mutate({ listId: list.id, reason }, { onSuccess: () => setAsking(null) })
          }
        />
      )}
    </div>
  )
}
