import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { Wall } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { countStates, inOrder, SEAT_SIGNS, shortName, signOf, tileColumns } from './wall-layout.ts'

const GAP = 6

/** A tile for each seat: colour, sign and number; what has an alert is framed and says how many. */
export function SeatMap({ seats }: { readonly seats: Wall['seats'] }) {
  const { t, name } = useFormat()
  const field = useRef<HTMLUListElement>(null)
  const [size, setSize] = useState({ width: 1200, height: 600 })
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setSize({ width, height })
    })
    watcher.observe(field.current!)
    return () => watcher.disconnect()
  }, [])
  const sorted = useMemo(() => inOrder(seats), [seats])
  const columns = tileColumns(seats.length, size.width, size.height, GAP)
  const side = (size.width - GAP * (columns - 1)) / columns
  return (
    <section className="wall-card wall-seats" aria-label={t('watch.seats')}>
      <h2>
        {t('watch.seats')} <b>{seats.length}</b>
      </h2>
      <ul
        ref={field}
        className={side < 46 ? 'small' : ''}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 150px))`, gap: GAP }}
      >
        {sorted.map((seat) => {
          const sign = signOf(seat.state)
          const who = name(seat.consumerNameZh, seat.consumerNameEn)
          const words = [
            seat.name,
            who,
            t(`watch.seatState.${sign}`),
            ...(seat.alerts > 0 ? [t('watch.seatAlerts', { count: seat.alerts })] : []),
          ].join(' · ')
          return (
            <li key={seat.id} className={`${sign} ${seat.alerts > 0 ? 'alert' : ''}`}>
              <Link to={`/seats/${seat.id}`} title={words} aria-label={words}>
                <span className="sign" aria-hidden="true">
                  {SEAT_SIGNS[sign]}
                </span>
                <span className="name" aria-hidden="true">
                  {shortName(seat.name)}
                </span>
                <i style={{ height: `${Math.min(1, seat.cpu) * 100}%` }} aria-hidden="true" />
              </Link>
              {seat.alerts > 0 && (
                <span className="count" aria-hidden="true">
                  {'▲'}
                  {seat.alerts}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      <p className="wall-legend">
        {countStates(seats).map(({ sign, count }) => (
          <span key={sign} className={sign}>
            <span className="sign" aria-hidden="true">
              {SEAT_SIGNS[sign]}
            </span>{' '}
            {t(`watch.seatState.${sign}`)} <b>{count}</b>
          </span>
        ))}
        <span className="alert">
          <span aria-hidden="true">▲</span> {t('watch.hasAlert')}{' '}
          <b>{seats.filter(({ alerts }) => alerts > 0).length}</b>
        </span>
      </p>
    </section>
  )
}
