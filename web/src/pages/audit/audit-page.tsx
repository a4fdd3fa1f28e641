import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../parts/page.tsx'
import { Sections } from '../../parts/sections.tsx'

interface Props {
  readonly title: string
  readonly sub: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What the pages of the audit share. */
export function AuditPage({ children, ...head }: Props) {
  const { t } = useTranslation()
  return (
    <Page {...head}>
      <Sections
        label={t('audit.title')}
        items={[
          { to: '/audit', name: t('audit.search') },
          { to: '/audit/sessions', name: t('audit.sessions') },
          { to: '/audit/reports', name: t('audit.reports') },
        ]}
      />
      {children}
    </Page>
  )
}
