import './sources.css'
import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { useMe } from '../../api/session.ts'
import { type TableView, useNewFeed, useSource, useSourceTables } from '../../api/sources.ts'
import { useDatasets } from '../../api/supply.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Wizard } from '../../parts/wizard.tsx'
import { type FeedDraft, feedDraftOf, missingInFeed, newFeedOf } from './feed-draft.ts'
import { FeedFields } from './feed-fields.tsx'

/** Which tables of a source feed which datasets: choose → set → summary. */
export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const source = useSource(id)
  const tables = useSourceTables(id)
  if (source.data && tables.data) return <Choose id={id} kind={source.data.kind} tables={tables.data.items} />
  return (
    <Page title={t('shell.sourceTables')}>
      <Card>
        {source.error ? (
          <Loaded of={source}>{() => null}</Loaded>
        ) : (
          <Loaded of={tables}>{() => <Bones />}</Loaded>
        )}
        {(source.error ?? tables.error) && (
          <p>
            <LinkButton to={`/sources/${id}`}>{t('source.toSource')}</LinkButton>
          </p>
        )}
      </Card>
    </Page>
  )
}

interface ChooseProps {
  readonly id: string
  readonly kind: string
  readonly tables: readonly TableView[]
}

function Choose({ id, kind, tables }: ChooseProps) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const datasets = useDatasets({ participantId: me.participant.id, limit: 200 })
  const [chosen, setChosen] = useState<readonly FeedDraft[]>([])
  // Feeds that were made before one failed are not made again.
  const [made, setMade] = useState<readonly string[]>([])
  const create = useNewFeed(id)
  const [pending, setPending] = useState(false)
  const change = (name: string, more: Partial<FeedDraft>) =>
    setChosen(chosen.map((one) => (one.table === name ? { ...one, ...more } : one)))
  const toggle = (table: TableView) =>
    setChosen(
      chosen.some((one) => one.table === table.name)
        ? chosen.filter((one) => one.table !== table.name)
        : [...chosen, feedDraftOf(table, kind)],
    )
  const finish = async () => {
    setPending(true)
    try {
      for (const draft of chosen.filter((one) => !made.includes(one.table))) {
        await create.mutateAsync(newFeedOf(draft))
        setMade((before) => [...before, draft.table])
      }
      await navigate(`/sources/${id}`)
    } catch {
      // Shown by the wizard: it is the mutation's error.
    } finally {
      setPending(false)
    }
  }
  const wrong = chosen.map((draft) => ({ draft, key: missingInFeed(draft) })).find(({ key }) => key !== null)
  const steps = [
    {
      key: 'choose',
      title: t('source.step.tables'),
      body: <TableList tables={tables} chosen={chosen} onToggle={toggle} />,
      missing: chosen.length === 0 ? t('source.missing.tables') : null,
    },
    {
      key: 'set',
      title: t('source.step.feeds'),
      body: (
        <Form layout="vertical" component="div" className="narrow-form">
          {chosen.map((draft) => (
            <FeedFields
              key={draft.table}
              table={tables.find((one) => one.name === draft.table)!}
              value={draft}
              kind={kind}
              datasets={datasets.data?.items ?? []}
              onChange={(more) => change(draft.table, more)}
            />
          ))}
        </Form>
      ),
      missing: wrong?.key ? t('source.missing.of', { table: wrong.draft.table, what: t(wrong.key) }) : null,
    },
    {
      key: 'summary',
      title: t('source.step.summary'),
      body: <Summary chosen={chosen} made={made} />,
      missing: null,
    },
  ]
  return (
    <Wizard
      title={t('shell.sourceTables')}
      steps={steps}
      finish={t('source.startFeeds')}
      pending={pending}
      error={create.error}
      onFinish={() => void finish()}
    />
  )
}

interface ListProps {
  readonly tables: readonly TableView[]
  readonly chosen: readonly FeedDraft[]
  readonly onToggle: (table: TableView) => void
}

/** Long lists are searched, not scrolled. */
const MOST_SHOWN = 100

function TableList({ tables, chosen, onToggle }: ListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  if (tables.length === 0) return <Empty title={t('source.noTables')} hint={t('source.noTablesHint')} />
  const found = tables.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
  return (
    <div className="choose">
      <Input
        type="search"
        allowClear
        aria-label={t('source.searchTables')}
        placeholder={t('source.searchTables')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {found.slice(0, MOST_SHOWN).map((table) => (
        <div key={table.name} className={chosen.some((one) => one.table === table.name) ? 'on' : ''}>
          <Checkbox
            className="grow"
            checked={chosen.some((one) => one.table === table.name)}
            disabled={table.feedId !== null}
            onChange={() => onToggle(table)}
          >
            <b className="mono">{table.name}</b>{' '}
            <span className="faint">
              {t('source.columnCount', { count: table.columns.length })}
              {table.rowsApprox !== null && (
                <>
                  {' · '}
                  {t('source.about')} <Num value={table.rowsApprox} /> {t('dataset.rowsUnit')}
                </>
              )}
              {table.key.length > 0 && ` · ${t('source.key')} ${table.key.join(', ')}`}
              {table.feedId !== null && ` · ${t('source.fedAlready')}`}
            </span>
          </Checkbox>
        </div>
      ))}
      {found.length > MOST_SHOWN && (
        <p className="faint">{t('source.moreTables', { count: found.length - MOST_SHOWN })}</p>
      )}
    </div>
  )
}

function Summary({
  chosen,
  made,
}: {
  readonly chosen: readonly FeedDraft[]
  readonly made: readonly string[]
}) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <ul className="plain-list">
        {chosen.map((draft) => (
          <li key={draft.table}>
            {made.includes(draft.table) && <span aria-hidden="true">✓ </span>}
            {t('source.sayFeed', {
              table: draft.table,
              target: draft.datasetId === '' ? draft.code : t('source.targetOwn'),
              mode: t(`source.modeKind.${draft.mode}`),
              when: t(`source.when.${draft.schedule}`, { seconds: draft.seconds, at: draft.at }),
            })}
          </li>
        ))}
      </ul>
      <p>{t('source.sayFirst')}</p>
      <p className="why seal">
        <b className="head">
          <span aria-hidden="true">◈ </span>
          {t('source.sayLandings')}
        </b>
      </p>
    </div>
  )
}
