import './sources.css'
import { Button, Form, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useMe } from '../../api/session.ts'
import { useNewSource, useTestAccess } from '../../api/sources.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { DatabaseFields } from './database-fields.tsx'
import {
  accessOf,
  DEFAULT_PORT,
  EMPTY_DRAFT,
  EMPTY_SECRET,
  missingIn,
  type SecretDraft,
  type SourceDraft,
  type Way,
  WAYS,
} from './draft.ts'
import { TextField } from './fields.tsx'
import { Findings } from './findings.tsx'
import { PushFields } from './push-fields.tsx'
import { ServiceFields } from './service-fields.tsx'

/** Connects a source: way → settings, tried → summary. Which tables it feeds is asked for afterwards. */
export function Component() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const draft = useDraft<SourceDraft>(`source.${me.user.id}`, EMPTY_DRAFT)
  const [secret, setSecret] = useState<SecretDraft>(EMPTY_SECRET)
  const test = useTestAccess()
  const create = useNewSource()
  const { value } = draft
  const set = (change: Partial<SourceDraft>) => {
    test.reset()
    draft.set(change)
  }
  const missing = missingIn(value, secret)
  // A push has nothing to connect to: its settings are all there is.
  const untried = value.way !== 'push' && !test.data?.ok
  const steps = [
    {
      key: 'way',
      title: t('source.step.way'),
      body: <WayStep way={value.way} onChange={(way) => set(withWay(value, way))} />,
      missing: value.way === 'file' ? t('source.missing.file') : null,
    },
    {
      key: 'connect',
      title: t('source.step.connect'),
      body: (
        <div className="stack">
          <Form layout="vertical" component="div" className="narrow-form">
            <TextField
              label={t('source.name')}
              hint={t('source.nameHint')}
              maxLength={200}
              value={value.title}
              onChange={(title) => draft.set({ title })}
            />
          </Form>
          <Fields
            draft={value}
            secret={secret}
            onChange={set}
            onSecret={(change) => {
              test.reset()
              setSecret({ ...secret, ...change })
            }}
          />
          {value.way !== 'push' && (
            <div className="stack tight">
              <div className="row">
                <Button
                  loading={test.isPending}
                  disabled={missing !== null}
                  onClick={() => test.mutate(accessOf(value, secret))}
                >
                  {t('source.test')}
                </Button>
                <span className="faint">{missing ? t(missing) : t('source.testHint')}</span>
              </div>
              {test.error ? <Problem error={test.error} /> : null}
              {test.data && <Findings report={test.data} />}
            </div>
          )}
        </div>
      ),
      missing: missing ? t(missing) : untried ? t('source.missing.test') : null,
    },
    {
      key: 'summary',
      title: t('source.step.summary'),
      body: <Summary draft={value} />,
      missing: null,
    },
  ]
  return (
    <Wizard
      title={t('shell.connect')}
      steps={steps}
      finish={t('source.finish')}
      pending={create.isPending}
      error={create.error}
      onFinish={() =>
        create.mutate(
          { ...accessOf(value, secret), title: value.title.trim() },
          {
            onSuccess: ({ id }) => {
              draft.drop()
              void navigate(`/sources/${id}/tables`)
            },
          },
        )
      }
      onRestart={draft.kept ? draft.restart : undefined}
    />
  )
}

function withWay(draft: SourceDraft, way: Way): Partial<SourceDraft> {
  if (way !== 'postgresql' && way !== 'mysql') return { way }
  return { way, databases: { ...draft.databases, port: DEFAULT_PORT[way] } }
}

function WayStep({ way, onChange }: { readonly way: Way; readonly onChange: (way: Way) => void }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <Radio.Group
        aria-label={t('source.step.way')}
        value={way}
        onChange={(event) => onChange(event.target.value as Way)}
        className="stack"
      >
        {WAYS.map((one) => (
          <Radio key={one} value={one}>
            <b>{t(`source.way.${one}`)}</b>
            <div className="muted">{t(`source.wayAbout.${one}`)}</div>
          </Radio>
        ))}
      </Radio.Group>
      {way === 'file' && (
        <div>
          <LinkButton to="/datasets?mine=true">{t('source.toDatasets')}</LinkButton>
        </div>
      )}
    </div>
  )
}

interface FieldsProps {
  readonly draft: SourceDraft
  readonly secret: SecretDraft
  readonly onChange: (change: Partial<SourceDraft>) => void
  readonly onSecret: (change: Partial<SecretDraft>) => void
}

function Fields({ draft, secret, onChange, onSecret }: FieldsProps) {
  if (draft.way === 'http')
    return (
      <ServiceFields
        value={draft.service}
        secret={secret}
        onChange={(change) => onChange({ service: { ...draft.service, ...change } })}
        onSecret={onSecret}
      />
    )
  if (draft.way === 'push')
    return <PushFields value={draft.pushed} onChange={(pushed) => onChange({ pushed })} />
  return (
    <DatabaseFields
      value={draft.databases}
      secret={secret}
      onChange={(change) => onChange({ databases: { ...draft.databases, ...change } })}
      onSecret={onSecret}
    />
  )
}

function Summary({ draft }: { readonly draft: SourceDraft }) {
  const { t } = useTranslation()
  const { host, port, database, user } = draft.databases
  const names = { http: draft.service.tables, push: draft.pushed } as const
  return (
    <div className="stack tight">
      <p>
        <b>{draft.title}</b> · {t(`source.way.${draft.way}`)}
      </p>
      {draft.way === 'http' || draft.way === 'push' ? (
        <p>
          {draft.way === 'http' && <code>{draft.service.baseUrl}</code>}{' '}
          {t('source.sayTables', { tables: names[draft.way].map(({ name }) => name).join(', ') })}
        </p>
      ) : (
        <p>{t('source.sayDatabase', { where: `${host}:${port}/${database}`, user })}</p>
      )}
      <p>{t(draft.way === 'push' ? 'source.sayPush' : 'source.sayReadOnly')}</p>
      <p className="why seal">
        <b className="head">
          <span aria-hidden="true">◈ </span>
          {t('source.sayEvidence')}
        </b>
      </p>
    </div>
  )
}
