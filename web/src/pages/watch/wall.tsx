import './wall.css'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useSpace } from '../../api/session.ts'
import { useWall, type Wall } from '../../api/watch.ts'
import { clock, day } from '../../lib/format.ts'
import { useEvents } from '../../lib/use-events.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { SeatMap } from './seat-map.tsx'
import { WallAlerts } from './wall-alerts.tsx'
import { WallFlow, WallLoad, WallSide } from './wall-numbers.tsx'

/** The wall: the whole space at one glance, dark, and large enough for the other end of the room. */
export function Component() {
  const { t, name } = useFormat()
  const client = useQueryClient()
  const { data: space } = useSpace()
  const wall = useWall()
  useEvents('/watch/events', {
    wall: (data) => client.setQueryData(['wall'], data),
    alert: () => void client.invalidateQueries({ queryKey: ['wall'] }),
  })
  useEffect(() => {
    document.title = `${t('watch.wall')} · ${t('shell.brand')}`
  }, [t])
  return (
    <div className="wall">
      <header>
        <h1>{t('watch.wall')}</h1>
        <span className="space">{name(space?.nameZh, space?.nameEn)}</span>
        {space?.synthetic && <span className="chip warn">{t('shell.synthetic')}</span>}
        <span className="grow" />
        <FullScreen />
        <Link className="tool" to="/watch">
          {t('watch.leaveWall')}
        </Link>
        <Clock />
      </header>
      <Loaded of={wall} lines={10}>
        {(data) => <Picture of={data} />}
      </Loaded>
    </div>
  )
}

function Picture({ of }: { readonly of: Wall }) {
  return (
    <div className="wall-body">
      <div className="wall-main">
        <SeatMap seats={of.seats} />
        <WallLoad load={of.load} />
        <WallFlow flows={of.flows} />
      </div>
      <div className="wall-side">
        <WallSide of={of} />
        <WallAlerts alerts={of.alerts} />
      </div>
    </div>
  )
}

function Clock() {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time className="clock" dateTime={new Date(now).toISOString()}>
      <small>{day(now)}</small> {clock(now)}
    </time>
  )
}

function FullScreen() {
  const { t } = useFormat()
  if (!document.fullscreenEnabled) return null
  return (
    <button type="button" className="tool" onClick={() => void document.documentElement.requestFullscreen()}>
      {t('watch.fullScreen')}
    </button>
  )
}
