import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { UseList } from './use-list.tsx'
import { useWard } from './ward.ts'

/** Who used my data: time, body, purpose, what, and the receipt. */
export function Component() {
  const { t } = useTranslation()
  const { ward } = useWard()
  useEffect(() => {
    document.title = t('insured.nav.uses')
  }, [t])
  return (
    <>
      <h1>{t('insured.usesTitle')}</h1>
      <p className="muted">{t('insured.usesWhy')}</p>
      <UseList ward={ward} />
      <p className="faint">
        {t('insured.verifyHint')} <a href="/verify">{t('insured.verifyLink')}</a>
      </p>
    </>
  )
}
