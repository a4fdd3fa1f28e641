import { useTranslation } from 'react-i18next'
import { type EntryView, useEntries, useHead } from '../../api/evidence.ts'
import { exact } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Chip } from '../../parts/chip.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { List } from '../../parts/list.tsx'
import { OlderPager } from '../../parts/pager.tsx'
import { Hash, Leaf, When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { ActorName } from './actor-name.tsx'
import { Density } from './density.tsx'
import { useKinds } from './kinds.ts'
import { EvidencePage } from './room.tsx'
import { Subjects } from './subjects.tsx'

/** The timeline: a picture of the log over time, and the entries of the stretch that is chosen in it. */
export function Component() {
  const { t } = useTranslation()
  const say = useSaying()
  const { values, set } = useFilters()
  const kinds = useKinds()
  const { data: head } = useHead()
  const list = useEntries({
    kind: values.kind,
    subject: values.subject,
    actor: values.actor,
    from: values.from,
    to: values.to,
    before: values.before,
    limit: '50',
  })
  const next = list.data?.next ?? null
  const columns: Column<EntryView>[] = [
    { key: 'leaf', title: t('evidence.leaf'), cell: (row) => <Leaf leaf={row.leaf} /> },
    { key: 'at', title: t('evidence.at'), cell: (row) => <When at={row.at} /> },
    {
      key: 'kind',
      title: t('evidence.kind'),
      cell: (row) => (
        <>
          {say(row.kind)} <span className="mono faint">{row.kind}</span>
        </>
      ),
    },
    { key: 'actor', title: t('evidence.actor'), cell: (row) => <ActorName entry={row} /> },
    {
      key: 'subject',
      title: t('evidence.subject'),
      cell: (row) => <Subjects subject={row.subject} most={3} />,
    },
  ]
  return (
    <EvidencePage
      title={t('shell.evidence')}
      sub={t('evidence.about')}
      chips={
        head && (
          <>
            <Chip meaning={head.healthy ? 'ok' : 'no'}>
              {t(head.healthy ? 'home.headWell' : 'home.headSick')}
            </Chip>
            <Chip meaning="seal">
              {exact(head.size)} {t('home.entries')}
            </Chip>
            <span className="faint">
              {t('home.root')} <Hash value={head.root} length={16} />
            </span>
          </>
        )
      }
      actions={
        <LinkButton primary to="/verify">
          {t('shell.verify')}
        </LinkButton>
      }
    >
      <div className="stack">
        <Density />
        <List
          name="evidence"
          caption={t('shell.evidence')}
          of={list}
          columns={columns}
          rowKey={(row) => String(row.leaf)}
          filters={[
            {
              key: 'kind',
              kind: 'choice',
              label: t('evidence.kind'),
              options: kinds,
              search: true,
            },
            { key: 'subject', kind: 'text', label: t('evidence.subjectId') },
            { key: 'actor', kind: 'text', label: t('evidence.actorId') },
          ]}
          empty={{ title: t('evidence.none') }}
          paged={false}
        />
        <OlderPager before={values.before} next={next} onTurn={(before) => set({ before })} />
      </div>
    </EvidencePage>
  )
}
