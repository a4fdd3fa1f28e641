import './evidence.css'
import { useTranslation } from 'react-i18next'
import { Link, Outlet } from 'react-router'
import { useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'

/** The frame for an outsider: what anyone may check, without log-in. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  return (
    <div className="open-room">
      <header className="open-top">
        <img src="/seal.svg" alt="" width={26} height={26} />
        <b>{space ? name(space.nameZh, space.nameEn) : ''}</b>
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
        <span className="grow" />
        <LanguageSwitch />
        <Link to="/">{t('explore.toPortal')}</Link>
      </header>
      <main>
        <Outlet />
      </main>
    </div>
  )
}
