import './enter.css'
import { useLocation } from 'react-router'
import { useEntrantDoor, useGoOut } from '../../api/enter.ts'
import { DoorFrame } from '../../parts/door/frame.tsx'

const TABS = [
  { to: '/enter', key: 'contestEntry.nav.contests', end: true },
  { to: '/enter/me', key: 'contestEntry.nav.me', end: false },
] as const

/** The frame of the entrants' pages; whoever has to come in first is led back to where they wanted to be. */
export function Component() {
  const { pathname } = useLocation()
  return (
    <DoorFrame
      className="enter"
      door={useEntrantDoor()}
      leave={useGoOut()}
      leaveName="contestEntry.leaveDoor"
      navName="contestEntry.nav.label"
      tabs={TABS}
      signIn={`/enter/sign-in?to=${encodeURIComponent(pathname)}`}
    />
  )
}
