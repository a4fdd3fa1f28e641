import { useTranslation } from 'react-i18next'
import type { RequestView } from '../../api/types.ts'
import { span, waitedTooLong } from '../../lib/contract/time.ts'
import { date } from '../../lib/format.ts'

/** How long a request has waited; late after three days. */
export function Age({ of }: { readonly of: Pick<RequestView, 'createdAt'> }) {
  const { t } = useTranslation()
  const now = Date.now()
  const { unit, count } = span(now - of.createdAt)
  return (
    <span className={`nowrap ${waitedTooLong(of.createdAt, now) ? 'warn' : ''}`} title={date(of.createdAt)}>
      {count === 0 ? t('request.age.now') : t(`request.age.${unit}`, { count })}
    </span>
  )
}
