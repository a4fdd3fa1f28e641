import { Button, Input, Modal, Select, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from './problem.tsx'

interface ActionProps {
  readonly children: ReactNode
  readonly onClick: () => void
  /** Set where the state does not allow the action: shown, disabled, and saying why. */
  readonly whyNot?: string | null | false
  readonly primary?: boolean
  readonly danger?: boolean
  readonly loading?: boolean
}

/** A button that explains itself when it is disabled; still reached by the keyboard so that the reason is. */
export function Action({ children, onClick, whyNot, primary, danger, loading }: ActionProps) {
  if (!whyNot)
    return (
      <Button type={primary ? 'primary' : 'default'} danger={danger} loading={loading} onClick={onClick}>
        {children}
      </Button>
    )
  return (
    <Tooltip title={whyNot}>
      <Button aria-disabled="true" className="off" onClick={(event) => event.preventDefault()}>
        {children}
        <span className="visually-hidden">{whyNot}</span>
      </Button>
    </Tooltip>
  )
}

/** The server asks for as much. */
const LEAST = 4

interface ReasonDialogProps {
  readonly open: boolean
  readonly title: string
  /** What the click will do, in plain words. */
  readonly explain: string
  /** Reasons to choose from; free text may be added. */
  readonly reasons: readonly string[]
  readonly confirm: string
  readonly danger?: boolean
  /** True where the decision may go without one. */
  readonly optional?: boolean
  readonly pending: boolean
  readonly error: unknown
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}

/** Asks why, before a decision that another body will read. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  const [more, setMore] = useState('')
  const reason = [chosen, more.trim()].filter(Boolean).join(t('common.reasonJoin'))
  return (
    <Modal
      open={props.open}
      title={props.title}
      onCancel={props.onClose}
      okText={props.confirm}
      cancelText={t('common.cancel')}
      okButtonProps={{
        danger: props.danger,
        disabled: !props.optional && reason.length < LEAST,
        loading: props.pending,
      }}
      onOk={() => props.onConfirm(reason)}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{props.explain}</p>
        <Select
          aria-label={t('common.reason')}
          placeholder={t('common.chooseReason')}
          value={chosen}
          onChange={setChosen}
          allowClear
          options={props.reasons.map((value) => ({ value, label: value }))}
        />
        <Input.TextArea
          aria-label={t('common.reasonMore')}
          placeholder={t('common.reasonMore')}
          value={more}
          maxLength={500}
          rows={3}
          onChange={(event) => setMore(event.target.value)}
        />
        {props.error ? <Problem error={props.error} /> : null}
      </div>
    </Modal>
  )
}
