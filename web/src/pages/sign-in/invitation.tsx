import './sign-in.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { get, post } from '../../api/client.ts'
import { useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

interface Invitation {
  readonly displayName: string
  readonly participantNameZh: string
  readonly participantNameEn: string
  readonly expiresAt: number
}

/** Where the link of an invitation, or of a renewed password, leads. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { token = '' } = useParams()
  const { data: space } = useSpace()
  const path = `/invitations/${encodeURIComponent(token)}`
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => get<Invitation>(path),
    retry: false,
  })
  const accept = useMutation({
    mutationFn: (value: { password: string }) => post<{ login: string }>(`${path}/accept`, value),
  })
  return (
    <div className="door">
      <div className="door-top">
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
        <LanguageSwitch />
      </div>
      <main className="door-main">
        <section className="card door-card stack tight">
          <h1>{t('signin.inviteTitle')}</h1>
          {accept.isSuccess ? (
            <>
              <p className="ok">✓ {t('signin.accepted', { login: accept.data.login })}</p>
              <LinkButton primary to="/sign-in">
                {t('signin.toSignIn')}
              </LinkButton>
            </>
          ) : (
            <Loaded of={invitation}>
              {(data) => (
                <Form
                  layout="vertical"
                  requiredMark={false}
                  onFinish={(value: { password: string }) => accept.mutate(value)}
                >
                  <p>
                    {t('signin.inviteHint', {
                      body: name(data.participantNameZh, data.participantNameEn),
                      name: data.displayName,
                    })}
                  </p>
                  <p className="muted">
                    {t('signin.inviteUntil')} <When at={data.expiresAt} />
                  </p>
                  <Form.Item
                    name="password"
                    label={t('signin.newPassword')}
                    extra={t('signin.passwordHint')}
                    rules={[{ required: true, message: t('signin.passwordMissing') }]}
                  >
                    <Input.Password autoComplete="new-password" />
                  </Form.Item>
                  {accept.error ? <Problem error={accept.error} /> : null}
                  <Button type="primary" htmlType="submit" block loading={accept.isPending}>
                    {t('signin.accept')}
                  </Button>
                </Form>
              )}
            </Loaded>
          )}
        </section>
      </main>
    </div>
  )
}
