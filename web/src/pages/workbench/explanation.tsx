import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Explained } from '../../api/runs.ts'
import type { ProblemView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Teach } from '../../parts/sql/teach.tsx'

interface Props {
  readonly explained: UseQueryResult<Explained>
  readonly problem: ProblemView | null
  /** False while the text has moved on since it was explained. */
  readonly fresh: boolean
  readonly contract: { readonly provider: string; readonly minGroup: number }
}

/** What the text would do, while it is being written; a refusal teaches here before anything was run. */
export function Explanation({ explained, problem, fresh, contract }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  return (
    <div className="explain" aria-live="polite" aria-busy={!fresh}>
      {problem ? (
        <Teach problem={problem} contract={contract} />
      ) : explained.error ? (
        <Problem error={explained.error} />
      ) : explained.data?.ok ? (
        <div className="why ok">
          <b className="head">
            <span aria-hidden="true">✓ </span>
            {t('workbench.mayRun')}
          </b>
          <p>{name(explained.data.summaryZh, explained.data.summaryEn)}</p>
        </div>
      ) : (
        <p className="faint">{t('workbench.keys')}</p>
      )}
    </div>
  )
}
