import { Watermark } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useMe } from '../api/session.ts'
import { date } from '../lib/format.ts'
import { useScheme } from '../lib/theme.ts'

/** The visible watermark of data pages: who looks, and when. A photograph of the screen carries both. */
export function Stamp({ children }: { readonly children: ReactNode }) {
  const me = useMe()
  const dark = useScheme() === 'dark'
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <Watermark
      content={[`${me.user.displayName} ${me.user.login}`, date(now)]}
      gap={[110, 90]}
      font={{ fontSize: 12, color: dark ? 'rgba(231,237,241,0.07)' : 'rgba(22,32,42,0.07)' }}
    >
      {children}
    </Watermark>
  )
}
