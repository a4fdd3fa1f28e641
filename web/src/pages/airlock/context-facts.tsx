import { useTranslation } from 'react-i18next'
import type { FileContext } from '../../api/airlock.ts'
import { Facts } from '../../parts/facts.tsx'
import { Num } from '../../parts/say.tsx'

/** What the author says of a file. */
export function ContextFacts({ of }: { readonly of: FileContext }) {
  const { t } = useTranslation()
  const words = (text: string) => (text ? <span className="airlock-words">{text}</span> : null)
  return (
    <Facts
      one
      rows={[
        { key: 'shows', name: t('airlock.shows'), value: words(of.shows) },
        { key: 'how', name: t('airlock.how'), value: words(of.how) },
        { key: 'kind', name: t('airlock.kind'), value: t(`airlock.kinds.${of.kind}`) },
        {
          key: 'persons',
          name: t('airlock.persons'),
          value: of.persons === null ? t('airlock.noPersons') : <Num value={of.persons} />,
        },
        ...(of.countColumns.length > 0
          ? [
              {
                key: 'counts',
                name: t('airlock.countColumns'),
                value: <span className="mono">{of.countColumns.join(', ')}</span>,
              },
            ]
          : []),
      ]}
    />
  )
}
