import type { RetentionRule } from '../../api/retention.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

const YEAR = 365.25

type Class = RetentionRule & { readonly kinds: readonly string[] }

/** Kinds of one class and one length stand together: there are many kinds, and few reasons. */
function classesOf(rules: readonly RetentionRule[]): Class[] {
  const groups = Map.groupBy(rules, (rule) => `${rule.class} ${rule.keepDays}`)
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    kinds: group.map(({ kind }) => (kind === '' ? '*' : kind)),
  }))
}

/** How long each kind of entry keeps its content, and which rule says so. */
export function Rules({ of }: { readonly of: readonly RetentionRule[] }) {
  const { t, pick } = useFormat()
  const span = (days: number | null) => {
    if (days === null) return t('retention.forEver')
    return days >= YEAR
      ? t('retention.years', { count: Math.round(days / YEAR) })
      : t('retention.days', { count: days })
  }
  return (
    <Card title={t('retention.rules')}>
      <p className="muted">{t('retention.rulesWhy')}</p>
      <Table
        dense
        caption={t('retention.rules')}
        rows={classesOf(of)}
        rowKey={(row) => `${row.class} ${row.keepDays}`}
        columns={[
          {
            key: 'class',
            title: t('retention.class'),
            cell: (row) => t(`retention.classes.${row.class}`, { defaultValue: row.class }),
          },
          {
            key: 'keep',
            title: t('retention.keep'),
            cell: (row) => <span className="nowrap">{span(row.keepDays)}</span>,
          },
          {
            key: 'source',
            title: t('retention.source'),
            cell: (row) => pick({ zh: row.sourceZh, en: row.source }),
          },
          {
            key: 'kinds',
            title: t('retention.kind'),
            cell: (row) => (
              // On a phone it would be a tower of single words.
              <code className="break" style={{ display: 'block', minWidth: 240 }}>
                {row.kinds.join(', ')}
              </code>
            ),
          },
        ]}
      />
    </Card>
  )
}
