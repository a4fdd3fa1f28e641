import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { type OwnConsent, type ScopeView, useAnswer, useOwnConsent, useRefuse } from '../../api/insured.ts'
import { date, day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConsentState } from '../../parts/consent/consent-state.tsx'
import { ConsentPicture } from '../../parts/consent/picture.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { UseList } from './use-list.tsx'
import { useWard } from './ward.ts'

const DAY_MS = 86_400_000
/** Shorter terms that a person may choose instead of what was asked, in days. */
const TERMS = [30, 7]

/** One ask or consent in plain words, with one picture and what can be done about it. */
export function Component() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const { ward, search } = useWard()
  const consent = useOwnConsent(id, ward)
  useEffect(() => {
    document.title = t('insured.consent')
  }, [t])
  return (
    <>
      <Link to={`/my${search}`}>{t('insured.back')}</Link>
      <Loaded of={consent} lines={8}>
        {({ consent: one, scopes }) => (
          <One key={`${one.state} ${one.until} ${one.scopes.length}`} consent={one} scopes={scopes} />
        )}
      </Loaded>
    </>
  )
}

function One({ consent, scopes }: { readonly consent: OwnConsent; readonly scopes: readonly ScopeView[] }) {
  const { t } = useTranslation()
  const { name, pick } = useFormat()
  const { ward } = useWard()
  const body = name(consent.askerNameZh, consent.askerNameEn)
  const offered = scopes.filter((scope) =>
    (consent.state === 'waiting' ? consent.askedScopes : consent.scopes).includes(scope.code),
  )
  const live = consent.state === 'given' || consent.state === 'limited'
  const open = live || consent.state === 'waiting'
  const [chosen, setChosen] = useState<readonly string[]>(offered.map((scope) => scope.code))
  const words = offered.filter((scope) => chosen.includes(scope.code)).map(pick)
  const latest = consent.state === 'waiting' ? consent.askedUntil : consent.until
  const [term, setTerm] = useState<number | null>(null)
  const [now] = useState(() => Date.now())
  const until = term === null ? latest : Math.min(latest, now + term * DAY_MS)
  const shorter = TERMS.filter((days) => now + days * DAY_MS < latest)
  return (
    <>
      <ConsentState value={consent.state} />
      <h1>{consent.state === 'waiting' ? t('insured.asksYou', { body }) : t('insured.youGave', { body })}</h1>
      <section className="card">
        <ConsentPicture body={body} scopes={words} until={day(until)} off={!open} />
        <dl className="my-says">
          <dt>{t('insured.says.who')}</dt>
          <dd>{body}</dd>
          <dt>{t('insured.says.purpose')}</dt>
          <dd>{t(`purpose.${consent.purpose}`)}</dd>
          <dt>{t('insured.says.reason')}</dt>
          <dd>{consent.reason}</dd>
          <dt>{t('insured.says.long')}</dt>
          <dd>
            {t(`insured.kind.${consent.kind}`)} {t('insured.until', { day: day(latest) })}
          </dd>
          {consent.periodFrom && (
            <>
              <dt>{t('insured.says.period')}</dt>
              <dd>{t('insured.says.fromTo', { from: consent.periodFrom, until: consent.periodUntil })}</dd>
            </>
          )}
          {consent.proof && (
            <>
              <dt>{t('insured.says.proof')}</dt>
              <dd>
                {t(`insured.proof.${consent.proof.driver}`)} · {date(consent.proof.at)}
                {consent.byGuardian && ` · ${t('insured.byGuardian')}`}
              </dd>
            </>
          )}
        </dl>
      </section>
      <section className="card">
        <h2>{open ? t('insured.whichData') : t('insured.whichDataWas')}</h2>
        {offered.map((scope) => (
          <label className="my-scope" key={scope.code}>
            {open && (
              <input
                type="checkbox"
                checked={chosen.includes(scope.code)}
                onChange={(event) =>
                  setChosen(
                    event.target.checked
                      ? [...chosen, scope.code]
                      : chosen.filter((code) => code !== scope.code),
                  )
                }
              />
            )}
            <span>
              <b>{pick(scope)}</b>
              <br />
              <span className="muted">{pick({ zh: scope.tellsZh, en: scope.tellsEn })}</span>
            </span>
          </label>
        ))}
        {open && <p className="faint">{t('insured.untick')}</p>}
      </section>
      {open && shorter.length > 0 && (
        <section className="card">
          <h2>{t('insured.howLong')}</h2>
          {[null, ...shorter].map((days) => (
            <label className="my-scope" key={days ?? 0}>
              <input type="radio" name="term" checked={term === days} onChange={() => setTerm(days)} />
              <span>
                {days === null
                  ? t('insured.untilAsked', { day: day(latest) })
                  : t('insured.onlyDays', { days, day: day(now + days * DAY_MS) })}
              </span>
            </label>
          ))}
        </section>
      )}
      {open && (
        <Decide
          key={consent.state}
          consent={consent}
          chosen={chosen}
          until={until}
          less={chosen.length < offered.length || term !== null}
          body={body}
        />
      )}
      {consent.uses > 0 && (
        <>
          <h2>{t('insured.usesOfThis')}</h2>
          <UseList ward={ward} consentId={consent.id} />
        </>
      )}
    </>
  )
}

interface DecideProps {
  readonly until: number
  readonly less: boolean
  readonly consent: OwnConsent
  readonly chosen: readonly string[]
  readonly body: string
}

function Decide({ consent, chosen, until, less, body }: DecideProps) {
  const { t } = useTranslation()
  const { ward } = useWard()
  const answer = useAnswer(consent.id, ward)
  const refuse = useRefuse(consent.id, ward)
  const [sure, setSure] = useState<'decline' | 'withdraw' | null>(null)
  const scopes = [...chosen]
  const busy = answer.isPending || refuse.isPending
  const problem = answer.error ?? refuse.error
  return (
    <div className="my-buttons">
      {problem ? <Problem error={problem} /> : null}
      {consent.state === 'waiting' ? (
        <>
          <Button
            type="primary"
            block
            disabled={chosen.length === 0}
            loading={busy}
            onClick={() => answer.mutate({ verb: 'give', answer: { scopes, until } })}
          >
            {less ? t('insured.giveLess') : t('insured.give')}
          </Button>
          <Button block danger disabled={busy} onClick={() => setSure('decline')}>
            {t('insured.decline')}
          </Button>
        </>
      ) : (
        <>
          {less && chosen.length > 0 && (
            <Button
              block
              loading={busy}
              onClick={() => answer.mutate({ verb: 'limit', answer: { scopes, until } })}
            >
              {t('insured.limit')}
            </Button>
          )}
          <Button block danger disabled={busy} onClick={() => setSure('withdraw')}>
            {t('insured.withdraw')}
          </Button>
        </>
      )}
      <Modal
        open={sure !== null}
        title={sure === 'decline' ? t('insured.decline') : t('insured.withdraw')}
        okText={t('insured.yes')}
        cancelText={t('common.cancel')}
        okButtonProps={{ danger: true, loading: refuse.isPending }}
        onCancel={() => setSure(null)}
        onOk={() => {
          if (sure) refuse.mutate(sure, { onSettled: () => setSure(null) })
        }}
        destroyOnHidden
      >
        <p>
          {sure === 'decline' ? t('insured.declineMeans', { body }) : t('insured.withdrawMeans', { body })}
        </p>
      </Modal>
    </div>
  )
}
