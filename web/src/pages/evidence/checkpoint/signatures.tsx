import { useTranslation } from 'react-i18next'
import type { CheckpointItem } from '../../../api/log.ts'
import { Chip } from '../../../parts/chip.tsx'
import { Card } from '../../../parts/page.tsx'
import { When } from '../../../parts/say.tsx'
import { Table } from '../../../parts/table.tsx'

type Signature = CheckpointItem['signatures'][number]

/** A witness that signs this much after the log is told as late. */
const LATE_MS = 60_000

const lookOf = (signature: Signature, at: number) => {
  if (signature.kind === 'unknown') return { meaning: 'none', word: 'unknown' } as const
  if (!signature.valid) return { meaning: 'no', word: 'false' } as const
  const late = signature.at !== null && signature.at - at > LATE_MS
  return late ? ({ meaning: 'warn', word: 'late' } as const) : ({ meaning: 'ok', word: 'valid' } as const)
}

/** Each signature under the checkpoint: whose, of which kind, when, and whether it holds. */
export function Signatures({ of }: { readonly of: CheckpointItem }) {
  const { t } = useTranslation()
  return (
    <Card title={t('explore.signatures')}>
      <Table
        caption={t('explore.signatures')}
        rows={of.signatures}
        rowKey={(row) => row.name + row.keyId}
        columns={[
          {
            key: 'name',
            title: t('explore.signer'),
            cell: (row) => <code className="break">{row.name}</code>,
          },
          {
            key: 'kind',
            title: t('explore.signatureKind'),
            cell: (row) => (
              <>
                {t(`explore.kind.${row.kind}`)}
                <div className="faint">{t(`explore.kindWhy.${row.kind}`)}</div>
              </>
            ),
          },
          { key: 'key', title: t('explore.keyId'), cell: (row) => <code>{row.keyId}</code> },
          { key: 'at', title: t('explore.signedAt'), cell: (row) => <When at={row.at} /> },
          {
            key: 'state',
            title: t('explore.state'),
            cell: (row) => {
              const { meaning, word } = lookOf(row, of.at)
              return <Chip meaning={meaning}>{t(`explore.signatureState.${word}`)}</Chip>
            },
          },
        ]}
      />
    </Card>
  )
}
