import { Button, Form, Input } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSecondFactor, useSignOut } from '../../api/session.ts'
import type { Me } from '../../api/types.ts'
import { Bones } from '../../parts/empty.tsx'
import { Problem } from '../../parts/problem.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const Factors = lazy(() => import('../account/factors.tsx'))

/** Between the password and the portal: give the second factor, or set one up where the role needs it. */
export default function SecondFactor({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const signOut = useSignOut()
  return (
    <div className="stack tight">
      {me.pending === 'second-factor-setup' ? <Setup /> : <Give me={me} />}
      <Button type="text" block onClick={() => signOut.mutate()}>
        {t('signin.other')}
      </Button>
    </div>
  )
}

function Give({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const second = useSecondFactor()
  return (
    <>
      <h2>{t('signin.secondTitle')}</h2>
      <p className="muted">{t('signin.secondHint')}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(value: { code: string }) => second.mutate(value)}
      >
        <Form.Item
          name="code"
          label={t('signin.code')}
          rules={[{ required: true, message: t('signin.codeMissing') }]}
        >
          <Input autoFocus autoComplete="one-time-code" inputMode="text" spellCheck={false} />
        </Form.Item>
        {second.error ? <Problem error={second.error} /> : null}
        <Button type="primary" htmlType="submit" block loading={second.isPending}>
          {t('signin.confirm')}
        </Button>
      </Form>
      {me.factors.includes('passkey') && <PasskeyButton />}
    </>
  )
}

function Setup() {
  const { t } = useTranslation()
  return (
    <>
      <h2>{t('signin.setupTitle')}</h2>
      <p className="muted">{t('signin.setupHint')}</p>
      <Suspense fallback={<Bones />}>
        <Factors />
      </Suspense>
    </>
  )
}
