import './airlock.css'
import { useParams } from 'react-router'
import { type AirlockRequest, useAirlockRequest } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Trail } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { AddFile } from './add-file.tsx'
import { contextGaps } from './context.ts'
import { FileCard } from './file-card.tsx'
import { Messages } from './messages.tsx'
import { useRequestNames } from './names.ts'
import { Opinions } from './opinions.tsx'
import { RequestActions } from './request-actions.tsx'
import { Rounds } from './rounds.tsx'
import { Standing } from './standing.tsx'
import { DisclosureTerms } from './terms.tsx'
import { useContexts } from './use-contexts.ts'

/** One request to take files out: for its author a form, for everybody else a record. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const request = useAirlockRequest(id)
  if (request.data) return <Request key={id} request={request.data} />
  return (
    <Page title={t('airlock.request')}>
      <Card>
        <Loaded of={request}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Request({ request }: { readonly request: AirlockRequest }) {
  const { t } = useFormat()
  const names = useRequestNames()
  const contexts = useContexts(request)
  const editing = request.may.includes('edit')
  const gaps = request.files
    .map((file) => ({ path: file.path, gaps: contextGaps(contexts.of(file)) }))
    .filter((file) => file.gaps.length > 0)
  const facts = [
    {
      key: 'number',
      name: t('airlock.requestNumber'),
      value: <span className="mono">{request.number}</span>,
    },
    { key: 'project', name: t('contract.project'), value: names.project(request) },
    { key: 'consumer', name: t('contract.consumer'), value: names.consumer(request) },
    { key: 'author', name: t('airlock.author'), value: names.author(request) },
    { key: 'created', name: t('common.created'), value: <When at={request.createdAt} /> },
    { key: 'submitted', name: t('airlock.submitted'), value: <When at={request.submittedAt} /> },
    {
      key: 'checkers',
      name: t('airlock.checkers'),
      value:
        request.checkers === 0 ? t('airlock.byMachine') : t('airlock.people', { count: request.checkers }),
    },
    { key: 'expires', name: t('airlock.expires'), value: <When at={request.expiresAt} /> },
  ]
  return (
    <Page
      title={request.title}
      chips={
        <>
          <State kind="airlock" value={request.state} />
          {request.round > 1 && <Chip>{t('airlock.roundN', { n: request.round })}</Chip>}
        </>
      }
      actions={<RequestActions request={request} gaps={gaps} contexts={contexts} />}
    >
      <div className="stack">
        <Standing request={request} gaps={gaps} />
        {contexts.error ? <Problem error={contexts.error} /> : null}
        <div className="grid g2">
          <div className="stack">
            {request.opinions.length > 0 && <Opinions request={request} />}
            {request.files.map((file) => (
              <FileCard key={file.path} request={request} file={file} contexts={contexts} />
            ))}
            {editing && <AddFile request={request} />}
          </div>
          <div className="stack">
            <Card title={t('common.facts')}>
              <Facts one rows={facts} />
            </Card>
            <Card title={t('airlock.terms')}>
              <DisclosureTerms of={request.terms} />
            </Card>
            {request.rounds.length > 0 && <Rounds of={request.rounds} />}
            <Messages request={request} />
            <Card title={t('common.timeline')}>
              <Trail subject={request.id} />
            </Card>
          </div>
        </div>
      </div>
    </Page>
  )
}
