import { useTranslation } from 'react-i18next'
import { useOffers } from '../../api/flow.ts'
import type { RequestVersion, RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Differences } from '../../parts/difference/differences.tsx'
import { Hash, When } from '../../parts/say.tsx'

interface Props {
  /** Oldest first. */
  readonly items: readonly RequestVersion[]
  readonly request: RequestView
  readonly side: 'provider' | 'consumer'
}

/** The versions as a conversation: who proposed what, when, why, and what it changes. */
export function Versions({ items, request, side }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const offers = useOffers({ productId: request.productId, limit: 200 })
  const offered = offers.data?.items.find((one) => one.id === request.offerId)?.policy
  const who = (one: RequestVersion) =>
    one.side === 'provider'
      ? name(request.providerNameZh, request.providerNameEn)
      : name(request.consumerNameZh, request.consumerNameEn)
  return (
    <ol className="talk">
      {items.map((one, place) => {
        const before = items[place - 1]?.policy ?? offered
        return (
          <li key={one.n} className={one.side === side ? 'mine' : ''}>
            <div className="who">
              <b>{one.side === side ? t('negotiation.us') : who(one)}</b>
              <span className="faint">
                {t('negotiation.version', { n: one.n })} · <When at={one.at} />
              </span>
            </div>
            <div className="bubble">
              {one.comment && <p>{one.comment}</p>}
              {before && (
                <>
                  <span className="faint">
                    {t(place === 0 ? 'negotiation.sinceOffer' : 'negotiation.sinceBefore')}
                  </span>
                  <Differences
                    before={before}
                    after={one.policy}
                    none={t(place === 0 ? 'negotiation.asOffered' : 'difference.none')}
                  />
                </>
              )}
              {one.hash && (
                <span className="faint">
                  {t('negotiation.fingerprint')} <Hash value={one.hash} />
                </span>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
