import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../parts/problem.tsx'

interface Props {
  readonly open: boolean
  readonly pending: boolean
  readonly error: unknown
  readonly onConfirm: (password: string) => void
  readonly onClose: () => void
}

/** A change of how one gets in asks for the password again: an unlocked screen must not be enough. */
export function AskPassword({ open, pending, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  return (
    <Modal
      open={open}
      title={t('account.prove')}
      okText={t('signin.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: password === '', loading: pending }}
      onCancel={onClose}
      onOk={() => onConfirm(password)}
      afterClose={() => setPassword('')}
      destroyOnHidden
    >
      <div className="stack tight">
        <Input.Password
          aria-label={t('signin.password')}
          autoFocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onPressEnter={() => password && onConfirm(password)}
        />
        {error ? <Problem error={error} /> : null}
      </div>
    </Modal>
  )
}
