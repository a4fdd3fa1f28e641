import { Button } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EntrantProfile, useChangeEntrant, useEntrant, useRealName } from '../../api/enter.ts'
import { Chip } from '../../parts/chip.tsx'
import { Field } from '../../parts/door/field.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'

/** Name, mail and the real name. */
export function Component() {
  const { t } = useTranslation()
  const me = useEntrant()
  useEffect(() => {
    document.title = t('contestEntry.nav.me')
  }, [t])
  return (
    <>
      <h1>{t('contestEntry.nav.me')}</h1>
      <Loaded of={me} lines={6}>
        {(profile) => (
          <>
            <Words key={`${profile.name} ${profile.email}`} profile={profile} />
            <RealName key={profile.realName} profile={profile} />
          </>
        )}
      </Loaded>
    </>
  )
}

function Words({ profile }: { readonly profile: EntrantProfile }) {
  const { t } = useTranslation()
  const [name, setName] = useState(profile.name)
  const [email, setEmail] = useState(profile.email)
  const change = useChangeEntrant()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ name: name.trim(), email: email.trim() })
  }
  const same = name.trim() === profile.name && email.trim() === profile.email
  return (
    <form className="card" onSubmit={submit}>
      <span className="muted">
        {t('contestEntry.phone')} <span className="mono">{profile.phone}</span>
      </span>
      <Field
        id="name"
        label={t('contestEntry.name')}
        value={name}
        maxLength={50}
        autoComplete="name"
        disabled={profile.realName === 'verified'}
        onText={setName}
      />
      <Field
        id="email"
        label={t('contestEntry.email')}
        type="email"
        value={email}
        maxLength={200}
        autoComplete="email"
        onText={setEmail}
      />
      {change.error ? <Problem error={change.error} /> : null}
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={name.trim() === '' || same}
        loading={change.isPending}
      >
        {t('contestEntry.save')}
      </Button>
    </form>
  )
}

const CHIPS = { none: 'no', waiting: 'warn', verified: 'ok' } as const

/** The number goes to the server and is kept there as a hash; of this page it is gone once sent. */
function RealName({ profile }: { readonly profile: EntrantProfile }) {
  const { t } = useTranslation()
  const [name, setName] = useState(profile.name)
  const [certno, setCertno] = useState('')
  const [paper, setPaper] = useState<File | null>(null)
  const verify = useRealName()
  const byPaper = profile.realNameBy === 'paper'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    verify.mutate({ name: name.trim(), certno: certno.trim(), paper }, { onSuccess: () => setCertno('') })
  }
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t('contestEntry.realName.title')}</h2>
      <Chip meaning={CHIPS[profile.realName]}>{t(`contestEntry.realName.${profile.realName}`)}</Chip>
      {profile.realName === 'verified' ? (
        <span className="mono">{profile.certMask}</span>
      ) : (
        <>
          <p className="faint">{t('contestEntry.realName.kept')}</p>
          <Field
            id="real"
            label={t('contestEntry.realName.name')}
            value={name}
            maxLength={50}
            onText={setName}
          />
          <Field
            id="certno"
            label={t('contestEntry.realName.certno')}
            value={certno}
            maxLength={50}
            autoComplete="off"
            onText={setCertno}
          />
          {byPaper && (
            <>
              <label htmlFor="paper">{t('contestEntry.realName.paper')}</label>
              <input
                id="paper"
                type="file"
                accept=".pdf,.png,.jpg,.jpeg"
                onChange={({ target }) => setPaper(target.files?.[0] ?? null)}
              />
            </>
          )}
          {verify.error ? <Problem error={verify.error} /> : null}
          <Button
            type="primary"
            htmlType="submit"
            block
            disabled={name.trim() === '' || certno.trim().length < 6 || (byPaper && paper === null)}
            loading={verify.isPending}
          >
            {t(byPaper ? 'contestEntry.realName.send' : 'contestEntry.realName.verify')}
          </Button>
        </>
      )}
    </form>
  )
}
