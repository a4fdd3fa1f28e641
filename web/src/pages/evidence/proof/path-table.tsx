import { useTranslation } from 'react-i18next'
import type { EntryProof } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { Hash } from '../../../parts/say.tsx'
import { Table } from '../../../parts/table.tsx'
import { rangeText } from './tree.tsx'

/** The same as text: for readers of the screen, and for who computes with another program. */
export function PathTable({
  proof,
  hashes,
}: {
  readonly proof: EntryProof
  readonly hashes: readonly string[]
}) {
  const { t } = useTranslation()
  const rows = proof.path.map((step, level) => ({
    ...step,
    level: level + 1,
    made: hashes[level + 1] ?? null,
  }))
  return (
    <details>
      <summary className="faint">{t('explore.asTable')}</summary>
      <Table
        dense
        caption={t('explore.proof')}
        rows={rows}
        rowKey={(row) => String(row.level)}
        columns={[
          { key: 'level', title: t('explore.level'), cell: (row) => exact(row.level) },
          { key: 'side', title: t('explore.side'), cell: (row) => t(`explore.sides.${row.side}`) },
          { key: 'range', title: t('explore.coversLeaves'), cell: (row) => rangeText(row) },
          {
            key: 'hash',
            title: t('explore.node.sibling'),
            cell: (row) => <Hash value={row.hash} length={20} />,
          },
          { key: 'made', title: t('explore.made'), cell: (row) => <Hash value={row.made} length={20} /> },
        ]}
      />
    </details>
  )
}
