import { type BudgetView, useBudget } from '../../api/budget.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/say.tsx'
import './budget.css'

/** From here on the sentence below the bars advises to keep some. */
const NEAR = 80

/** What the project has used of its release budget: two bars, one sentence what it means, and what to do. */
export function Budget({ projectId }: { readonly projectId: string }) {
  const budget = useBudget(projectId)
  return <Loaded of={budget}>{(view) => <Used budget={view} />}</Loaded>
}

function Used({ budget }: { readonly budget: BudgetView }) {
  const { t } = useFormat()
  const { exposurePercent, cellsPercent, closed, auditedAt } = budget
  const most = Math.max(exposurePercent, cellsPercent)
  const says = closed ? 'closed' : most >= NEAR ? 'near' : most === 0 ? 'unused' : 'open'
  return (
    <div className="stack tight">
      <Bar name={t('budget.exposure')} used={exposurePercent} />
      <Bar name={t('budget.cells')} used={cellsPercent} />
      <p className={closed ? 'budget-closed' : 'muted'} role="status">
        {t(`budget.says.${says}`)}
      </p>
      <Facts
        one
        rows={[
          {
            key: 'audit',
            name: t('budget.audit'),
            value: auditedAt === null ? t('budget.noAudit') : <When at={auditedAt} />,
          },
        ]}
      />
    </div>
  )
}

function Bar({ name, used }: { readonly name: string; readonly used: number }) {
  return (
    <div className="budget-bar">
      <span>{name}</span>
      <div
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={used}
        className={used >= 100 ? 'full' : used >= NEAR ? 'near' : ''}
      >
        <i style={{ width: `${used}%` }} />
      </div>
      <b>{`${used}%`}</b>
    </div>
  )
}
