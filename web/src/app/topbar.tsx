import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHomeEvents } from '../api/home.ts'
import { useHasRole, useSpace } from '../api/session.ts'
import { exact } from '../lib/format.ts'
import { Chip } from '../parts/chip.tsx'
import { Crumbs } from './crumbs.tsx'
import { JobsBell } from './jobs-bell.tsx'
import { UserMenu } from './user-menu.tsx'

/** The line above each page: where I am, that the data is synthetic, the head of the evidence, work, me. */
export function Topbar({ onBurger }: { readonly onBurger: () => void }) {
  const { t } = useTranslation()
  const { data: space } = useSpace()
  const has = useHasRole()
  return (
    <div className="topbar">
      <button type="button" className="tool burger" aria-label={t('shell.openNav')} onClick={onBurger}>
        <span aria-hidden="true">☰</span>
      </button>
      <Crumbs />
      {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
      <HeadChip />
      {has('data_officer', 'steward', 'developer', 'system_administrator') && <JobsBell />}
      <UserMenu />
    </div>
  )
}

/** The head of the evidence log, ticking. */
function HeadChip() {
  const { t } = useTranslation()
  const { size, healthy } = useHomeEvents()
  const [fresh, setFresh] = useState(false)
  useEffect(() => {
    if (size === null) return
    setFresh(true)
    const timer = setTimeout(() => setFresh(false), 700)
    return () => clearTimeout(timer)
  }, [size])
  if (size === null) return null
  return (
    <Chip meaning={healthy ? 'seal' : 'no'} to="/evidence" className={`tick ${fresh ? 'fresh' : ''}`}>
      {t(healthy ? 'shell.head' : 'shell.headSick')} {exact(size)}
    </Chip>
  )
}
