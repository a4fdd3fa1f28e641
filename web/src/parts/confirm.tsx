import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from './problem.tsx'

interface ConfirmProps {
  readonly title: string
  /** What the click will do, in plain words. */
  readonly explain: string
  readonly confirm: string
  readonly danger?: boolean
  readonly pending: boolean
  readonly error: unknown
  readonly children?: ReactNode
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks once more, where no reason is needed. */
export function ConfirmDialog(props: ConfirmProps) {
  const { t } = useTranslation()
  return (
    <Modal
      open
      title={props.title}
      okText={props.confirm}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: props.danger, loading: props.pending }}
      onCancel={props.onClose}
      onOk={props.onConfirm}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{props.explain}</p>
        {props.children}
        {props.error ? <Problem error={props.error} /> : null}
      </div>
    </Modal>
  )
}
