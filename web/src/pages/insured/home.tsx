import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type OwnConsent, useOwnConsents } from '../../api/insured.ts'
import { day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConsentState } from '../../parts/consent/consent-state.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWard } from './ward.ts'

/** What waits for the person, then what the person gave. */
export function Component() {
  const { t } = useTranslation()
  const { ward } = useWard()
  const consents = useOwnConsents(ward)
  useEffect(() => {
    document.title = t('insured.nav.asks')
  }, [t])
  return (
    <>
      {ward && (
        <p className="my-demo">
          {t('insured.forWard')} <Link to="/my">{t('insured.forMe')}</Link>
        </p>
      )}
      <Loaded of={consents} lines={6}>
        {({ items }) => {
          const waiting = items.filter((one) => one.state === 'waiting')
          const others = items.filter((one) => one.state !== 'waiting')
          return (
            <>
              <h1>{t('insured.waiting', { count: waiting.length })}</h1>
              {waiting.length === 0 && <p className="muted">{t('insured.nothingWaits')}</p>}
              <Consents items={waiting} />
              {others.length > 0 && <h2>{t('insured.mine')}</h2>}
              <Consents items={others} />
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function Consents({ items }: { readonly items: readonly OwnConsent[] }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { search } = useWard()
  return items.map((one) => (
    <Link className="my-item" key={one.id} to={`/my/consents/${one.id}${search}`} data-state={one.state}>
      <section className="card">
        <ConsentState value={one.state} />
        <b>{name(one.askerNameZh, one.askerNameEn)}</b>
        <span>{t('insured.wants', { purpose: t(`purpose.${one.purpose}`) })}</span>
        <span className="faint">
          {one.state === 'waiting'
            ? t('insured.answerBy', { day: day(one.until) })
            : `${t('insured.until', { day: day(one.until) })} · ${t('insured.usedTimes', { count: one.uses })}`}
        </span>
      </section>
    </Link>
  ))
}
