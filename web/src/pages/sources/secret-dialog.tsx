import { Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type SourceView, useReplaceSecret } from '../../api/sources.ts'
import { Problem } from '../../parts/problem.tsx'
import { EMPTY_SECRET, serviceSecret } from './draft.ts'
import { SecretField } from './fields.tsx'
import { ServiceSecretFields } from './service-fields.tsx'

interface Props {
  readonly source: SourceView
  readonly open: boolean
  readonly onClose: () => void
}

/** The kept secret is never shown; a new one takes its place. */
export function SecretDialog({ source, open, onClose }: Props) {
  const { t } = useTranslation()
  const replace = useReplaceSecret(source.id)
  const [secret, setSecret] = useState(EMPTY_SECRET)
  const access = (source.settings['access'] as { kind?: string } | undefined)?.kind ?? 'none'
  const close = () => {
    setSecret(EMPTY_SECRET)
    replace.reset()
    onClose()
  }
  const given = source.kind === 'http' ? serviceSecret({ access }, secret) : { password: secret.password }
  return (
    <Modal
      open={open}
      title={t('source.replaceSecret')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={replace.isPending}
      onCancel={close}
      onOk={() => replace.mutate(given, { onSuccess: close })}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <p className="muted">{t('source.replaceAbout')}</p>
        {source.kind === 'http' ? (
          <ServiceSecretFields
            access={access}
            secret={secret}
            onSecret={(change) => setSecret({ ...secret, ...change })}
          />
        ) : (
          <SecretField
            label={t('source.password')}
            value={secret.password}
            onChange={(password) => setSecret({ ...secret, password })}
          />
        )}
        {replace.error ? <Problem error={replace.error} /> : null}
      </Form>
    </Modal>
  )
}
