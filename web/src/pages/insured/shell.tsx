import './insured.css'
import { useDoor, useLeave } from '../../api/insured.ts'
import { DoorFrame } from '../../parts/door/frame.tsx'

const TABS = [
  { to: '/my', key: 'insured.nav.asks', end: true },
  { to: '/my/uses', key: 'insured.nav.uses', end: false },
  { to: '/my/guardians', key: 'insured.nav.guardians', end: false },
] as const

/** The frame of the insured person's pages. */
export function Component() {
  return (
    <DoorFrame
      door={useDoor()}
      leave={useLeave()}
      leaveName="insured.leave"
      navName="insured.nav.label"
      tabs={TABS}
      signIn="/my/sign-in"
    />
  )
}
