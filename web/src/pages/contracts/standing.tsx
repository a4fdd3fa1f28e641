import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { When } from '../../parts/say.tsx'

interface Props {
  readonly contract: ContractView
  readonly side: 'provider' | 'consumer' | null
}

/** One line: what is waited for now, or why and how it ended. Nothing while it simply runs. */
export function Standing({ contract, side }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const signed = contract.signatures.some((one) => one.participantId === me.participant.id)
  switch (contract.state) {
    case 'signing':
      return (
        <Line
          tone={side && !signed ? 'warn' : 'seal'}
          head={t(side && !signed ? 'contract.stands.sign' : 'contract.stands.signing')}
        >
          {t(side && !signed ? 'contract.stands.signHint' : 'contract.stands.signingHint')}
        </Line>
      )
    case 'filing':
      return (
        <Line tone="seal" head={t('contract.stands.filing')}>
          {t('contract.stands.filingHint')}
        </Line>
      )
    case 'suspended':
      return (
        <Line tone="warn" head={t('contract.stands.suspended')}>
          {t(side === 'provider' ? 'contract.stands.suspendedProvider' : 'contract.stands.suspendedConsumer')}
        </Line>
      )
    case 'void':
      return (
        <Line tone="no" head={t('contract.stands.void')}>
          {t(`contract.void.${contract.voidReason}`)}
          {contract.requestId && side && (
            <>
              {' '}
              <Link to={`/requests/${contract.requestId}`}>{t('contract.toNegotiation')}</Link>
            </>
          )}
        </Line>
      )
    case 'ended':
      return (
        <Line tone="seal" head={t(`contract.ended.${contract.endReason}`)}>
          {contract.destroyedAt === null ? (
            t('contract.stands.destroying')
          ) : (
            <>
              {t('contract.stands.destroyed')} <When at={contract.destroyedAt} />
            </>
          )}
        </Line>
      )
    case 'active':
      return contract.endProposal ? (
        <Line
          tone="warn"
          head={t(
            contract.endProposal.side === side ? 'contract.stands.proposedUs' : 'contract.stands.proposed',
          )}
        >
          {contract.endProposal.reason}
        </Line>
      ) : null
  }
}

interface LineProps {
  readonly tone: 'warn' | 'seal' | 'no'
  readonly head: string
  readonly children: ReactNode
}

const GLYPH = { warn: '◔ ', seal: '◈ ', no: '⊘ ' } as const

function Line({ tone, head, children }: LineProps) {
  return (
    <div className={`why ${tone === 'no' ? '' : tone}`} role="status">
      <p>
        <b className="head">
          <span aria-hidden="true">{GLYPH[tone]}</span>
          {head}
        </b>
      </p>
      <p className="break">{children}</p>
    </div>
  )
}
