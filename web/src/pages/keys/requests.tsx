import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KeyRequest, useDecideKey, useWithdrawKey } from '../../api/keys.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Officer } from './officer.tsx'
import { Recovery } from './recovery.tsx'

const LOOKS = { open: 'warn', done: 'ok', refused: 'no', withdrawn: 'none' } as const

/** What was asked, the open ones first. */
export function Requests({ of }: { readonly of: readonly KeyRequest[] }) {
  const { t } = useTranslation()
  const [deciding, setDeciding] = useState<{ id: string; approve: boolean } | null>(null)
  const decide = useDecideKey()
  const sorted = of.toSorted(
    (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || b.askedAt - a.askedAt,
  )
  return (
    <Card title={t('keys.requests')}>
      {sorted.length === 0 && <Empty title={t('keys.noRequests')} hint={t('keys.noRequestsHint')} />}
      <ul className="items">
        {sorted.map((request) => (
          <Request
            key={request.id}
            of={request}
            onDecide={(approve) => setDeciding({ id: request.id, approve })}
          />
        ))}
      </ul>
      {deciding && (
        <ReasonDialog
          open
          title={t(deciding.approve ? 'keys.approve' : 'keys.refuse')}
          explain={t(deciding.approve ? 'keys.approveWhy' : 'keys.refuseWhy')}
          reasons={(deciding.approve ? ['checked'] : ['unclear', 'notNow']).map((one) =>
            t(`keys.reasons.${one}`),
          )}
          confirm={t(deciding.approve ? 'keys.approve' : 'keys.refuse')}
          danger={!deciding.approve}
          pending={decide.isPending}
          error={decide.error}
          onConfirm={(reason) =>
            decide.mutate({ ...deciding, reason }, { onSuccess: () => setDeciding(null) })
          }
          onClose={() => {
            decide.reset()
            setDeciding(null)
          }}
        />
      )}
    </Card>
  )
}

interface RequestProps {
  readonly of: KeyRequest
  readonly onDecide: (approve: boolean) => void
}

function Request({ of, onDecide }: RequestProps) {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const own = of.askedBy === me.user.id
  const withdraw = useWithdrawKey()
  const whyNot = has('system_administrator') ? null : t('keys.onlyOther')
  return (
    <li className="key-request">
      <span className="stack tight">
        <span>
          <b>{t(`keys.ask.${of.kind}`)}</b> <code>{of.key}</code>
        </span>
        <span>{of.reason}</span>
        <span className="faint">
          {t('keys.askedBy')} <Officer id={of.askedBy} /> · <When at={of.askedAt} />
        </span>
        {of.decidedBy && (
          <span className="faint">
            {t('keys.decidedBy')} <Officer id={of.decidedBy} /> · <When at={of.decidedAt} /> · {of.decision}
          </span>
        )}
        {withdraw.error ? <Problem error={withdraw.error} /> : null}
        {of.recovery && <Recovery id={of.id} of={of.recovery} />}
      </span>
      <span className="row">
        <Chip meaning={LOOKS[of.state]}>{t(`keys.requestState.${of.state}`)}</Chip>
        {of.state === 'open' && own && (
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(of.id)}>
            {t('keys.withdraw')}
          </Button>
        )}
        {of.state === 'open' && !own && (
          <>
            <Action primary whyNot={whyNot} onClick={() => onDecide(true)}>
              {t('keys.approve')}
            </Action>
            {!whyNot && <Button onClick={() => onDecide(false)}>{t('keys.refuse')}</Button>}
          </>
        )}
      </span>
    </li>
  )
}
