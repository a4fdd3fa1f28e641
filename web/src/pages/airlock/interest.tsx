import { useState } from 'react'
import { type AirlockRequest, useInterest } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Action, ReasonDialog } from '../../parts/reason.tsx'

const REASONS = ['worked', 'family', 'paid'] as const

/** A checker with an interest of his own steps back, for the whole project. */
export function Interest({ request }: { readonly request: AirlockRequest }) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const declare = useInterest()
  return (
    <>
      <Action onClick={() => setOpen(true)}>{t('airlock.interest')}</Action>
      <ReasonDialog
        open={open}
        title={t('airlock.interest')}
        explain={t('airlock.interestExplain')}
        reasons={REASONS.map((one) => t(`airlock.interests.${one}`))}
        confirm={t('airlock.interestDeclare')}
        pending={declare.isPending}
        error={declare.error}
        onClose={() => setOpen(false)}
        onConfirm={(text) => declare.mutate({ id: request.id, text }, { onSuccess: () => setOpen(false) })}
      />
    </>
  )
}
