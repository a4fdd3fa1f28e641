import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { Problem } from '../../parts/problem.tsx'
import { AskPassword } from './ask-password.tsx'

const Qr = lazy(() => import('./qr.tsx'))

interface Props {
  readonly on: boolean
  readonly onAdded: (recoveryCodes: readonly string[]) => void
}

/** One-time codes: scan, show one code, in force. */
export function Totp({ on, onAdded }: Props) {
  const { t } = useTranslation()
  const { data: me } = useSession()
  const [asking, setAsking] = useState(false)
  const begin = useMutation({
    mutationFn: (password: string | undefined) =>
      post<{ secret: string; uri: string }>('/me/totp/begin', password ? { password } : {}),
    onSuccess: () => setAsking(false),
  })
  const confirm = useMutation({
    mutationFn: (value: { code: string }) => post<{ recoveryCodes: string[] }>('/me/totp/confirm', value),
    onSuccess: ({ recoveryCodes }) => {
      begin.reset()
      onAdded(recoveryCodes)
    },
  })
  const remove = useMutation({
    mutationFn: (password: string | undefined) => post('/me/totp/remove', { password }),
    onSuccess: () => {
      setAsking(false)
      onAdded([])
    },
  })
  // Setting up before the first entry, the password was given a moment ago.
  const start = () => (me?.pending ? begin.mutate(undefined) : setAsking(true))
  return (
    <section className="stack tight">
      <div className="row">
        <h3>{t('account.totp')}</h3>
        {on && <span className="chip ok">✓ {t('people.factorOn')}</span>}
        <span style={{ flex: 1 }} />
        {!begin.data && (
          <Button size="small" loading={begin.isPending} onClick={on ? () => setAsking(true) : start}>
            {t(on ? 'account.remove' : 'account.setUp')}
          </Button>
        )}
      </div>
      {!begin.data && !asking && begin.error ? <Problem error={begin.error} /> : null}
      {begin.data && (
        <>
          <p className="muted">{t('account.totpScan')}</p>
          <Suspense fallback={<span className="bone" style={{ width: 224, height: 224 }} />}>
            <Qr text={begin.data.uri} label={t('account.totpQr')} />
          </Suspense>
          <p className="faint break">
            {t('account.totpByHand')} <code>{begin.data.secret}</code>
          </p>
          <Form layout="inline" onFinish={(value: { code: string }) => confirm.mutate(value)}>
            <Form.Item
              name="code"
              label={t('account.totpCode')}
              rules={[{ required: true, pattern: /^\d{6}$/, message: t('signin.codeMissing') }]}
            >
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} style={{ width: 120 }} />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={confirm.isPending}>
              {t('signin.confirm')}
            </Button>
          </Form>
          {confirm.error ? <Problem error={confirm.error} /> : null}
        </>
      )}
      <AskPassword
        open={asking}
        pending={begin.isPending || remove.isPending}
        error={on ? remove.error : begin.error}
        onClose={() => setAsking(false)}
        onConfirm={(password) => (on ? remove : begin).mutate(password)}
      />
    </section>
  )
}
