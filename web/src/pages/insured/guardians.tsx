import { Button, Input, Radio } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  type GuardianshipView,
  useAskGuardianship,
  useEndGuardianship,
  useGuardianships,
} from '../../api/insured.ts'
import { day } from '../../lib/format.ts'
import { ConsentState } from '../../parts/consent/consent-state.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'

const RELATIONS = ['parent', 'guardian', 'ward_office'] as const

/** For whom the person may act, and who may act for the person. */
export function Component() {
  const { t } = useTranslation()
  const guardianships = useGuardianships()
  useEffect(() => {
    document.title = t('insured.nav.guardians')
  }, [t])
  return (
    <>
      <h1>{t('insured.guard.title')}</h1>
      <p className="muted">{t('insured.guard.why')}</p>
      <Loaded of={guardianships} lines={4}>
        {(items) =>
          items.length === 0 ? (
            <p className="muted">{t('insured.guard.none')}</p>
          ) : (
            items.map((one) => <One key={one.id} one={one} />)
          )
        }
      </Loaded>
      <Ask />
    </>
  )
}

function One({ one }: { readonly one: GuardianshipView }) {
  const { t } = useTranslation()
  const end = useEndGuardianship()
  const open = one.state === 'waiting' || one.state === 'confirmed'
  return (
    <section className="card">
      <ConsentState value={one.state} />
      <b>
        {one.side === 'guardian' ? t('insured.guard.iActFor') : t('insured.guard.actsForMe')} ·{' '}
        {t(`insured.guard.relation.${one.relation}`)}
      </b>
      <span className="faint">
        {t('insured.guard.document')} {one.document} · {t('insured.until', { day: day(one.until) })}
      </span>
      {end.error ? <Problem error={end.error} /> : null}
      {one.state === 'confirmed' && one.side === 'guardian' && (
        <Link to={`/my?ward=${one.id}`}>{t('insured.guard.act')}</Link>
      )}
      {open && (
        <Button block danger loading={end.isPending} onClick={() => end.mutate(one.id)}>
          {t('insured.guard.end')}
        </Button>
      )}
    </section>
  )
}

function Ask() {
  const { t } = useTranslation()
  const ask = useAskGuardianship()
  const [wardCertno, setWard] = useState('')
  const [document_, setDocument] = useState('')
  const [relation, setRelation] = useState<string>('parent')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate(
      { wardCertno: wardCertno.trim(), relation, document: document_.trim() },
      {
        onSuccess: () => {
          setWard('')
          setDocument('')
        },
      },
    )
  }
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t('insured.guard.ask')}</h2>
      <Radio.Group
        aria-label={t('insured.guard.relationLabel')}
        value={relation}
        onChange={(event) => setRelation(String(event.target.value))}
        options={RELATIONS.map((value) => ({ value, label: t(`insured.guard.relation.${value}`) }))}
      />
      <label htmlFor="ward">{t('insured.guard.wardCertno')}</label>
      <Input
        id="ward"
        value={wardCertno}
        maxLength={50}
        autoComplete="off"
        onChange={(event) => setWard(event.target.value)}
      />
      <label htmlFor="paper">{t('insured.guard.paper')}</label>
      <Input
        id="paper"
        value={document_}
        maxLength={100}
        onChange={(event) => setDocument(event.target.value)}
      />
      {ask.error ? <Problem error={ask.error} /> : null}
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={ask.isPending}
        disabled={wardCertno.trim().length < 6 || document_.trim().length < 4}
      >
        {t('insured.guard.send')}
      </Button>
    </form>
  )
}
