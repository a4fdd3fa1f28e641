import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { type BoardView, useExtend } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { fromField, toField } from './moment.ts'

interface ExtendProps {
  readonly id: string
  readonly stage: BoardView['stages'][number]
  readonly zone: string
  readonly onClose: () => void
}

const LEAST_REASON = 4

/** A later deadline, with its reason, which those who take part read. */
export function ExtendDialog({ id, stage, zone, onClose }: ExtendProps) {
  const { t, name } = useFormat()
  const extend = useExtend(id)
  const [at, setAt] = useState(() => toField(stage.closesAt, zone))
  const [shift, setShift] = useState(true)
  const [reason, setReason] = useState('')
  const closesAt = fromField(at, zone)
  const ready = closesAt !== null && closesAt > stage.closesAt && reason.trim().length >= LEAST_REASON
  return (
    <Modal
      open
      title={t('contest.extendOf', { stage: name(stage.titleZh, stage.titleEn) })}
      okText={t('contest.extend')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: extend.isPending }}
      onCancel={onClose}
      onOk={() =>
        closesAt !== null &&
        extend.mutate({ stage: stage.name, closesAt, shift, reason: reason.trim() }, { onSuccess: onClose })
      }
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t('contest.newDeadline', { zone })} htmlFor="extend-at">
          <Input
            id="extend-at"
            type="datetime-local"
            value={at}
            min={toField(stage.closesAt, zone)}
            onChange={({ target }) => setAt(target.value)}
          />
        </Form.Item>
        <Checkbox checked={shift} onChange={({ target }) => setShift(target.checked)}>
          {t('contest.shift')}
        </Checkbox>
        <Form.Item label={t('contest.reason')} htmlFor="extend-reason">
          <Input.TextArea
            id="extend-reason"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Form.Item>
        {extend.error ? <Problem error={extend.error} /> : null}
      </Form>
    </Modal>
  )
}
