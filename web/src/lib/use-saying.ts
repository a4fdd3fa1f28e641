import { useTranslation } from 'react-i18next'

/** The words for a kind of evidence entry; a kind that the portal does not know is shown as it is. */
export function useSaying(): (kind: string) => string {
  const { t, i18n } = useTranslation()
  return (kind) => {
    const key = `entry.${kind}`
    return i18n.exists(key) ? t(key) : kind
  }
}
