import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type DeskAt, useDecline } from '../../api/contest-desk.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'

/** The server asks for as much. */
const LEAST = 4

/** Gives a work back; a conflict of interest is kept as one, so that no other work of the team comes. */
export function Decline({ at }: { readonly at: DeskAt }) {
  const { t } = useFormat()
  const decline = useDecline(at)
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [conflict, setConflict] = useState(false)
  const [reason, setReason] = useState('')
  const [short, setShort] = useState(false)
  const send = () => {
    if (reason.trim().length < LEAST) return setShort(true)
    decline.mutate(
      { reason: reason.trim(), conflict },
      { onSuccess: () => void navigate(`/desk/${at.contestId}/${at.round}`) },
    )
  }
  return (
    <>
      <Button type="text" onClick={() => setOpen(true)}>
        {t('contestDesk.decline')}
      </Button>
      {open && (
        <ConfirmDialog
          title={t('contestDesk.declineTitle', { code: at.code })}
          explain={t(conflict ? 'contestDesk.declineConflict' : 'contestDesk.declineAbout')}
          confirm={t('contestDesk.decline')}
          danger
          pending={decline.isPending}
          error={decline.error}
          onConfirm={send}
          onClose={() => setOpen(false)}
        >
          <Checkbox checked={conflict} onChange={(event) => setConflict(event.target.checked)}>
            {t('contestDesk.isConflict')}
          </Checkbox>
          <Input.TextArea
            aria-label={t('common.reason')}
            placeholder={t('common.reason')}
            rows={3}
            maxLength={1000}
            value={reason}
            status={short ? 'error' : ''}
            onChange={(event) => setReason(event.target.value)}
          />
          {short && <p className="no">{t('contestDesk.reasonShort')}</p>}
        </ConfirmDialog>
      )}
    </>
  )
}
