import { useTranslation } from 'react-i18next'
import { type BodyKeyView, useRevokeBodyKey } from '../../api/body-keys.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'

/** A key that the space holds is destroyed and followed by another; one of the body's own signs no more. */
export function RevokeDialog({ of, onClose }: { readonly of: BodyKeyView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useRevokeBodyKey()
  const held = of.label === 'space' || of.label === 'demo'
  return (
    <ConfirmDialog
      title={t('bodyKey.revokeTitle')}
      explain={t(held ? 'bodyKey.revokeHeld' : 'bodyKey.revokeOwn')}
      confirm={t('bodyKey.revoke')}
      danger
      pending={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => revoke.mutate(of.id, { onSuccess: onClose })}
    >
      <p>
        {of.title} <code className="break">{of.keyId}</code>
      </p>
    </ConfirmDialog>
  )
}
