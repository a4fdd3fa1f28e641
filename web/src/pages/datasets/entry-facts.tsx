import { useFormat } from '../../lib/use-format.ts'
import type { Entry } from '../../api/types.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Card } from '../../parts/page.tsx'

/** What the catalogue says of a dataset beside its schema. */
export function EntryFacts({ entry }: { readonly entry: Entry }) {
  const { t, list } = useFormat()
  const { authority, temporal, contact } = entry
  const none = <span className="faint">—</span>
  return (
    <Card title={t('catalogue.entry')}>
      <Facts
        rows={[
          {
            key: 'theme',
            name: t('catalogue.facet.theme'),
            value: entry.theme ? t(`catalogue.theme.${entry.theme}`) : none,
          },
          {
            key: 'rhythm',
            name: t('catalogue.facet.rhythm'),
            value: entry.rhythm ? t(`catalogue.rhythm.${entry.rhythm}`) : none,
          },
          {
            key: 'keywords',
            name: t('catalogue.keywords'),
            value:
              entry.keywords.length === 0
                ? none
                : entry.keywords.map((word) => (
                    <Chip key={word} to={`/datasets?text=${encodeURIComponent(word)}`}>
                      {word}
                    </Chip>
                  )),
          },
          {
            key: 'spatial',
            name: t('catalogue.spatial'),
            value: entry.spatial.length === 0 ? none : list(entry.spatial),
          },
          {
            key: 'temporal',
            name: t('catalogue.temporal'),
            value: temporal ? `${temporal.from ?? '…'} – ${temporal.to ?? '…'}` : none,
          },
          {
            key: 'contact',
            name: t('catalogue.contact'),
            value: contact
              ? [contact.name, contact.email, contact.phone].filter((one) => one !== null).join(' · ')
              : none,
          },
          {
            key: 'authority',
            name: t('catalogue.authority'),
            value: authority ? (
              <>
                {authority.text}
                {authority.document && <div className="faint">{authority.document}</div>}
              </>
            ) : (
              none
            ),
          },
        ]}
      />
    </Card>
  )
}
