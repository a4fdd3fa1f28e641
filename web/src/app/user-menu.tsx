import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useMe, useSignOut } from '../api/session.ts'
import { type Prefs, setPrefs, usePrefs } from '../lib/prefs.ts'
import { useFormat } from '../lib/use-format.ts'
import { Menu } from '../parts/menu.tsx'

/** Language on its own, since one who cannot read the page must find it; the rest under my name. */
export function UserMenu() {
  const { t } = useTranslation()
  const { name, list } = useFormat()
  const me = useMe()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const prefs = usePrefs()
  const choose = (key: 'theme' | 'numbers', values: readonly Prefs['theme' | 'numbers'][]) =>
    values.map((value) => ({
      key: `${key}.${value}`,
      label: t(`prefs.${key}.${value}`),
      checked: prefs[key] === value,
      onClick: () => setPrefs({ [key]: value }),
    }))
  return (
    <>
      <LanguageSwitch />
      <Menu
        title={list(me.roles.map((role) => t(`role.${role}`)))}
        label={
          <>
            <span>{me.user.displayName}</span>
            <span className="label faint body-name">
              {name(me.participant.nameZh, me.participant.nameEn)}
            </span>
            <span aria-hidden="true">▾</span>
          </>
        }
        groups={[
          {
            items: [{ key: 'account', label: t('shell.account'), onClick: () => void navigate('/account') }],
          },
          { title: t('prefs.themeTitle'), items: choose('theme', ['system', 'light', 'dark']) },
          { title: t('prefs.numbersTitle'), items: choose('numbers', ['full', 'short']) },
          {
            items: [
              {
                key: 'out',
                label: t('shell.signOut'),
                onClick: () => signOut.mutate(undefined, { onSuccess: () => void navigate('/sign-in') }),
              },
            ],
          },
        ]}
      />
    </>
  )
}

/** Names each language in itself. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const { language } = usePrefs()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="tool"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      title={t('prefs.switchLanguage')}
      onClick={() => setPrefs({ language: other })}
    >
      {t('prefs.otherLanguage')}
    </button>
  )
}
