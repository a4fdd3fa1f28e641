import './evidence.css'
import '../../style/workbench.css'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type EntryDetail, useEntry, useHead } from '../../api/evidence.ts'
import { date, exact } from '../../lib/format.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Chip } from '../../parts/chip.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { ActorName } from './actor-name.tsx'
import { EntryPayload } from './entry-payload.tsx'
import { EntryReceipt } from './entry-receipt.tsx'
import { ProofCard } from './proof/card.tsx'
import { Subjects } from './subjects.tsx'

/** One entry: in plain words, as it stands in the log, and the proof that it stands there. */
export function Component() {
  const { t } = useTranslation()
  const say = useSaying()
  const { leaf = '' } = useParams()
  const entry = useEntry(leaf)
  const { data: head } = useHead()
  const place = Number(leaf)
  return (
    <Page
      title={entry.data ? say(entry.data.kind) : t('shell.entry')}
      chips={<Chip meaning="seal">#{exact(place)}</Chip>}
      actions={
        <>
          {place > 0 && (!head || place <= head.size) && (
            <LinkButton to={`/evidence/${place - 1}`}>{t('evidence.previous')}</LinkButton>
          )}
          {(!head || place + 1 < head.size) && (
            <LinkButton to={`/evidence/${place + 1}`}>{t('evidence.next')}</LinkButton>
          )}
          {!entry.isError && <EntryReceipt leaf={leaf} />}
        </>
      }
    >
      <Loaded of={entry} lines={10}>
        {(one) => (
          <div className="stack">
            <div className="grid g11">
              <PlainWords entry={one} />
              <EntryPayload entry={one} />
            </div>
            <Bytes entry={one} />
            <ProofCard key={leaf} leaf={leaf} entry={one.entry} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function PlainWords({ entry }: { readonly entry: EntryDetail }) {
  const { t } = useTranslation()
  const say = useSaying()
  return (
    <Card title={t('explore.inWords')}>
      <p className="sentence">
        {date(entry.at)} · <ActorName entry={entry} /> · <b>{say(entry.kind)}</b>
      </p>
      <Facts
        one
        rows={[
          {
            key: 'subject',
            name: t('evidence.subject'),
            value: <Subjects subject={entry.subject} whole />,
          },
          { key: 'kind', name: t('evidence.kind'), value: <code>{entry.kind}</code> },
          { key: 'id', name: t('evidence.id'), value: <code>{entry.id}</code> },
        ]}
      />
      <p className="faint">{t('evidence.whatText')}</p>
    </Card>
  )
}

/** The bytes that are hashed: what a verifier needs, to the letter. */
function Bytes({ entry }: { readonly entry: EntryDetail }) {
  const { t } = useTranslation()
  const size = new TextEncoder().encode(entry.entry).length
  return (
    <Card title={t('evidence.raw')} extra={<Copy text={entry.entry} />}>
      <p className="faint">{t('explore.bytesWhy', { size: exact(size) })}</p>
      <pre className="sql" tabIndex={0}>
        {entry.entry}
      </pre>
    </Card>
  )
}
