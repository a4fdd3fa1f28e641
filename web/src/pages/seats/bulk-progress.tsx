import { useBulk } from '../../api/seats.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Leaf } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

const MEANING = { running: 'warn', done: 'ok', failed: 'no' } as const

/** How far it is; what did not go, line by line; and the proof of what was destroyed. */
export function BulkProgress({ id }: { readonly id: string }) {
  const { t, pick } = useFormat()
  const bulk = useBulk(id)
  return (
    <Loaded of={bulk} lines={3}>
      {({ kind, state, total, done, failed, leaf, problems }) => (
        <Card
          title={t(`seat.bulkKind.${kind}`)}
          extra={<Chip meaning={MEANING[state]}>{t(`seat.bulkState.${state}`)}</Chip>}
        >
          <div className="stack tight" aria-live="polite">
            <Bar share={total === 0 ? 1 : (done + failed) / total} label={t(`seat.bulkKind.${kind}`)} />
            <p className="muted">
              {t('seat.bulkDone', { done: exact(done), failed: exact(failed), total: exact(total) })}
              {leaf !== null && (
                <>
                  {' '}
                  · {t('seat.bulkProof')} <Leaf leaf={leaf} />
                </>
              )}
            </p>
            {problems.length > 0 && (
              <Table
                caption={t('seat.bulkProblems')}
                dense
                rows={problems}
                rowKey={({ line }) => String(line)}
                columns={[
                  { key: 'line', title: t('seat.line'), cell: ({ line }) => line },
                  {
                    key: 'what',
                    title: t('seat.bulkProblems'),
                    cell: ({ problem }) => (
                      <>
                        {pick(problem)} <span className="code faint">{problem.code}</span>
                      </>
                    ),
                  },
                ]}
              />
            )}
          </div>
        </Card>
      )}
    </Loaded>
  )
}
