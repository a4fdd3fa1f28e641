import './contract.css'
import { useTranslation } from 'react-i18next'
import type { ContractView } from '../../api/types.ts'
import { allSignedAt, contractSteps } from '../../lib/contract/steps.ts'
import { When } from '../../parts/say.tsx'

const SIGN = { done: '✓', now: '●', stopped: '⊘', todo: '○' } as const

/** 要约 → 协商 → 签署 → 备案 → 履行 → 终止, and where this contract stands. */
export function Steps({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  const signedAt = allSignedAt(contract.terms.parties, contract.signatures)
  return (
    <ol className="life" aria-label={t('contract.life')}>
      {contractSteps({ ...contract, signedAt }).map((step) => (
        <li key={step.key} className={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className="dot" aria-hidden="true">
            {SIGN[step.state]}
          </span>
          <b>{t(`contract.step.${step.key}`)}</b>
          <small>{step.at === null ? t(`contract.stepState.${step.state}`) : <When at={step.at} />}</small>
        </li>
      ))}
    </ol>
  )
}
