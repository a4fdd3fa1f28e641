import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { post } from '../../api/client.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'

export function PasswordCard() {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ current: string; next: string }>()
  const change = useMutation({
    mutationFn: (value: { current: string; next: string }) => post('/me/password', value),
    onSuccess: () => form.resetFields(),
  })
  const required = [{ required: true, message: t('signin.passwordMissing') }]
  return (
    <Card title={t('account.password')}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(value) => change.mutate(value)}
        style={{ maxWidth: 380 }}
      >
        <Form.Item name="current" label={t('account.current')} rules={required}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="next" label={t('account.next')} extra={t('signin.passwordHint')} rules={required}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.error ? <Problem error={change.error} /> : null}
        {change.isSuccess && (
          <p className="ok" role="status">
            ✓ {t('account.passwordChanged')}
          </p>
        )}
        <Button htmlType="submit" loading={change.isPending}>
          {t('account.changePassword')}
        </Button>
      </Form>
    </Card>
  )
}
