import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../parts/link-button.tsx'
import { Page } from '../../parts/page.tsx'
import { Sections } from '../../parts/sections.tsx'

interface Props {
  readonly title: string
  readonly sub: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What the pages of the control room share: the way between them, and to the wall. */
export function WatchPage({ title, sub, actions, children }: Props) {
  const { t } = useTranslation()
  return (
    <Page
      title={title}
      sub={sub}
      actions={
        <>
          {actions}
          <LinkButton primary={!actions} to="/watch/wall">
            {t('watch.toWall')}
          </LinkButton>
        </>
      }
    >
      <Sections
        label={t('watch.title')}
        items={[
          { to: '/watch', name: t('watch.alerts') },
          { to: '/watch/cases', name: t('watch.cases') },
          { to: '/watch/rules', name: t('watch.rules') },
          { to: '/watch/roster', name: t('watch.roster') },
        ]}
      />
      {children}
    </Page>
  )
}
