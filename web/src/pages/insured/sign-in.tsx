import './insured.css'
import { Button, Input } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { useBegin, useDemoInsured, useDoor, useEnter } from '../../api/insured.ts'
import { useSpace } from '../../api/session.ts'
import { Problem } from '../../parts/problem.tsx'
import { MyTop } from './shell.tsx'

/** The insured person's entrance: name and number, then the one-time code. */
export function Component() {
  const { t } = useTranslation()
  const { data: space } = useSpace()
  const door = useDoor()
  const [name, setName] = useState('')
  const [certno, setCertno] = useState('')
  const [code, setCode] = useState('')
  const begin = useBegin()
  const enter = useEnter()
  useEffect(() => {
    document.title = t('insured.signIn.title')
  }, [t])
  if (door.data?.in) return <Navigate to="/my" replace />
  const challenge = begin.data
  const again = () => {
    begin.reset()
    enter.reset()
    setCode('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (challenge) enter.mutate({ challengeId: challenge.challengeId, code })
    else begin.mutate({ name: name.trim(), certno: certno.trim() })
  }
  return (
    <div className="my">
      <MyTop />
      <main className="my-main">
        <h1>{t('insured.signIn.title')}</h1>
        <p className="muted">{t('insured.signIn.why')}</p>
        <form className="card" onSubmit={submit}>
          {challenge ? (
            <>
              {challenge.code && (
                <div className="my-demo">
                  <span>{t('insured.signIn.demoCode')}</span>
                  <span className="my-code">{challenge.code}</span>
                </div>
              )}
              <label htmlFor="code">{t('insured.signIn.code')}</label>
              <Input
                id="code"
                value={code}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))}
              />
              {enter.error ? <Problem error={enter.error} /> : null}
              <div className="my-buttons">
                <Button
                  type="primary"
                  htmlType="submit"
                  block
                  disabled={code.length !== 6}
                  loading={enter.isPending}
                >
                  {t('insured.signIn.enter')}
                </Button>
                <Button block onClick={again}>
                  {t('insured.signIn.again')}
                </Button>
              </div>
            </>
          ) : (
            <>
              <label htmlFor="name">{t('insured.signIn.name')}</label>
              <Input
                id="name"
                value={name}
                maxLength={100}
                onChange={(event) => setName(event.target.value)}
              />
              <label htmlFor="certno">{t('insured.signIn.certno')}</label>
              <Input
                id="certno"
                value={certno}
                maxLength={50}
                autoComplete="off"
                onChange={(event) => setCertno(event.target.value)}
              />
              {begin.error ? <Problem error={begin.error} /> : null}
              <Button
                type="primary"
                htmlType="submit"
                block
                disabled={name.trim() === '' || certno.trim().length < 6}
                loading={begin.isPending}
              >
                {t('insured.signIn.next')}
              </Button>
            </>
          )}
          <p className="faint">{t('insured.signIn.kept')}</p>
        </form>
        {space?.demo && !challenge && (
          <DemoPersons
            onChoose={(person) => {
              setName(person.name)
              setCertno(person.certno)
            }}
          />
        )}
      </main>
    </div>
  )
}

/** Made-up persons with what they come in by. */
function DemoPersons({
  onChoose,
}: {
  readonly onChoose: (person: { name: string; certno: string }) => void
}) {
  const { t } = useTranslation()
  const { data = [] } = useDemoInsured(true)
  return (
    <section className="my-demo" aria-label={t('insured.signIn.demoTitle')}>
      <b>{t('insured.signIn.demoTitle')}</b>
      <span className="faint">{t('insured.signIn.demoHint')}</span>
      {data.map((person) => (
        <button type="button" key={person.certno} data-about={person.about} onClick={() => onChoose(person)}>
          {person.name} <span className="mono">{person.certno}</span>
          <small>{t(`insured.about.${person.about}`)}</small>
        </button>
      ))}
    </section>
  )
}
