import '../../style/workbench.css'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useEntry } from '../../api/evidence.ts'
import { exact } from '../../lib/format.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { ActorName } from './actor-name.tsx'
import { Subjects } from './subjects.tsx'

/** One entry: what, who, about what, and its receipt. */
export function Component() {
  const { t } = useTranslation()
  const say = useSaying()
  const { leaf = '' } = useParams()
  const entry = useEntry(leaf)
  const { data } = entry
  const before = Number(leaf) - 1
  return (
    <Page
      title={data ? say(data.kind) : t('shell.entry')}
      chips={<Chip meaning="seal">#{exact(Number(leaf))}</Chip>}
      actions={
        <>
          {before >= 0 && <LinkButton to={`/evidence/${before}`}>{t('evidence.previous')}</LinkButton>}
          <LinkButton to={`/evidence/${Number(leaf) + 1}`}>{t('evidence.next')}</LinkButton>
          <a
            className="anchor primary"
            href={`/api/evidence/entries/${leaf}/receipt`}
            download={`${leaf}.receipt.json`}
          >
            {t('evidence.receipt')}
          </a>
        </>
      }
    >
      <div className="grid g2">
        <Card title={t('common.facts')}>
          <Loaded of={entry} lines={8}>
            {(one) => (
              <Facts
                one
                rows={[
                  { key: 'kind', name: t('evidence.kind'), value: <code>{one.kind}</code> },
                  { key: 'at', name: t('evidence.at'), value: <When at={one.at} /> },
                  { key: 'actor', name: t('evidence.actor'), value: <ActorName entry={one} /> },
                  {
                    key: 'subject',
                    name: t('evidence.subject'),
                    value: <Subjects subject={one.subject} whole />,
                  },
                  { key: 'id', name: t('evidence.id'), value: <code>{one.id}</code> },
                  {
                    key: 'payload',
                    name: t('evidence.payloadHash'),
                    value: <Hash value={one.payloadHash ?? null} length={32} />,
                  },
                ]}
              />
            )}
          </Loaded>
        </Card>
        <div className="stack">
          {data?.payload !== undefined && data.payload !== null && (
            <Card
              title={t('evidence.payload')}
              extra={<span className="faint">{t('evidence.payloadHint')}</span>}
            >
              <pre className="sql">{JSON.stringify(data.payload, null, 2)}</pre>
            </Card>
          )}
          <Card title={t('evidence.what')}>
            <p className="muted">{t('evidence.whatText')}</p>
          </Card>
        </div>
      </div>
    </Page>
  )
}
