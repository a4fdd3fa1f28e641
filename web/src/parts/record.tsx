import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTrail } from '../api/evidence.ts'
import { useSaying } from '../lib/use-saying.ts'
import { Empty } from './empty.tsx'
import { type FactRow, Facts, Timeline } from './facts.tsx'
import { Loaded } from './loaded.tsx'
import { Card, Page } from './page.tsx'

interface RecordProps {
  readonly title: string
  readonly state: ReactNode
  readonly sub?: ReactNode
  readonly actions?: ReactNode
  readonly facts: readonly FactRow[]
  /** Whose trail through the evidence is the timeline. */
  readonly subject: string
  /** Above the facts: tabs. */
  readonly top?: ReactNode
  /** More of it, below the facts. */
  readonly children?: ReactNode
  /** Related records, below the timeline. */
  readonly aside?: ReactNode
}

/** The record page: title with state, facts in two columns, timeline with receipts, related records, actions. */
export function Record(props: RecordProps) {
  const { t } = useTranslation()
  return (
    <Page title={props.title} chips={props.state} sub={props.sub} actions={props.actions}>
      {props.top}
      <div className="grid g2">
        <div className="stack">
          <Card title={t('common.facts')}>
            <Facts rows={props.facts} />
          </Card>
          {props.children}
        </div>
        <div className="stack">
          <Card title={t('common.timeline')}>
            <Trail subject={props.subject} />
          </Card>
          {props.aside}
        </div>
      </div>
    </Page>
  )
}

/** What the evidence says happened to one thing, oldest first. */
export function Trail({ subject }: { readonly subject: string }) {
  const { t } = useTranslation()
  const say = useSaying()
  return (
    <Loaded of={useTrail(subject)}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('evidence.noTrail')} />
        ) : (
          <Timeline
            items={items.map((entry) => ({ leaf: entry.leaf, at: entry.at, what: say(entry.kind) }))}
          />
        )
      }
    </Loaded>
  )
}
