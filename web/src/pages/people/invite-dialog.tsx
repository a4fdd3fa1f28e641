import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useBodies } from '../../api/bodies.ts'
import { type NewUser, useInvite } from '../../api/people.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { useGrantable } from './use-grantable.ts'

/** Invites a user; the link is shown once, to be handed over. */
export function InviteDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: bodies } = useBodies()
  const invite = useInvite()
  const grantable = useGrantable()
  const [form] = Form.useForm<NewUser>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const close = () => {
    invite.reset()
    onClose()
  }
  const done = invite.data
  return (
    <Modal
      open={open}
      title={t('people.invite')}
      okText={done ? t('common.close') : t('people.inviteNow')}
      cancelText={t('common.cancel')}
      cancelButtonProps={done ? { style: { display: 'none' } } : {}}
      confirmLoading={invite.isPending}
      onCancel={close}
      onOk={() => (done ? close() : form.submit())}
      destroyOnHidden
    >
      {done ? (
        <InvitationLink invited={done} />
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ roles: [] }}
          onFinish={(value) => invite.mutate(value)}
        >
          <Form.Item name="participantId" label={t('people.body')} rules={required}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={(bodies?.items ?? []).map((one) => ({
                value: one.id,
                label: name(one.nameZh, one.nameEn),
              }))}
            />
          </Form.Item>
          <Form.Item name="displayName" label={t('people.displayName')} rules={required}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="login" label={t('people.login')} extra={t('people.loginHint')} rules={required}>
            <Input className="mono" autoCapitalize="none" maxLength={64} />
          </Form.Item>
          <Form.Item name="roles" label={t('people.roles')} extra={t('people.rolesHint')}>
            <Select mode="multiple" options={grantable()} />
          </Form.Item>
          {invite.error ? <Problem error={invite.error} /> : null}
        </Form>
      )}
    </Modal>
  )
}
