import { useTranslation } from 'react-i18next'
import type { SeatView } from '../../api/types.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const MEANING: Readonly<Record<SeatView['state'], Meaning>> = {
  waiting: 'warn',
  starting: 'warn',
  live: 'ok',
  asleep: 'none',
  blocked: 'no',
  closed: 'none',
}

/** The state of a seat, with its place where it waits. */
export function SeatState({ seat }: { readonly seat: Pick<SeatView, 'state' | 'place'> }) {
  const { t } = useTranslation()
  return (
    <Chip meaning={MEANING[seat.state]}>
      {t(`seat.state.${seat.state}`)}
      {seat.state === 'waiting' && seat.place !== null && ` · ${t('seat.place', { place: seat.place })}`}
    </Chip>
  )
}

const ISOLATION: Readonly<Record<SeatView['isolation'], Meaning>> = {
  full: 'ok',
  degraded: 'warn',
  none: 'no',
}

/** What stands between the seat and the machine, said plainly. */
export function Isolation({ level }: { readonly level: SeatView['isolation'] }) {
  const { t } = useTranslation()
  return (
    <Chip meaning={ISOLATION[level]} title={t(`seat.isolationHint.${level}`)}>
      {t(`seat.isolation.${level}`)}
    </Chip>
  )
}
