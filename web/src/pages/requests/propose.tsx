import './propose.css'
import { useTranslation } from 'react-i18next'
import { useProduct } from '../../api/supply.ts'
import type { Policy } from '../../api/types.ts'
import { DifferenceCount, Differences } from '../../parts/difference/differences.tsx'
import { PolicyBuilder } from '../../parts/policy/builder.tsx'
import type { PolicyDraft } from '../../parts/policy/draft.ts'
import { ProposeColumns } from './propose-columns.tsx'

interface Props {
  readonly productId: string
  /** What the change is compared with: the offer, or the other side's latest version. */
  readonly before: Policy
  readonly value: Policy
  readonly onChange: (value: Policy) => void
}

/** Changes terms as sentences, and says live what differs from before. */
export function Propose({ productId, before, value, onChange }: Props) {
  const { t } = useTranslation()
  const product = useProduct(productId)
  const details = product.data?.details ?? []
  // A proposal always has an end: one that is cleared keeps the last.
  const take = (draft: PolicyDraft) => onChange({ ...draft, until: draft.until ?? value.until })
  return (
    <div className="stack">
      <PolicyBuilder
        open
        value={value}
        onChange={take}
        product={{
          titleZh: product.data?.titleZh ?? '',
          titleEn: product.data?.titleEn ?? '',
          ...(product.data && { providerId: product.data.participantId }),
          tables: Object.entries(before.columns).map(([name, columns]) => ({
            name,
            columns: Object.keys(columns).map((column) => ({ name: column })),
          })),
        }}
      />
      <ProposeColumns
        before={before}
        value={value}
        details={details}
        onChange={(columns) => onChange({ ...value, columns })}
      />
      <section className="changed" aria-live="polite">
        <h3>
          {t('request.live')}{' '}
          <span className="faint">{<DifferenceCount before={before} after={value} />}</span>
        </h3>
        <Differences before={before} after={value} none={t('negotiation.noChange')} />
      </section>
    </div>
  )
}
