import { useTranslation } from 'react-i18next'
import { REASONS } from './opinion.ts'

/** Usual reasons in words; one that the portal does not know is shown as it is. */
export function ReasonChips({ of }: { readonly of: readonly string[] }) {
  const { t } = useTranslation()
  if (of.length === 0) return null
  return (
    <span className="row">
      {of.map((reason) => (
        <span key={reason} className="chip warn">
          <span aria-hidden="true">◔</span>
          {REASONS.some((one) => one === reason) ? t(`airlock.reason.${reason}`) : reason}
        </span>
      ))}
    </span>
  )
}
