import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContractAct, useContractChange } from '../../api/contracts.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { contractOffers } from '../../lib/contract/acts.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { runsLeft } from './runs-left.tsx'
import { SignDialog } from './sign-dialog.tsx'

const REASONS: Readonly<Record<Exclude<ContractAct, 'drop-end'>, readonly string[]>> = {
  suspend: ['misuse', 'review', 'data', 'asked'],
  resume: ['cleared', 'agreed'],
  end: ['misuse', 'done', 'policy', 'asked'],
  'propose-end': ['done', 'policy', 'asked'],
  'agree-end': ['agreed', 'done'],
  refuse: ['changed', 'policy', 'notAuthorised'],
  'refuse-filing': ['incomplete', 'policy'],
}

interface Props {
  readonly contract: ContractView
  readonly side: 'provider' | 'consumer'
}

/** What may be done in this state; what may not is shown with its reason. */
export function ContractActions({ contract, side }: Props) {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const [asking, setAsking] = useState<ContractAct | 'sign' | null>(null)
  const change = useContractChange(contract.id)
  const officer = has('data_officer')
  const signed = contract.signatures.some((one) => one.participantId === me.participant.id)
  const offers = contractOffers({
    state: contract.state,
    side,
    signed,
    proposal: contract.endProposal?.side ?? null,
  })
  const notOfficer = !officer && t('contract.whyNot.officerOnly')
  const close = () => {
    setAsking(null)
    change.reset()
  }
  return (
    <>
      {offers.map(({ act, whyNot }) => (
        <Action
          key={act}
          primary={act === 'sign' || act === 'agree-end'}
          danger={act === 'end' || act === 'refuse'}
          whyNot={(whyNot && t(`contract.whyNot.${whyNot}`)) || notOfficer}
          onClick={() => setAsking(act)}
        >
          {t(`contract.act.${act}`)}
        </Action>
      ))}
      {side === 'consumer' && has('developer') && <ToRun contract={contract} />}
      {asking === 'sign' && <SignDialog contract={contract} onClose={close} />}
      {asking === 'drop-end' && (
        <ConfirmDialog
          title={t('contract.act.drop-end')}
          explain={t('contract.explain.drop-end')}
          confirm={t('contract.act.drop-end')}
          pending={change.isPending}
          error={change.error}
          onClose={close}
          onConfirm={() => change.mutate({ act: 'drop-end', reason: '' }, { onSuccess: close })}
        />
      )}
      {asking && asking !== 'sign' && asking !== 'drop-end' && (
        <ReasonDialog
          open
          title={t(`contract.act.${asking}`)}
          explain={t(
            asking === 'suspend' && side === 'consumer'
              ? 'contract.explain.suspendOwnUse'
              : `contract.explain.${asking}`,
          )}
          reasons={REASONS[asking].map((key) => t(`contract.reason.${key}`))}
          confirm={t(`contract.act.${asking}`)}
          danger={asking !== 'resume'}
          pending={change.isPending}
          error={change.error}
          onClose={close}
          onConfirm={(reason) => change.mutate({ act: asking, reason }, { onSuccess: close })}
        />
      )}
    </>
  )
}

function ToRun({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  const whyNot =
    contract.state === 'active'
      ? runsLeft(contract) === 0 && t('contract.whyNot.run.used')
      : t(`contract.whyNot.run.${contract.state}`)
  if (whyNot)
    return (
      <Action whyNot={whyNot} onClick={() => undefined}>
        {t('contract.toRun')}
      </Action>
    )
  return (
    <LinkButton primary to={`/workbench?contract=${contract.id}`}>
      {t('contract.toRun')}
    </LinkButton>
  )
}
