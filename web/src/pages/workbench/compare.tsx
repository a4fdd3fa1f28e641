import { Modal } from 'antd'
import { useRun } from '../../api/runs.ts'
import type { RunAnswer } from '../../api/types.ts'
import { changeOf, compareOutputs } from '../../lib/compare-runs.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/say.tsx'
import { CellView, ResultTable } from '../../parts/sql/result-table.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { Table } from '../../parts/table.tsx'

/** Two runs, the earlier first: their texts, and their results side by side where they have the same columns. */
export function CompareRuns({
  ids,
  onClose,
}: {
  readonly ids: readonly string[]
  readonly onClose: () => void
}) {
  const { t } = useFormat()
  const [one, other] = [useRun(ids[0] ?? ''), useRun(ids[1] ?? '')]
  return (
    <Modal
      open={ids.length === 2}
      title={t('workbench.compareTitle')}
      onCancel={onClose}
      footer={null}
      width="min(1100px, 96vw)"
      destroyOnHidden
    >
      <Loaded of={one} lines={6}>
        {(first) => (
          <Loaded of={other} lines={6}>
            {(second) => (
              <Both
                {...(first.run.createdAt <= second.run.createdAt
                  ? { before: first, after: second }
                  : { before: second, after: first })}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Modal>
  )
}

function Both({ before, after }: { readonly before: RunAnswer; readonly after: RunAnswer }) {
  const { t } = useFormat()
  return (
    <div className="stack">
      <div className="grid g11">
        {[before, after].map(({ run }, place) => (
          <section key={run.id} className="stack tight">
            <b>
              {t(place === 0 ? 'workbench.before' : 'workbench.after')} · <When at={run.createdAt} />
            </b>
            <pre className="sql">{run.sql}</pre>
          </section>
        ))}
      </div>
      {before.output && after.output ? (
        <Stamp>
          <Results before={before.output} after={after.output} />
        </Stamp>
      ) : (
        <Empty title={t('workbench.compareNone')} />
      )}
    </div>
  )
}

type Output = NonNullable<RunAnswer['output']>

function Results({ before, after }: { readonly before: Output; readonly after: Output }) {
  const { t } = useFormat()
  const compared = compareOutputs(before, after)
  if (!compared)
    return (
      <div className="stack tight">
        <p className="muted">{t('workbench.compareOther')}</p>
        <ResultTable table={before} caption={t('workbench.before')} />
        <ResultTable table={after} caption={t('workbench.after')} />
      </div>
    )
  const cell = (value: Parameters<typeof changeOf>[0], type: string) =>
    value === undefined ? (
      <span className="faint">{t('workbench.noSuchRow')}</span>
    ) : (
      <CellView cell={value} role="statistic" type={type} />
    )
  return (
    <Table
      caption={t('workbench.compareTitle')}
      dense
      rows={compared.rows}
      rowKey={(_, index) => String(index)}
      columns={[
        ...compared.keys.map((name, place) => ({
          key: `k${place}`,
          title: name,
          cell: (row: (typeof compared.rows)[number]) => (
            <CellView cell={row.keys[place]!} role="key" type="VARCHAR" />
          ),
        })),
        ...compared.statistics.flatMap(({ name, type }, place) => [
          {
            key: `b${place}`,
            title: t('workbench.beforeOf', { name }),
            numeric: true,
            cell: (row: (typeof compared.rows)[number]) => cell(row.pairs[place]!.before, type),
          },
          {
            key: `a${place}`,
            title: t('workbench.afterOf', { name }),
            numeric: true,
            cell: (row: (typeof compared.rows)[number]) => cell(row.pairs[place]!.after, type),
          },
          {
            key: `c${place}`,
            title: t('workbench.change'),
            numeric: true,
            cell: (row: (typeof compared.rows)[number]) => {
              const share = changeOf(row.pairs[place]!.before, row.pairs[place]!.after)
              return share === null ? <span className="faint">—</span> : percent(share)
            },
          },
        ]),
      ]}
    />
  )
}
