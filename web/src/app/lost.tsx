import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { Empty } from '../parts/empty.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { Problem } from '../parts/problem.tsx'

/** An address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation()
  return (
    <Empty
      title={t('error.noPage')}
      hint={t('error.noPageHint')}
      action={<LinkButton to="/">{t('shell.home')}</LinkButton>}
    />
  )
}

/** A page that broke: says so, keeps the rest of the portal usable. */
export function Broken() {
  const { t } = useTranslation()
  const error = useRouteError()
  // A chunk that is gone means that a newer portal was installed: a reload fetches it.
  const stale = error instanceof TypeError && /import|fetch/i.test(error.message)
  return (
    <div className="stack">
      {stale ? <Empty title={t('error.newVersion')} /> : <Problem error={error} />}
      <div>
        <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
      </div>
    </div>
  )
}
