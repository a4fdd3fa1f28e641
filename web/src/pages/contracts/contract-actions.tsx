import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useContractAct } from '../../api/flow.ts'
import { useHasRole } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { runsLeft } from './runs-left.tsx'

type Act = 'suspend' | 'resume' | 'end'

const REASONS: Readonly<Record<Act, readonly string[]>> = {
  suspend: ['misuse', 'review', 'data', 'asked'],
  resume: ['cleared', 'agreed'],
  end: ['misuse', 'done', 'policy', 'asked'],
}

interface Props {
  readonly contract: ContractView
  readonly side: 'provider' | 'consumer'
}

/** What may be done in this state; what may not is shown with its reason. */
export function ContractActions({ contract, side }: Props) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [asking, setAsking] = useState<Act | null>(null)
  const act = useContractAct(contract.id)
  const officer = has('data_officer')
  const ended = contract.state === 'ended' && t('contract.whyNot.ended')
  const whyNot: Readonly<Record<Act, string | false>> = {
    suspend:
      ended ||
      (side === 'consumer' && t('contract.whyNot.providerOnly')) ||
      (!officer && t('contract.whyNot.officerOnly')) ||
      (contract.state === 'suspended' && t('contract.whyNot.alreadySuspended')),
    resume:
      ended ||
      (side === 'consumer' && t('contract.whyNot.providerOnly')) ||
      (!officer && t('contract.whyNot.officerOnly')) ||
      (contract.state === 'active' && t('contract.whyNot.notSuspended')),
    end: ended || (!officer && t('contract.whyNot.officerOnly')),
  }
  const runWhyNot =
    contract.state !== 'active'
      ? t(`contract.whyNot.run.${contract.state}`)
      : runsLeft(contract) === 0 && t('contract.whyNot.run.used')
  const acts: readonly Act[] =
    side === 'provider' ? [contract.state === 'suspended' ? 'resume' : 'suspend', 'end'] : ['end']
  return (
    <>
      {acts.map((one) => (
        <Action key={one} danger={one === 'end'} whyNot={whyNot[one]} onClick={() => setAsking(one)}>
          {t(`contract.act.${one}`)}
        </Action>
      ))}
      {has('developer') &&
        side === 'consumer' &&
        (runWhyNot ? (
          <Action whyNot={runWhyNot} onClick={() => undefined}>
            {t('contract.toRun')}
          </Action>
        ) : (
          <LinkButton primary to={`/workbench?contract=${contract.id}`}>
            {t('contract.toRun')}
          </LinkButton>
        ))}
      {asking && (
        <ReasonDialog
          open
          title={t(`contract.act.${asking}`)}
          explain={t(`contract.explain.${asking}`)}
          reasons={REASONS[asking].map((key) => t(`contract.reason.${key}`))}
          confirm={t(`contract.act.${asking}`)}
          danger={asking !== 'resume'}
          pending={act.isPending}
          error={act.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => act.mutate({ act: asking, reason }, { onSuccess: () => setAsking(null) })}
        />
      )}
    </>
  )
}
