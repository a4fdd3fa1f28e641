import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useReject, useWithdrawRequest } from '../../api/flow.ts'
import { useHasRole } from '../../api/session.ts'
import type { RequestView } from '../../api/types.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { AcceptDialog } from './accept-dialog.tsx'

interface Props {
  readonly request: RequestView
  readonly side: 'provider' | 'consumer'
  /** An approval inside the own body is waited for. */
  readonly approving: boolean
}

/** Accept, counter, decline or take back: what the turn does not allow is shown with its reason. */
export function RoomActions({ request, side, approving }: Props) {
  const { t } = useTranslation()
  const has = useHasRole()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'accept' | 'leave' | null>(null)
  const reject = useReject()
  const withdraw = useWithdrawRequest()
  const officer = has('data_officer')
  const over = request.state !== 'waiting' && t('negotiation.whyNot.over')
  const notOfficer = !officer && t('contract.whyNot.officerOnly')
  const notTurn = request.turn !== side && t('negotiation.whyNot.turn')
  const inApproval = approving && t('negotiation.whyNot.approving')
  const answer = over || notOfficer || notTurn || inApproval || false
  const counter = over || notOfficer || notTurn || false
  const leave = over || (side === 'provider' && notOfficer) || false
  const close = () => {
    setAsking(null)
    reject.reset()
    withdraw.reset()
  }
  if (request.contractId)
    return (
      <LinkButton primary to={`/contracts/${request.contractId}`}>
        {t('negotiation.toContract')}
      </LinkButton>
    )
  return (
    <>
      <Action whyNot={leave} danger onClick={() => setAsking('leave')}>
        {t(side === 'provider' ? 'request.reject' : 'request.withdraw')}
      </Action>
      <Action whyNot={counter} onClick={() => void navigate(`/requests/${request.id}/counter`)}>
        {t('negotiation.counter')}
      </Action>
      <Action primary whyNot={answer} onClick={() => setAsking('accept')}>
        {t('negotiation.accept')}
      </Action>
      {asking === 'accept' && <AcceptDialog request={request} onClose={close} />}
      {asking === 'leave' && side === 'provider' && (
        <ReasonDialog
          open
          title={t('request.reject')}
          explain={t('request.explain.reject')}
          reasons={['purpose', 'scope', 'unclear', 'law'].map((one) => t(`request.reason.${one}`))}
          confirm={t('request.reject')}
          danger
          pending={reject.isPending}
          error={reject.error}
          onClose={close}
          onConfirm={(answer) => reject.mutate({ id: request.id, answer }, { onSuccess: close })}
        />
      )}
      {asking === 'leave' && side === 'consumer' && (
        <ConfirmDialog
          title={t('request.withdraw')}
          explain={t('negotiation.explainWithdraw')}
          confirm={t('request.withdraw')}
          danger
          pending={withdraw.isPending}
          error={withdraw.error}
          onClose={close}
          onConfirm={() => withdraw.mutate(request.id, { onSuccess: close })}
        />
      )}
    </>
  )
}
