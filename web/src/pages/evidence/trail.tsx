import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useTrail } from '../../api/evidence.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Empty } from '../../parts/empty.tsx'
import { Timeline } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { ActorName } from './actor-name.tsx'
import { RECORD_OF } from './kinds.ts'
import { Subjects } from './subjects.tsx'

/** Everything that the log says about one thing: follow a run from its grant to its release. */
export function Component() {
  const { t } = useTranslation()
  const { subject = '' } = useParams()
  const say = useSaying()
  const trail = useTrail(subject)
  const kind = trail.data?.items
    .flatMap((entry) => Object.entries(entry.subject))
    .find(([, id]) => id === subject)?.[0]
  const record = kind && RECORD_OF[kind]
  return (
    <Page
      title={t('evidence.trailOf', { what: kind ? t(`evidence.of.${kind}`, { defaultValue: kind }) : '' })}
      chips={<code>{subject}</code>}
      actions={record && <Link to={`${record}/${subject}`}>{t('evidence.openRecord')}</Link>}
    >
      <Card>
        <Loaded of={trail} lines={8}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('evidence.noTrail')} hint={t('evidence.noTrailHint')} />
            ) : (
              <Timeline
                items={items.map((entry) => ({
                  leaf: entry.leaf,
                  at: entry.at,
                  who: <ActorName entry={entry} />,
                  what: (
                    <>
                      {say(entry.kind)} <span className="mono faint">{entry.kind}</span>
                      <div>
                        <Subjects subject={entry.subject} />
                      </div>
                    </>
                  ),
                }))}
              />
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}
