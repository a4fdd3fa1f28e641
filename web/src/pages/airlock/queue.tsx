import './airlock.css'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AirlockRequest, type QueueItem, useAirlockQueue } from '../../api/airlock.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { Queue } from '../../parts/queue.tsx'
import { Age } from './age.tsx'
import { Check } from './check.tsx'
import { useRequestNames } from './names.ts'
import { type Decision, decided, emptyOpinion, type OpinionDraft } from './opinion.ts'

/** Where the keyboard goes after a decision was chosen: approving is one key more, anything else asks why. */
const NEXT: Readonly<Record<Decision, string>> = {
  approve: '[data-give]',
  return: '[data-reason]',
  reject: '[data-reason]',
}

/** What waits for the reader's opinion, oldest first; the next opens by itself. */
export function Component() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { values } = useFilters()
  const queue = useAirlockQueue()
  const names = useRequestNames()
  const [drafts, setDrafts] = useState<Readonly<Record<string, OpinionDraft>>>({})
  const change = (id: string, draft: OpinionDraft) => setDrafts({ ...drafts, [id]: draft })
  const decide = (decision: Decision) => (item: QueueItem) => {
    const files = client.getQueryData<AirlockRequest>(['airlock-request', item.id])?.files
    if (!files) return
    change(item.id, decided(drafts[item.id] ?? emptyOpinion, decision, files))
    requestAnimationFrame(() => document.querySelector<HTMLElement>(NEXT[decision])?.focus())
  }
  return (
    <Page
      title={t('airlock.queue')}
      sub={t('airlock.queueAbout')}
      actions={
        <>
          <LinkButton to="/airlock/numbers">{t('airlock.numbers')}</LinkButton>
          <LinkButton to="/airlock">{t('airlock.all')}</LinkButton>
        </>
      }
    >
      <Loaded of={queue} lines={8}>
        {({ items }) => (
          <Queue
            items={items}
            itemKey={(item) => item.id}
            start={values.open}
            line={(item) => (
              <>
                <span className="break">{item.title}</span>
                <div className="faint">
                  {names.project(item)} · {t('airlock.fileCount', { count: item.files })} ·{' '}
                  <Age since={item.submittedAt} />
                </div>
                {item.claimed && <div className="faint ok">✓ {t('airlock.claimed')}</div>}
              </>
            )}
            body={(item) => (
              <Check
                item={item}
                draft={drafts[item.id] ?? emptyOpinion}
                onChange={(draft) => change(item.id, draft)}
                onDecide={(decision) => decide(decision)(item)}
              />
            )}
            keys={{ a: decide('approve'), r: decide('return'), x: decide('reject') }}
            help={[
              { key: 'a', says: t('airlock.decision.approve') },
              { key: 'r', says: t('airlock.decision.return') },
              { key: 'x', says: t('airlock.decision.reject') },
            ]}
            empty={{ title: t('airlock.nothingWaits'), hint: t('airlock.nothingWaitsHint') }}
          />
        )}
      </Loaded>
    </Page>
  )
}
