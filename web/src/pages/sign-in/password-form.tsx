import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignIn } from '../../api/session.ts'
import { Problem } from '../../parts/problem.tsx'

/** Plain fields of the browser: the first page stays light, and password managers know them best. */
export function PasswordForm() {
  const { t } = useTranslation()
  const signIn = useSignIn()
  const [shown, setShown] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { login, password } = Object.fromEntries(new FormData(event.currentTarget)) as Record<
      'login' | 'password',
      string
    >
    signIn.mutate({ login, password })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <h2>{t('signin.title')}</h2>
      <label className="field">
        {t('signin.login')}
        <input name="login" required autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </label>
      {/* Not around the button too: its word would become part of the field's name. */}
      <div className="field">
        <label htmlFor="password">{t('signin.password')}</label>
        <span className="field-row">
          <input
            id="password"
            name="password"
            required
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
          />
          <button type="button" className="tool" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'signin.hide' : 'signin.show')}
          </button>
        </span>
      </div>
      {signIn.error ? <Problem error={signIn.error} /> : null}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t('signin.enter')}
      </Button>
    </form>
  )
}
