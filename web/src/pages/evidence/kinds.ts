import { useTranslation } from 'react-i18next'

/** Every kind that the portal has words for, in the order of the words. */
export function useKinds(): { value: string; label: string }[] {
  const { i18n } = useTranslation()
  const words = i18n.getResource(i18n.language, 'translation', 'entry') as Readonly<Record<string, string>>
  return Object.entries(words)
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language))
}

/** Where a subject's record is, by its name in the entry. */
export const RECORD_OF: Readonly<Record<string, string>> = {
  dataset: '/datasets',
  zone: '/zones',
  product: '/products',
  contract: '/contracts',
  run: '/runs',
  repair: '/repairs',
  participant: '/participants',
  user: '/users',
}
