import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session.ts'
import { Passkeys } from './passkeys.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Totp } from './totp.tsx'

/** Second factors: one-time codes and passkeys; the first of them brings recovery codes, shown once. */
export default function Factors() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: me } = useSession()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const on = me?.factors ?? []
  const added = (made: readonly string[]) => {
    if (made.length > 0) setCodes(made)
    // A half-open session becomes a whole one now; the codes are read first where there are any.
    else void client.refetchQueries({ queryKey: ['session'] })
  }
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        onDone={() => {
          setCodes(null)
          void client.refetchQueries({ queryKey: ['session'] })
        }}
      />
    )
  return (
    <div className="stack">
      <p className="muted">{t('account.factorsHint')}</p>
      <Totp on={on.includes('totp')} onAdded={added} />
      <Passkeys pending={me?.pending === 'second-factor-setup'} onAdded={added} />
    </div>
  )
}
