import '../insured/insured.css'
import './enter.css'
import { Button, Input } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { useAskCode, useComeIn, useEntrantDoor } from '../../api/enter.ts'
import { useSpace } from '../../api/session.ts'
import { Problem } from '../../parts/problem.tsx'
import { MyTop } from '../insured/shell.tsx'

/** Made-up numbers of nobody, for a demo: two captains that it has, and one who is new. */
const DEMO_PHONES = { admitted: '19900009001', draft: '19900009002', fresh: '19900009801' } as const

/** Only back into these pages: an address from a link leads nowhere else. */
const wayBack = (to: string | null): string =>
  to !== null && /^\/enter(?:\/[\w/-]*)?$/.test(to) ? to : '/enter'

/** The entrants' entrance: a phone, then the one-time code. */
export function Component() {
  const { t } = useTranslation()
  const { data: space } = useSpace()
  const [search] = useSearchParams()
  const door = useEntrantDoor()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const ask = useAskCode()
  const enter = useComeIn()
  useEffect(() => {
    document.title = t('contestEntry.signIn.title')
  }, [t])
  if (door.data?.in) return <Navigate to={wayBack(search.get('to'))} replace />
  const challenge = ask.data
  const again = () => {
    ask.reset()
    enter.reset()
    setCode('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (challenge) enter.mutate({ challengeId: challenge.challengeId, code })
    else ask.mutate(phone.trim())
  }
  return (
    <div className="my enter">
      <MyTop />
      <main className="my-main">
        <h1>{t('contestEntry.signIn.title')}</h1>
        <p className="muted">{t('contestEntry.signIn.why')}</p>
        <form className="card" onSubmit={submit}>
          {challenge ? (
            <>
              {challenge.code && (
                <div className="my-demo">
                  <span>{t('contestEntry.signIn.demoCode')}</span>
                  <span className="my-code">{challenge.code}</span>
                </div>
              )}
              <label htmlFor="code">{t('contestEntry.signIn.code')}</label>
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
                  {t('contestEntry.signIn.enter')}
                </Button>
                <Button block onClick={again}>
                  {t('contestEntry.signIn.again')}
                </Button>
              </div>
            </>
          ) : (
            <>
              <label htmlFor="phone">{t('contestEntry.phone')}</label>
              <Input
                id="phone"
                value={phone}
                type="tel"
                inputMode="tel"
                autoComplete="tel"
                maxLength={30}
                onChange={(event) => setPhone(event.target.value)}
              />
              {ask.error ? <Problem error={ask.error} /> : null}
              <Button
                type="primary"
                htmlType="submit"
                block
                disabled={phone.trim().length < 7}
                loading={ask.isPending}
              >
                {t('contestEntry.signIn.next')}
              </Button>
            </>
          )}
          <p className="faint">{t('contestEntry.signIn.kept')}</p>
        </form>
        {space?.demo && !challenge && (
          <section className="my-demo" aria-label={t('contestEntry.signIn.demoTitle')}>
            <b>{t('contestEntry.signIn.demoTitle')}</b>
            <span className="faint">{t('contestEntry.signIn.demoHint')}</span>
            {Object.entries(DEMO_PHONES).map(([about, one]) => (
              <button type="button" key={one} data-about={about} onClick={() => setPhone(one)}>
                <span className="mono">{one}</span>
                <small>{t(`contestEntry.signIn.about.${about}`)}</small>
              </button>
            ))}
          </section>
        )}
      </main>
    </div>
  )
}
