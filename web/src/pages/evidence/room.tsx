import './evidence.css'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Page } from '../../parts/page.tsx'
import { Sections } from '../../parts/sections.tsx'

/** The same pages stand in the portal and, without log-in, below `/open`: addresses of the one never lead to the other. */
export function useRoom() {
  const isOpen = /^\/open(\/|$)/.test(useLocation().pathname)
  return {
    isOpen,
    checkpoints: isOpen ? '/open/checkpoints' : '/evidence/checkpoints',
    consistency: isOpen ? '/open/consistency' : '/evidence/consistency',
    witnesses: isOpen ? '/open/witnesses' : '/evidence/witnesses',
    verify: isOpen ? '/open' : '/verify',
  }
}

interface Props {
  readonly title: string
  readonly sub?: string
  readonly chips?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What the pages of the evidence share. */
export function EvidencePage({ children, ...head }: Props) {
  const { t } = useTranslation()
  const room = useRoom()
  const items = [
    { to: room.checkpoints, name: t('explore.checkpoints') },
    { to: room.consistency, name: t('explore.consistency') },
    { to: room.witnesses, name: t('explore.witnesses') },
  ]
  const verify = { to: room.verify, name: t('explore.verify') }
  return (
    <Page {...head}>
      <Sections
        label={t('shell.evidence')}
        items={
          room.isOpen
            ? [verify, ...items]
            : [{ to: '/evidence', name: t('explore.timeline') }, ...items, verify]
        }
      />
      {children}
    </Page>
  )
}
