import { useState } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { Link } from 'react-router'
import { ACTION_WORDS } from '../../../../src/flow/policy/words.ts'
import { useVeto } from '../../api/notices.ts'
import { useHasRole } from '../../api/session.ts'
import type { NoticeView } from '../../api/types.ts'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'

interface Props {
  readonly notice: NoticeView
  /** Whose use of what, where the page itself does not say it. */
  readonly who?: string
}

/** One notice: what is about to be done, how it was answered, and a veto while there is time. */
export function NoticeLine({ notice, who }: Props) {
  const { t, language } = useFormat()
  const has = useHasRole()
  const [asking, setAsking] = useState(false)
  const veto = useVeto()
  const action = ACTION_WORDS[notice.action as keyof typeof ACTION_WORDS]?.[language] ?? notice.action
  const close = () => {
    setAsking(false)
    veto.reset()
  }
  return (
    <li>
      <div style={{ minWidth: 0 }}>
        <span className="row">
          <State kind="notice" value={notice.state} />
          <span>
            {t('notice.line', {
              action,
              purpose: t(`purpose.${notice.purpose}`, { defaultValue: notice.purpose }),
            })}
          </span>
        </span>
        {who && <div>{who}</div>}
        <div className="faint">
          <When at={notice.createdAt} /> · <Link to={`/runs/${notice.runId}`}>{t('notice.run')}</Link>
          {notice.answeredBy && <> · {t(`notice.by.${notice.answeredBy}`)}</>}
          {notice.delivery && (
            <>
              {' '}
              ·{' '}
              {notice.delivery === 'delivered'
                ? t('notice.delivered')
                : t('notice.notDelivered', { why: notice.delivery })}
            </>
          )}
        </div>
        {notice.reason && <div className="break">{notice.reason}</div>}
      </div>
      {notice.state === 'waiting' && (
        <Action
          danger
          whyNot={!has('data_officer') && t('contract.whyNot.officerOnly')}
          onClick={() => setAsking(true)}
        >
          {t('notice.veto')}
        </Action>
      )}
      {asking && (
        <ReasonDialog
          open
          title={t('notice.veto')}
          explain={t('notice.vetoExplain')}
          reasons={['misuse', 'review', 'data'].map((one) => t(`contract.reason.${one}`))}
          confirm={t('notice.veto')}
          danger
          pending={veto.isPending}
          error={veto.error}
          onClose={close}
          onConfirm={(reason) => veto.mutate({ id: notice.id, reason }, { onSuccess: close })}
        />
      )}
    </li>
  )
}
