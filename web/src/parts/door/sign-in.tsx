import type { UseMutationResult } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Challenge } from '../../api/door.ts'
import { useSpace } from '../../api/session.ts'
import { Problem } from '../problem.tsx'
import { Field } from './field.tsx'
import { MyTop } from './top.tsx'

interface DoorSignInProps<V> {
  /** Beginning of the i18n keys of this door: `…title`, `…why`, `…code` and so on. */
  readonly words: string
  /** Asks for a code by what the person typed. */
  readonly ask: UseMutationResult<Challenge, unknown, V>
  readonly claim: V
  readonly ready: boolean
  readonly enter: UseMutationResult<unknown, unknown, Answer>
  /** The fields of the first step. */
  readonly children: ReactNode
  /** Whom one may come in as, in the demo. */
  readonly demo: ReactNode
  readonly className?: string
}

/** An entrance of its own: who one is, then the one-time code. */
export function DoorSignIn<V>(props: DoorSignInProps<V>) {
  const { words, ask, enter } = props
  const { t } = useTranslation()
  const { data: space } = useSpace()
  const [code, setCode] = useState('')
  useEffect(() => {
    document.title = t(`${words}.title`)
  }, [t, words])
  const challenge = ask.data
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (challenge) enter.mutate({ challengeId: challenge.challengeId, code })
    else ask.mutate(props.claim)
  }
  const again = () => {
    ask.reset()
    enter.reset()
    setCode('')
  }
  return (
    <div className={`my ${props.className ?? ''}`.trim()}>
      <MyTop />
      <main className="my-main">
        <h1>{t(`${words}.title`)}</h1>
        <p className="muted">{t(`${words}.why`)}</p>
        <form className="card" onSubmit={submit}>
          {challenge ? (
            <>
              {challenge.code && (
                <div className="my-demo">
                  <span>{t(`${words}.demoCode`)}</span>
                  <span className="my-code">{challenge.code}</span>
                </div>
              )}
              <Field
                id="code"
                label={t(`${words}.code`)}
                value={code}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                onText={(text) => setCode(text.replaceAll(/\D/g, ''))}
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
                  {t(`${words}.enter`)}
                </Button>
                <Button block onClick={again}>
                  {t(`${words}.again`)}
                </Button>
              </div>
            </>
          ) : (
            <>
              {props.children}
              {ask.error ? <Problem error={ask.error} /> : null}
              <Button type="primary" htmlType="submit" block disabled={!props.ready} loading={ask.isPending}>
                {t(`${words}.next`)}
              </Button>
            </>
          )}
          <p className="faint">{t(`${words}.kept`)}</p>
        </form>
        {space?.demo && !challenge && (
          <section className="my-demo" aria-label={t(`${words}.demoTitle`)}>
            <b>{t(`${words}.demoTitle`)}</b>
            <span className="faint">{t(`${words}.demoHint`)}</span>
            {props.demo}
          </section>
        )}
      </main>
    </div>
  )
}
