import './audit.css'
import { Link, useParams } from 'react-router'
import { type FileStory, useStory } from '../../api/audit.ts'
import { useHashName } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash, Leaf, When } from '../../parts/say.tsx'

const SIGNS = {
  landed: '⬇',
  treated: '✎',
  prepared: '▤',
  contract: '§',
  seat: '▣',
  cell: '›_',
  request: '⬆',
  check: '⌕',
  opinion: '☑',
  release: '✓',
  download: '⤓',
  revoked: '⊘',
} as const

/** The way of one released file, from the source versions to whoever took it away. */
export function Component() {
  const { t } = useFormat()
  const { run = '' } = useParams()
  const hashName = useHashName()
  return (
    <Page
      title={t('audit.storyTitle')}
      sub={t('audit.storyAbout')}
      actions={
        <a className="anchor" href={`/api/runs/${run}/receipt`} download>
          {t('result.file.receipt')}
        </a>
      }
    >
      <Loaded of={useStory(run)} lines={10}>
        {(story) => (
          <div className="grid g2">
            <Card title={t('audit.way')}>
              <Way of={story} />
            </Card>
            <div className="stack">
              <Card title={t('common.facts')}>
                <Facts
                  one
                  rows={[
                    {
                      key: 'path',
                      name: t('airlock.path'),
                      value: <span className="mono">{story.path}</span>,
                    },
                    { key: 'hash', name: hashName, value: <Hash value={story.digest} length={24} /> },
                    ...(story.requestId === null
                      ? []
                      : [
                          {
                            key: 'request',
                            name: t('audit.request'),
                            value: (
                              <Link className="mono" to={`/airlock/${story.requestId}`}>
                                {story.requestId.slice(0, 8)}…
                              </Link>
                            ),
                          },
                        ]),
                    {
                      key: 'run',
                      name: t('evidence.of.run'),
                      value: (
                        <Link className="mono" to={`/runs/${story.runId}`}>
                          {story.runId.slice(0, 8)}…
                        </Link>
                      ),
                    },
                  ]}
                />
              </Card>
              <Replays of={story} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Way({ of }: { readonly of: FileStory }) {
  const { t, pick } = useFormat()
  return (
    <ol className="audit-way">
      {of.steps.map((step, place) => (
        <li key={place} className={step.moment}>
          <span className="sign" aria-hidden="true">
            {SIGNS[step.moment]}
          </span>
          <div>
            <b>{t(`audit.moment.${step.moment}`)}</b>
            <div className="break">{step.link ? <Link to={step.link}>{pick(step)}</Link> : pick(step)}</div>
            <small className="faint">
              <When at={step.at} /> · <Leaf leaf={step.leaf} /> · <Hash value={step.id} length={8} />
            </small>
          </div>
        </li>
      ))}
      {of.more > 0 && (
        <li>
          <span className="sign" aria-hidden="true">
            …
          </span>
          <div className="muted">{t('audit.more', { count: of.more })}</div>
        </li>
      )}
    </ol>
  )
}

/** The session in which the file was made. */
function Replays({ of }: { readonly of: FileStory }) {
  const { t } = useFormat()
  if (of.seatId === null) return null
  return (
    <Card title={t('audit.sessions')}>
      <div className="stack tight">
        <p className="muted">{t('audit.replayHint')}</p>
        <div>
          <LinkButton to={`/audit/replay/${of.seatId}`}>{t('audit.toReplay')}</LinkButton>
        </div>
      </div>
    </Card>
  )
}
