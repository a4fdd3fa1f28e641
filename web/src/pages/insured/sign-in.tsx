import './insured.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { useBegin, useDemoInsured, useDoor, useEnter } from '../../api/insured.ts'
import { Field } from '../../parts/door/field.tsx'
import { DoorSignIn } from '../../parts/door/sign-in.tsx'

/** The insured person's entrance: name and number, then the one-time code. */
export function Component() {
  const { t } = useTranslation()
  const door = useDoor()
  const [name, setName] = useState('')
  const [certno, setCertno] = useState('')
  const begin = useBegin()
  const enter = useEnter()
  if (door.data?.in) return <Navigate to="/my" replace />
  return (
    <DoorSignIn
      words="insured.signIn"
      ask={begin}
      claim={{ name: name.trim(), certno: certno.trim() }}
      ready={name.trim() !== '' && certno.trim().length >= 6}
      enter={enter}
      demo={
        <DemoPersons
          onChoose={(person) => {
            setName(person.name)
            setCertno(person.certno)
          }}
        />
      }
    >
      <Field id="name" label={t('insured.signIn.name')} value={name} maxLength={100} onText={setName} />
      <Field
        id="certno"
        label={t('insured.signIn.certno')}
        value={certno}
        maxLength={50}
        autoComplete="off"
        onText={setCertno}
      />
    </DoorSignIn>
  )
}

interface DemoProps {
  readonly onChoose: (person: { name: string; certno: string }) => void
}

/** Made-up persons with what they come in by. */
function DemoPersons({ onChoose }: DemoProps) {
  const { t } = useTranslation()
  const { data = [] } = useDemoInsured(true)
  return data.map((person) => (
    <button type="button" key={person.certno} data-about={person.about} onClick={() => onChoose(person)}>
      {person.name} <span className="mono">{person.certno}</span>
      <small>{t(`insured.about.${person.about}`)}</small>
    </button>
  ))
}
