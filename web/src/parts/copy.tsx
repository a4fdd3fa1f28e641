import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Copies a text and says so. */
export function Copy({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])
  return (
    <Button size="small" onClick={() => void navigator.clipboard?.writeText(text).then(() => setDone(true))}>
      <span aria-live="polite">{done ? t('common.copied') : (label ?? t('common.copy'))}</span>
    </Button>
  )
}
