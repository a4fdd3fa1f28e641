import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../api/runs.ts'
import type { ProblemView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LevelChip } from '../policy/level-chip.tsx'

interface TeachProps {
  readonly problem: ProblemView
  /** Whose contract says so. */
  readonly contract?: { readonly provider: string; readonly minGroup: number }
}

/** A refusal as a lesson: what, where, which rule, whose contract, and what would be allowed. */
export function Teach({ problem, contract }: TeachProps) {
  const { t, pick } = useFormat()
  const refusal = refusalOf(problem)
  const { i18n } = useTranslation()
  // Rules of a family, such as one for each function, share a sentence.
  const keys = refusal ? [`rule.${refusal.rule}`, `rule.family.${refusal.rule.split('.')[0]}`] : []
  const known = keys.find((key) => i18n.exists(key))
  const rule = known && t(known)
  const level = refusal?.level as 'group' | undefined
  return (
    <div className="why" role="status">
      <p>
        <b className="head">
          <span aria-hidden="true">⊘ </span>
          {rule ?? pick(problem)}
        </b>{' '}
        <span className="code">{problem.code}</span>
      </p>
      {refusal?.place ? (
        <p>
          {t('teach.where', { line: refusal.place.line, column: refusal.place.column })}{' '}
          {refusal.column && (
            <code>{refusal.table ? `${refusal.table}.${refusal.column}` : refusal.column}</code>
          )}{' '}
          {level && <LevelChip level={level} />}
        </p>
      ) : (
        rule && <p>{pick(problem)}</p>
      )}
      {contract && <p>{t('teach.contract', { provider: contract.provider, k: contract.minGroup })}</p>}
      {refusal?.allowed && <p>{t('teach.instead', { allowed: pick(refusal.allowed) })}</p>}
    </div>
  )
}
