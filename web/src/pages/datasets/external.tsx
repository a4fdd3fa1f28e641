import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useExternal, useRemoveExternal } from '../../api/catalog.ts'
import { useHasRole } from '../../api/session.ts'
import type { ExternalView } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Record } from '../../parts/record.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** An entry of another catalogue. */
export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const entry = useExternal(id)
  if (entry.data) return <External view={entry.data} />
  return (
    <Page title={t('catalogue.external')}>
      <Card>
        <Loaded of={entry}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

type Texts = ExternalView['entry']['title']

function External({ view }: { readonly view: ExternalView }) {
  const { t, language } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const navigate = useNavigate()
  const removal = useRemoveExternal()
  const { entry } = view
  const say = (texts: Texts) => texts[language] ?? texts[''] ?? Object.values(texts)[0] ?? ''
  return (
    <Record
      title={say(entry.title)}
      state={<Chip>{t('catalogue.external')}</Chip>}
      sub={say(entry.description)}
      subject={view.id}
      actions={
        view.own &&
        has('data_officer', 'steward') && (
          <Action
            danger
            loading={removal.isPending}
            onClick={() => removal.mutate(view.id, { onSuccess: () => void navigate('/datasets') })}
          >
            {t('catalogue.removeExternal')}
          </Action>
        )
      }
      facts={[
        {
          key: 'publisher',
          name: t('catalogue.publisher'),
          value: entry.publisher && say(entry.publisher.name),
        },
        { key: 'keeper', name: t('catalogue.keptBy'), value: bodyName(view.participantId) },
        { key: 'iri', name: t('catalogue.iri'), value: <Hash value={entry.iri} length={40} /> },
        {
          key: 'source',
          name: t('catalogue.sourceUrl'),
          value: view.sourceUrl && (
            <a href={view.sourceUrl} rel="noreferrer noopener" target="_blank">
              {view.sourceUrl}
            </a>
          ),
        },
        {
          key: 'page',
          name: t('catalogue.landingPage'),
          value: entry.landingPage && (
            <a href={entry.landingPage} rel="noreferrer noopener" target="_blank">
              {entry.landingPage}
            </a>
          ),
        },
        {
          key: 'rhythm',
          name: t('catalogue.facet.rhythm'),
          value: entry.rhythm && t(`catalogue.rhythm.${entry.rhythm}`),
        },
        {
          key: 'keywords',
          name: t('catalogue.keywords'),
          value: entry.keywords.map(({ value }) => value).join(' · ') || null,
        },
        { key: 'renewed', name: t('dataset.updated'), value: <When at={view.updatedAt} /> },
      ]}
    >
      {removal.error ? <Problem error={removal.error} /> : null}
      <p className="why warn">{t('catalogue.externalAbout')}</p>
      <Card title={t('catalogue.distributions')}>
        {entry.distributions.length === 0 ? (
          <Empty title={t('catalogue.noDistributions')} />
        ) : (
          <Table
            caption={t('catalogue.distributions')}
            rows={entry.distributions}
            rowKey={(row, index) => row.iri ?? String(index)}
            columns={[
              { key: 'type', title: t('catalogue.mediaType'), cell: (row) => row.mediaType ?? '—' },
              {
                key: 'size',
                title: t('dataset.size'),
                numeric: true,
                cell: (row) => (row.byteSize === null ? '—' : bytes(row.byteSize)),
              },
              {
                key: 'sum',
                title: t('catalogue.checksum'),
                cell: (row) => <Hash value={row.checksum?.value} />,
              },
            ]}
          />
        )}
      </Card>
    </Record>
  )
}
