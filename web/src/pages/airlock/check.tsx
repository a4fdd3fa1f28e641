import { type AirlockRequest, type QueueItem, useAirlockRequest, useClaim } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { CheckFile } from './check-file.tsx'
import { Interest } from './interest.tsx'
import { Messages } from './messages.tsx'
import { useRequestNames } from './names.ts'
import { OpinionForm } from './opinion-form.tsx'
import type { Decision, OpinionDraft } from './opinion.ts'
import { Rounds } from './rounds.tsx'
import { Note } from './standing.tsx'
import { DisclosureTerms } from './terms.tsx'

interface Props {
  readonly item: QueueItem
  readonly draft: OpinionDraft
  readonly onChange: (draft: OpinionDraft) => void
  readonly onDecide: (decision: Decision) => void
}

/** Everything that a checker needs, on one page, and nothing of what a colleague thinks. */
export function Check({ item, draft, onChange, onDecide }: Props) {
  return (
    <Loaded of={useAirlockRequest(item.id)} lines={10}>
      {(request) => (
        <Open item={item} request={request} draft={draft} onChange={onChange} onDecide={onDecide} />
      )}
    </Loaded>
  )
}

function Open({ item, request, draft, onChange, onDecide }: Props & { readonly request: AirlockRequest }) {
  const { t } = useFormat()
  const names = useRequestNames()
  const claim = useClaim()
  return (
    <>
      <Card
        title={request.title}
        extra={
          <span className="row">
            {request.round > 1 && <Chip>{t('airlock.roundN', { n: request.round })}</Chip>}
            <Interest request={request} />
            {request.may.includes('claim') && (
              <Action
                primary={!item.claimed}
                loading={claim.isPending}
                onClick={() => claim.mutate({ id: request.id, claim: !item.claimed })}
              >
                {t(item.claimed ? 'airlock.giveBack' : 'airlock.claim')}
              </Action>
            )}
          </span>
        }
      >
        <Facts
          rows={[
            { key: 'project', name: t('contract.project'), value: names.project(request) },
            { key: 'consumer', name: t('contract.consumer'), value: names.consumer(request) },
            {
              key: 'number',
              name: t('airlock.requestNumber'),
              value: <span className="mono">{request.number}</span>,
            },
            { key: 'submitted', name: t('airlock.submitted'), value: <When at={request.submittedAt} /> },
          ]}
        />
      </Card>
      {claim.error ? <Problem error={claim.error} /> : null}
      <Note meaning="seal" title={t('airlock.blind')}>
        <p>{t('airlock.blindWhy')}</p>
      </Note>
      <Card title={t('airlock.terms')}>
        <DisclosureTerms of={request.terms} />
      </Card>
      {request.rounds.length > 0 && <Rounds of={request.rounds} />}
      {request.files.map((file) => (
        <CheckFile
          key={file.id}
          request={request}
          file={file}
          said={draft.files[file.id] ?? { ok: null, text: '' }}
          onSay={(said) => onChange({ ...draft, files: { ...draft.files, [file.id]: said } })}
        />
      ))}
      <Messages request={request} />
      <OpinionForm request={request} draft={draft} onChange={onChange} onDecide={onDecide} />
    </>
  )
}
