import { Button, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ApiError } from '../../api/error.ts'
import type { Policy, RunAnswer } from '../../api/types.ts'
import { chartPlan } from '../../lib/chart.ts'
import { duration, exact } from '../../lib/format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Bones, Empty } from '../../parts/empty.tsx'
import { Problem } from '../../parts/problem.tsx'
import { DecisionFacts } from '../../parts/run/decision.tsx'
import { Downloads } from '../../parts/run/downloads.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { State } from '../../parts/state.tsx'
import { Protection } from '../../parts/sql/protection.tsx'
import { restRows, ResultTable, withheldCells } from '../../parts/sql/result-table.tsx'
import { Teach } from '../../parts/sql/teach.tsx'

const Drawing = lazy(() => import('../../parts/sql/drawing.tsx'))

interface Props {
  readonly answer: RunAnswer | null
  readonly pending: boolean
  readonly error: ApiError | null
  readonly onCancel: () => void
  readonly contract: { readonly provider: string; readonly minGroup: number }
  readonly policy: Policy
}

/** The right pane: what came of the last run. */
export function Answer({ answer, pending, error, onCancel, contract, policy }: Props) {
  const { t } = useTranslation()
  if (pending)
    return (
      <div className="stack" aria-busy="true">
        <div className="row">
          <p className="muted" style={{ flex: 1 }}>
            {t('workbench.running')}
          </p>
          <Button onClick={onCancel}>{t('run.cancel')}</Button>
        </div>
        <Bones lines={8} />
      </div>
    )
  if (error) return <Problem error={error} />
  if (!answer)
    return (
      <div className="stack">
        <Empty title={t('workbench.noResult')} hint={t('workbench.noResultHint')} />
        <Protection policy={policy} open />
      </div>
    )
  const { run, output } = answer
  return (
    <div className="stack">
      <div className="row">
        <h2>{t('result.title')}</h2>
        <State kind="run" value={run.state} />
        {run.releaseLeaf !== null && (
          <Chip meaning="seal" to={`/evidence/${run.releaseLeaf}`}>
            {t('result.receipt')} #{exact(run.releaseLeaf)}
          </Chip>
        )}
        {run.elapsedMs !== null && <span className="faint">{duration(run.elapsedMs)}</span>}
      </div>
      {run.problem && <Teach problem={run.problem} contract={contract} />}
      {run.decision && run.decision.value !== 'allowed' && <DecisionFacts decision={run.decision} />}
      {output && <Output key={run.id} output={output} />}
      {output && <Protection policy={policy} />}
      <div className="row">
        {run.releaseLeaf !== null && <Downloads run={run} />}
        <Link to={`/runs/${run.id}`}>{t('result.open')}</Link>
      </div>
    </div>
  )
}

/** Table and chart of one output, under the watermark. */
export function Output({ output }: { readonly output: NonNullable<RunAnswer['output']> }) {
  const { t } = useTranslation()
  const drawable = chartPlan(output) !== null
  const [view, setView] = useState<'table' | 'chart'>('table')
  const held = withheldCells(output)
  const rest = restRows(output)
  return (
    <Stamp>
      <div className="stack tight">
        {drawable && (
          <div>
            <Segmented
              size="small"
              aria-label={t('result.view')}
              value={view}
              onChange={setView}
              options={[
                { value: 'table', label: t('result.table') },
                { value: 'chart', label: t('result.chart') },
              ]}
            />
          </div>
        )}
        {view === 'chart' ? (
          <Suspense fallback={<Bones lines={8} />}>
            <Drawing output={output} />
          </Suspense>
        ) : (
          <ResultTable table={output} caption={t('result.title')} />
        )}
        <p className="faint">
          {t('result.rows', { count: output.rows.length })}
          {held > 0 && ` · ${t('result.heldNote', { count: held })}`}
          {rest > 0 && ` · ${t('result.restNote')}`}
        </p>
      </div>
    </Stamp>
  )
}
