import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useHref, useNavigate } from 'react-router'

interface LinkButtonProps {
  readonly to: string
  readonly children: ReactNode
  readonly primary?: boolean
  readonly small?: boolean
}

/** A link that looks like a button: a real anchor, so that it opens in a new tab when asked. */
export function LinkButton({ to, children, primary, small }: LinkButtonProps) {
  const navigate = useNavigate()
  return (
    <Button
      href={useHref(to)}
      type={primary ? 'primary' : 'default'}
      size={small ? 'small' : 'middle'}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        void navigate(to)
      }}
    >
      {children}
    </Button>
  )
}
