import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Where a table or rule of the pack comes from, in the reader's language; one that is not known stays as it is. */
export function useBasis(): (basis: string) => string {
  const { t } = useTranslation()
  return useCallback(
    (basis) =>
      basis
        .split('; ')
        .map((one) => t(`standard.from.${slug(one)}`, { defaultValue: one }))
        .join('; '),
    [t],
  )
}

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
