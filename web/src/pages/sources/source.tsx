import './sources.css'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type SourceView, useSource, useSourceState, useTestSource } from '../../api/sources.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Record } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { FeedCard } from './feed-card.tsx'
import { Findings } from './findings.tsx'
import { PushCard } from './push-card.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { stateOf } from './sources.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const source = useSource(id)
  if (source.data) return <Source source={source.data} />
  return (
    <Page title={t('shell.source')}>
      <Card>
        <Loaded of={source}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Source({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation()
  const [replacing, setReplacing] = useState(false)
  const state = useSourceState(source.id)
  const test = useTestSource(source.id)
  const push = source.kind === 'push'
  const verb = source.state === 'paused' ? 'resume' : 'pause'
  const facts = [
    {
      key: 'kind',
      name: t('source.kind'),
      value: t(`source.way.${source.kind}`, { defaultValue: source.kind }),
    },
    { key: 'where', name: t('source.where'), value: <code>{whereOf(source)}</code> },
    { key: 'feeds', name: t('source.feeds'), value: source.feeds },
    { key: 'last', name: t('source.lastRun'), value: <When at={source.lastRunAt} /> },
    ...(push ? [] : [{ key: 'secret', name: t('source.secretAt'), value: <When at={source.secretAt} /> }]),
    { key: 'created', name: t('common.created'), value: <When at={source.createdAt} /> },
  ]
  return (
    <Record
      title={source.title}
      state={<State kind="source" value={stateOf(source)} />}
      actions={
        <>
          <Button loading={state.isPending} onClick={() => state.mutate(verb)}>
            {t(`source.${verb}`)}
          </Button>
          {!push && <Button onClick={() => setReplacing(true)}>{t('source.replaceSecret')}</Button>}
          {!push && (
            <Button loading={test.isPending} onClick={() => test.mutate()}>
              {t('source.test')}
            </Button>
          )}
          <LinkButton primary to={`/sources/${source.id}/tables`}>
            {t('source.addFeeds')}
          </LinkButton>
        </>
      }
      facts={facts}
      subject={source.id}
    >
      {state.error ? <Problem error={state.error} /> : null}
      {test.error ? <Problem error={test.error} /> : null}
      {test.data && <Findings report={test.data} />}
      {push && <PushCard source={source} />}
      {source.feedList.length === 0 ? (
        <Card title={t('source.feeds')}>
          <Empty
            title={t('source.noFeeds')}
            hint={t('source.noFeedsHint')}
            action={<LinkButton to={`/sources/${source.id}/tables`}>{t('source.addFeeds')}</LinkButton>}
          />
        </Card>
      ) : (
        source.feedList.map((feed) => (
          <FeedCard key={feed.id} feed={feed} kind={source.kind} paused={source.state === 'paused'} />
        ))
      )}
      <SecretDialog source={source} open={replacing} onClose={() => setReplacing(false)} />
    </Record>
  )
}

function whereOf({ kind, settings, id }: SourceView): string {
  if (kind === 'push') return `/api/push/${id}`
  const { baseUrl, host, port, database } = settings
  return typeof baseUrl === 'string' ? baseUrl : `${String(host)}:${String(port)}/${String(database)}`
}
