import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useColleagues } from '../../api/colleagues.ts'
import { useMe } from '../../api/session.ts'
import { type Shift, useHandover } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'

const LEAST = 4

/** Hands an own shift over: to whom, and what the next one has to know. */
export function Handover({ of }: { readonly of: Shift }) {
  const { t } = useFormat()
  const me = useMe()
  const [open, setOpen] = useState(false)
  if (of.officerId !== me.user.id || of.from > Date.now()) return <span className="faint">—</span>
  return (
    <>
      <Action onClick={() => setOpen(true)}>{t('watch.handOver')}</Action>
      {open && <HandoverDialog of={of} onClose={() => setOpen(false)} />}
    </>
  )
}

function HandoverDialog({ of, onClose }: { readonly of: Shift; readonly onClose: () => void }) {
  const { t } = useFormat()
  const colleagues = useColleagues()
  const [to, setTo] = useState<string>()
  const [text, setText] = useState('')
  const hand = useHandover(of.id)
  const others = (colleagues.data?.items ?? []).filter(
    ({ id, roles }) => id !== of.officerId && roles.includes('duty_officer'),
  )
  return (
    <Modal
      open
      title={t('watch.handOver')}
      okText={t('watch.handOver')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: hand.isPending, disabled: !to || text.trim().length < LEAST }}
      onCancel={onClose}
      onOk={() => hand.mutate({ handedTo: to!, handover: text.trim() }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('watch.handOverExplain')}</p>
        <Select
          aria-label={t('watch.handTo')}
          placeholder={t(others.length === 0 ? 'watch.noOtherOfficer' : 'watch.handTo')}
          value={to}
          onChange={setTo}
          options={others.map((one) => ({ value: one.id, label: one.displayName }))}
        />
        <Input.TextArea
          aria-label={t('watch.handText')}
          placeholder={t('watch.handText')}
          rows={4}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {hand.error ? <Problem error={hand.error} /> : null}
      </div>
    </Modal>
  )
}
