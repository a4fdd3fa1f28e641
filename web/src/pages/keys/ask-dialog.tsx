import { useTranslation } from 'react-i18next'
import { type KeyAsk, useAskKey } from '../../api/keys.ts'
import { ReasonDialog } from '../../parts/reason.tsx'

export interface Asked {
  readonly kind: KeyAsk
  readonly key: string
}

const REASONS = {
  rotate: ['period', 'officer', 'suite'],
  revoke: ['leaked', 'lost', 'wrong'],
  recovery: ['fresh', 'rotated'],
} as const

/** The security officer asks; nothing happens to the key before another officer agrees. */
export function AskDialog({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const ask = useAskKey()
  return (
    <ReasonDialog
      open
      title={t(`keys.askTitle.${asked.kind}`, { key: asked.key })}
      explain={t(`keys.askWhy.${asked.kind}`)}
      reasons={REASONS[asked.kind].map((reason) => t(`keys.reasons.${reason}`))}
      confirm={t('keys.send')}
      danger={asked.kind === 'revoke'}
      pending={ask.isPending}
      error={ask.error}
      onConfirm={(reason) => ask.mutate({ ...asked, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
