import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { NavList } from './nav-list.tsx'

/** The navigation on a phone; loaded when it is first opened. */
export default function NavDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer open onClose={onClose} placement="left" size={268} title={t('shell.main')}>
      <NavList onGo={onClose} />
    </Drawer>
  )
}
