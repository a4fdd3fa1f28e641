import './door.css'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../chip.tsx'

/** The line on top: whose space, that everything is made up where it is, the other language. */
export function MyTop({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  return (
    <header className="my-top">
      <img src="/seal.svg" alt="" />
      <b>
        {space ? name(space.nameZh, space.nameEn) : ''}{' '}
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
      </b>
      <LanguageSwitch />
      {children}
    </header>
  )
}
