import type { UseQueryResult } from '@tanstack/react-query'
import type { Pair } from '../../api/entries.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Table } from '../../parts/table.tsx'

interface PairsProps {
  readonly of: UseQueryResult<readonly Pair[]>
  readonly onOpen: (team: string) => void
}

/** Entries that look like one person or one work twice: told, for the organiser to judge. */
export function Pairs({ of, onOpen }: PairsProps) {
  const { t } = useFormat()
  if (of.error) return <Problem error={of.error} onRetry={() => void of.refetch()} />
  if (!of.data || of.data.length === 0) return null
  const team = (one: Pair['a']) => (
    <button type="button" className="plain-button" onClick={() => onOpen(one.id)}>
      {one.name} <span className="faint">{one.title}</span>
    </button>
  )
  return (
    <Card title={t('contestEntry.pairs')}>
      <p className="muted">{t('contestEntry.pairsAbout')}</p>
      <Table
        caption={t('contestEntry.pairs')}
        dense
        rows={of.data}
        rowKey={({ kind, a, b, who }) => `${kind} ${a.id} ${b.id} ${who}`}
        columns={[
          {
            key: 'kind',
            title: t('contestEntry.pairKind'),
            cell: ({ kind }) => t(`contestEntry.pair.${kind}`),
          },
          { key: 'a', title: t('contestEntry.team'), cell: ({ a }) => team(a) },
          { key: 'b', title: t('contestEntry.otherTeam'), cell: ({ b }) => team(b) },
          { key: 'who', title: t('contestEntry.name'), cell: ({ who }) => who ?? '—' },
          {
            key: 'like',
            title: t('contestEntry.likeness'),
            numeric: true,
            cell: ({ likeness }) => `${Math.round(likeness * 100)}%`,
          },
        ]}
      />
    </Card>
  )
}
