import { useState } from 'react'
import { type SeatAct, useSeatAct } from '../../api/seats.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { SeatView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'

const BLOCK_REASONS = ['alert', 'volume', 'terminal', 'check'] as const
const UNBLOCK_REASONS = ['cleared', 'mistake'] as const

/** What the state allows; the rest is shown with the reason why not. */
export function SeatActions({ seat }: { readonly seat: SeatView }) {
  const { t } = useFormat()
  const has = useHasRole()
  const me = useMe()
  const act = useSeatAct(seat.id)
  const [asking, setAsking] = useState<SeatAct | null>(null)
  const operator = me.participant.roles.includes('operator')
  const guards = operator && has('duty_officer', 'data_officer')
  const { state } = seat
  const over = state === 'closed' && t('seat.whyNot.closed')
  const blocked = state === 'blocked' && t('seat.whyNot.blocked')
  const close = () => {
    setAsking(null)
    act.reset()
  }
  const go = (which: SeatAct, reason?: string) =>
    act.mutate(reason === undefined ? { act: which } : { act: which, reason }, { onSuccess: close })
  return (
    <>
      {guards && state !== 'closed' && (
        <Action
          danger={state !== 'blocked'}
          onClick={() => setAsking(state === 'blocked' ? 'unblock' : 'block')}
        >
          {t(state === 'blocked' ? 'seat.act.unblock' : 'seat.act.block')}
        </Action>
      )}
      {has('developer') && (
        <>
          <Action whyNot={over} onClick={() => setAsking('close')}>
            {t('seat.act.close')}
          </Action>
          {state === 'asleep' ? (
            <Action loading={act.isPending && asking === null} onClick={() => go('wake')}>
              {t('seat.act.wake')}
            </Action>
          ) : (
            <Action
              whyNot={over || blocked || (state !== 'live' && t('seat.whyNot.notLive'))}
              onClick={() => setAsking('sleep')}
            >
              {t('seat.act.sleep')}
            </Action>
          )}
          {over || blocked ? (
            <Action whyNot={over || blocked} onClick={() => {}}>
              {t('seat.toWork')}
            </Action>
          ) : (
            <LinkButton primary to={`/seats/${seat.id}/notebook`}>
              {t('seat.toWork')}
            </LinkButton>
          )}
        </>
      )}
      {(asking === 'sleep' || asking === 'close') && (
        <ConfirmDialog
          title={t(`seat.act.${asking}`)}
          explain={t(`seat.explain.${asking}`)}
          confirm={t(`seat.act.${asking}`)}
          danger={asking === 'close'}
          pending={act.isPending}
          error={act.error}
          onConfirm={() => go(asking)}
          onClose={close}
        />
      )}
      {(asking === 'block' || asking === 'unblock') && (
        <ReasonDialog
          open
          title={t(`seat.act.${asking}`)}
          explain={t(`seat.explain.${asking}`)}
          reasons={(asking === 'block' ? BLOCK_REASONS : UNBLOCK_REASONS).map((one) =>
            t(`seat.reason.${one}`),
          )}
          confirm={t(`seat.act.${asking}`)}
          danger={asking === 'block'}
          pending={act.isPending}
          error={act.error}
          onConfirm={(reason) => go(asking, reason)}
          onClose={close}
        />
      )}
    </>
  )
}
