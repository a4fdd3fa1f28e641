import { useParams } from 'react-router'
import { useHasRole, useMe } from '../../api/session.ts'
import { type CaseView, useCase, useTakeCase } from '../../api/watch.ts'
import { duration } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Trail } from '../../parts/record.tsx'
import { Leaf, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Blocks } from './blocks.tsx'
import { CloseCase } from './close-case.tsx'
import { Notes } from './notes.tsx'

/** One case: what was noticed, what is stopped, what was done. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const found = useCase(id)
  if (found.data) return <Case of={found.data} />
  return (
    <Page title={t('watch.case')}>
      <Card>
        <Loaded of={found}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Case({ of }: { readonly of: CaseView }) {
  const { t, pick, name } = useFormat()
  const me = useMe()
  const has = useHasRole()
  const take = useTakeCase(of.id)
  const officer = has('duty_officer')
  const mine = of.takenBy === me.user.id
  const whyNot = !officer ? t('watch.whyNot.officer') : !mine ? t('watch.whyNot.take') : null
  return (
    <Page
      title={name(of.titleZh, of.titleEn)}
      chips={
        <>
          <State kind="case" value={of.state} />
          <State kind="severity" value={of.severity} />
        </>
      }
      actions={
        of.state !== 'closed' && (
          <>
            <CloseCase of={of} whyNot={whyNot} />
            {!mine && (
              <Action
                primary
                whyNot={!officer && t('watch.whyNot.officer')}
                loading={take.isPending}
                onClick={() => take.mutate()}
              >
                {t('watch.take')}
              </Action>
            )}
          </>
        )
      }
    >
      <div className="stack">
        {take.error ? <Problem error={take.error} /> : null}
        <div className="grid g2">
          <div className="stack">
            <Blocks of={of} whyNot={whyNot} />
            <Card title={t('watch.noticed')}>
              <ol className="timeline">
                {of.alerts.map((alert) => (
                  <li key={alert.id}>
                    <State kind="severity" value={alert.severity} /> {pick(alert)}
                    <div className="row faint">
                      {alert.leaves.map((leaf) => (
                        <Leaf key={leaf} leaf={leaf} />
                      ))}
                    </div>
                    <small>
                      <When at={alert.at} /> · {t(`watch.reactions.${alert.reaction}`)}
                      {alert.blockedAfterMs !== null && (
                        <> · {t('watch.blockedAfter', { time: duration(alert.blockedAfterMs) })}</>
                      )}
                    </small>
                  </li>
                ))}
              </ol>
            </Card>
            <Notes of={of} whyNot={officer ? null : t('watch.whyNot.officer')} />
          </div>
          <div className="stack">
            <Card title={t('common.facts')}>
              <Facts
                one
                rows={[
                  {
                    key: 'number',
                    name: t('watch.number'),
                    value: <span className="mono">{of.number}</span>,
                  },
                  {
                    key: 'who',
                    name: t('watch.who'),
                    value: name(of.participantNameZh, of.participantNameEn) || null,
                  },
                  { key: 'created', name: t('common.created'), value: <When at={of.createdAt} /> },
                  { key: 'taken', name: t('watch.takenBy'), value: of.takenByName },
                  { key: 'closed', name: t('watch.closed'), value: <When at={of.closedAt} /> },
                  {
                    key: 'outcome',
                    name: t('watch.outcome'),
                    value: of.outcome && t(`watch.outcomes.${of.outcome}`),
                  },
                ]}
              />
            </Card>
            <Card title={t('common.timeline')}>
              <Trail subject={of.id} />
            </Card>
          </div>
        </div>
      </div>
    </Page>
  )
}
