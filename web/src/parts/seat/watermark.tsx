import './seat.css'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useMe } from '../../api/session.ts'
import { date } from '../../lib/format.ts'
import { useScheme } from '../../lib/theme.ts'
import { tile } from './tile.ts'

/**
 * Over the whole window, dialogs and drawers too, while somebody looks into a seat: a photograph or screenshot of any
 * part of it says who looked and when. It takes no pointer and no focus.
 */
export function Watermark() {
  const me = useMe()
  const dark = useScheme() === 'dark'
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  const colour = dark ? 'rgb(231 237 241 / 13%)' : 'rgb(22 32 42 / 12%)'
  return createPortal(
    <div
      className="watermark"
      aria-hidden="true"
      data-login={me.user.login}
      style={{ backgroundImage: tile([`${me.user.displayName} ${me.user.login}`, date(now)], colour) }}
    />,
    document.body,
  )
}
