import { useTranslation } from 'react-i18next'
import type { ContractView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bar } from '../../parts/progress.tsx'
import { runsLeft } from './runs-left.tsx'

/** How much of the contract is used up: runs and time. */
export function Counters({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  const { number, relative } = useFormat()
  const { policy, agreedAt } = contract.terms
  const spent = Math.min(1, Math.max(0, (Date.now() - agreedAt) / Math.max(1, policy.until - agreedAt)))
  return (
    <div className="grid g11">
      <div className="stack tight">
        <span>
          {t('contract.usedOf', {
            used: number(contract.runsUsed),
            all: number(policy.maxRuns),
            left: number(runsLeft(contract)),
          })}
          {contract.runsLeased > 0 && (
            <span className="muted"> {t('contract.leased', { count: contract.runsLeased })}</span>
          )}
        </span>
        <Bar share={contract.runsUsed / policy.maxRuns} label={t('contract.runsUsed')} />
      </div>
      <div className="stack tight">
        <span>{t('contract.ends', { when: relative(policy.until) })}</span>
        <Bar share={spent} label={t('contract.timeSpent')} />
      </div>
    </div>
  )
}
