import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import type { SchemaTable } from '../../api/flow.ts'
import type { Explained } from '../../api/runs.ts'
import type { ProblemView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { LevelChip } from '../../parts/policy/level-chip.tsx'
import { Teach } from '../../parts/sql/teach.tsx'

interface Props {
  readonly tables: readonly SchemaTable[]
  /** What one click would mend. */
  readonly fix: { readonly text: string; readonly apply: () => void } | null
  readonly explained: UseQueryResult<Explained>
  readonly problem: ProblemView | null
  /** False while the text has moved on since it was explained. */
  readonly fresh: boolean
  readonly contract: { readonly provider: string; readonly minGroup: number }
}

/** What the text would do, while it is being written; a refusal teaches here before anything was run. */
export function Explanation({ explained, problem, fresh, contract, tables, fix }: Props) {
  const { t } = useTranslation()
  const { name, number } = useFormat()
  return (
    <div className="explain" aria-live="polite" aria-busy={!fresh}>
      {problem ? (
        <>
          <Teach problem={problem} contract={contract} />
          {fix && (
            <Button size="small" type="primary" className="fix" onClick={fix.apply}>
              {t('workbench.fix', { text: fix.text })}
            </Button>
          )}
        </>
      ) : explained.error ? (
        <Problem error={explained.error} />
      ) : explained.data?.ok ? (
        <div className="why ok">
          <b className="head">
            <span aria-hidden="true">✓ </span>
            {t('workbench.mayRun')}
          </b>
          <p>{name(explained.data.summaryZh, explained.data.summaryEn)}</p>
          {explained.data.fields && explained.data.fields.length > 0 && (
            <p className="touched">
              <span className="faint">{t('workbench.touches')}</span>{' '}
              {explained.data.fields.map((field) => (
                <Touched key={field} field={field} tables={tables} />
              ))}
            </p>
          )}
          {typeof explained.data.mostRows === 'number' && (
            <p className="faint">{t('workbench.mostRows', { count: number(explained.data.mostRows) })}</p>
          )}
        </div>
      ) : (
        <p className="faint">{t('workbench.keys')}</p>
      )}
    </div>
  )
}

/** A column that the query touches, with its level. */
function Touched({ field, tables }: { readonly field: string; readonly tables: readonly SchemaTable[] }) {
  const { columnTitle } = useFormat()
  const [table, column] = field.split('.')
  const known = tables.find((one) => one.name === table)?.columns.find((one) => one.name === column)
  return (
    <span className="touched-one" title={known && columnTitle(known)}>
      <code>{field}</code>
      {known && <LevelChip level={known.level} short />}
    </span>
  )
}
