import './enter.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { useAskCode, useComeIn, useEntrantDoor } from '../../api/enter.ts'
import { Field } from '../../parts/door/field.tsx'
import { DoorSignIn } from '../../parts/door/sign-in.tsx'

/** Made-up numbers of nobody, for a demo: two captains that it has, and one who is new. */
const DEMO_PHONES = { admitted: '19900009001', draft: '19900009002', fresh: '19900009801' } as const

/** Only back into these pages: an address from a link leads nowhere else. */
const wayBack = (to: string | null): string =>
  to !== null && /^\/enter(?:\/[\w/-]*)?$/.test(to) ? to : '/enter'

/** The entrants' entrance: a phone, then the one-time code. */
export function Component() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const door = useEntrantDoor()
  const [phone, setPhone] = useState('')
  const ask = useAskCode()
  const enter = useComeIn()
  if (door.data?.in) return <Navigate to={wayBack(search.get('to'))} replace />
  return (
    <DoorSignIn
      className="enter"
      words="contestEntry.signIn"
      ask={ask}
      claim={phone.trim()}
      ready={phone.trim().length >= 7}
      enter={enter}
      demo={Object.entries(DEMO_PHONES).map(([about, one]) => (
        <button type="button" key={one} data-about={about} onClick={() => setPhone(one)}>
          <span className="mono">{one}</span>
          <small>{t(`contestEntry.signIn.about.${about}`)}</small>
        </button>
      ))}
    >
      <Field
        id="phone"
        label={t('contestEntry.phone')}
        value={phone}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={30}
        onText={setPhone}
      />
    </DoorSignIn>
  )
}
