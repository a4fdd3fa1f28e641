import { useTranslation } from 'react-i18next'
import type { EntryDetail } from '../../api/evidence.ts'
import { Chip } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { Hash, Leaf, When } from '../../parts/say.tsx'

type PayloadState = 'none' | 'shown' | 'hidden' | 'destroyed'
const LOOKS = { none: 'none', shown: 'ok', hidden: 'warn', destroyed: 'no' } as const

/** What lies beside the log for this entry, told by what the answer holds. */
export function stateOf(entry: Pick<EntryDetail, 'payloadHash' | 'payload' | 'payloadKept'>): PayloadState {
  if (entry.payloadHash === null) return 'none'
  if (entry.payload !== undefined) return 'shown'
  return entry.payloadKept ? 'hidden' : 'destroyed'
}

export function EntryPayload({ entry }: { readonly entry: EntryDetail }) {
  const { t } = useTranslation()
  const state = stateOf(entry)
  const { destroyed } = entry
  return (
    <Card
      title={t('evidence.payload')}
      extra={<Chip meaning={LOOKS[state]}>{t(`explore.payload.${state}`)}</Chip>}
    >
      <div className="stack tight">
        <p className="muted">{t(`explore.payloadWhy.${state}`)}</p>
        {state === 'destroyed' && destroyed && (
          <p>
            {t('explore.destroyedAt')} <When at={destroyed.at} /> · {t('explore.destroyedUnder')}{' '}
            <Leaf leaf={destroyed.leaf} />
          </p>
        )}
        {state !== 'none' && (
          <p>
            <span className="muted">{t('evidence.payloadHash')}</span>{' '}
            <Hash value={entry.payloadHash} length={32} />
          </p>
        )}
        {state === 'shown' && (
          <>
            <pre className="sql kept" tabIndex={0}>
              {JSON.stringify(entry.payload, null, 2)}
            </pre>
            <span className="faint">{t('evidence.payloadHint')}</span>
          </>
        )}
      </div>
    </Card>
  )
}
