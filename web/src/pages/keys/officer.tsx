import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/session.ts'

/** Who did it: names of officers are not spread over pages, so the end of the id, or that it was the reader. */
export function Officer({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const me = useMe()
  return id === me.user.id ? (
    <span>{t('keys.me')}</span>
  ) : (
    <span className="mono" title={id}>
      {id.slice(-6)}
    </span>
  )
}
