import { Link } from 'react-router'
import type { RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'

interface Props {
  readonly request: RequestView
  readonly side: 'provider' | 'consumer'
  /** An approval inside the own body is waited for. */
  readonly approving: boolean
}

/** One line: whose turn it is, or how it ended. */
export function Turn({ request, side, approving }: Props) {
  const { t, name } = useFormat()
  if (request.state !== 'waiting')
    return (
      <p className="turn" role="status">
        <b>{t(`negotiation.ended.${request.state}`)}</b>
        {request.answer && <span className="break">{request.answer}</span>}
        {request.contractId && (
          <Link to={`/contracts/${request.contractId}`}>{t('negotiation.toContract')}</Link>
        )}
      </p>
    )
  const mine = request.turn === side
  const other =
    side === 'provider'
      ? name(request.consumerNameZh, request.consumerNameEn)
      : name(request.providerNameZh, request.providerNameEn)
  return (
    <p className={`turn ${mine ? 'mine' : ''}`} role="status">
      <b>
        {approving
          ? t('negotiation.turn.approval')
          : mine
            ? t('negotiation.turn.mine')
            : t('negotiation.turn.theirs', { other })}
      </b>
      <span className="muted">
        {t(
          approving
            ? 'negotiation.hint.approval'
            : mine
              ? 'negotiation.hint.mine'
              : 'negotiation.hint.theirs',
        )}
      </span>
    </p>
  )
}
