import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SeatView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'

const TONE: Partial<Readonly<Record<SeatView['state'], string>>> = {
  live: 'warn',
  waiting: 'warn',
  starting: 'warn',
  asleep: 'warn',
  closed: 'warn',
}

/** Why the seat is not at work, or what was lost when it was not: one banner, with the way on. */
export function Standing({ seat, action }: { readonly seat: SeatView; readonly action?: ReactNode }) {
  const { t, pick } = useFormat()
  const { state, problem, place } = seat
  const [read, setRead] = useState<string | null>(null)
  if (state === 'live' && (!problem || read === problem.zh)) return null
  return (
    <div className={`why standing ${TONE[state] ?? ''}`} role={state === 'blocked' ? 'alert' : 'status'}>
      <p>
        <b className="head">
          <span aria-hidden="true">{state === 'blocked' ? '⊘ ' : '◔ '}</span>
          {t(state === 'live' ? 'seat.stands.lost' : `seat.stands.${state}`)}
        </b>{' '}
        {state === 'waiting' && place !== null && t('seat.waitingAt', { place })}
        {state !== 'live' && t(`seat.standsHint.${state}`)}
      </p>
      {problem && (
        <p>
          {pick(problem)} <span className="code">{problem.code}</span>
        </p>
      )}
      {state === 'live' && problem && (
        <p>
          <Button size="small" onClick={() => setRead(problem.zh)}>
            {t('common.close')}
          </Button>
        </p>
      )}
      {action && <p>{action}</p>}
    </div>
  )
}
