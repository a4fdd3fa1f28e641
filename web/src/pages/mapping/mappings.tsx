import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useAdoptSet, useMappings, useMappingSets } from '../../api/mapping.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** The own body's mappings and what came of their last runs. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const mappings = useMappings()
  const start = (
    <LinkButton to="/mappings/new" primary>
      {t('mapping.new')}
    </LinkButton>
  )
  return (
    <Page title={t('mapping.title')} sub={t('mapping.about')} actions={start}>
      <div className="stack">
        <Card>
          <Loaded of={mappings}>
            {({ items }) => (
              <Table
                caption={t('mapping.title')}
                rows={items}
                rowKey={(row) => row.id}
                empty={<Empty title={t('mapping.none')} hint={t('mapping.noneHint')} action={start} />}
                columns={[
                  {
                    key: 'title',
                    title: t('mapping.name'),
                    cell: (row) => (
                      <>
                        <Link to={`/mappings/${row.id}`}>
                          <b>{name(row.titleZh, row.titleEn)}</b>
                        </Link>
                        <div className="faint">
                          <code>{row.code}</code> v{row.number}
                        </div>
                      </>
                    ),
                  },
                  {
                    key: 'way',
                    title: t('mapping.way'),
                    cell: (row) => (
                      <>
                        {row.sources.map((source) => (
                          <code key={source}>{source} </code>
                        ))}
                        → <Link to={`/standard/tables/${row.target}`}>{row.target}</Link>
                      </>
                    ),
                  },
                  {
                    key: 'columns',
                    title: t('mapping.columns'),
                    numeric: true,
                    cell: (row) => <Num value={row.columns} />,
                  },
                  {
                    key: 'rows',
                    title: t('mapping.rows'),
                    numeric: true,
                    cell: (row) => <Num value={row.run?.rows} />,
                  },
                  {
                    key: 'misfits',
                    title: t('mapping.misfits'),
                    numeric: true,
                    cell: (row) => <Num value={row.run?.misfits} />,
                  },
                  {
                    key: 'run',
                    title: t('mapping.lastRun'),
                    cell: (row) =>
                      row.run ? (
                        <Link to={`/datasets/${row.run.datasetId}`}>
                          <When at={row.run.at} />
                        </Link>
                      ) : (
                        <span className="faint">{t('mapping.never')}</span>
                      ),
                  },
                ]}
              />
            )}
          </Loaded>
        </Card>
        <Sets />
      </div>
    </Page>
  )
}

/** Mappings of known kinds of sources, to be taken over as a whole. */
function Sets() {
  const { t } = useTranslation()
  const { name, language } = useFormat()
  const sets = useMappingSets()
  const adopt = useAdoptSet()
  const [open, setOpen] = useState<string | null>(null)
  if (!sets.data?.items.length) return null
  return (
    <Card title={t('mapping.sets')}>
      <div className="stack">
        <p className="muted">{t('mapping.setsAbout')}</p>
        {adopt.error ? <Problem error={adopt.error} /> : null}
        {sets.data.items.map((set) => (
          <div key={set.code} className="stack tight">
            <div className="row">
              <b>{name(set.titleZh, set.titleEn)}</b>
              <span className="faint">{t('mapping.setTables', { count: set.mappings.length })}</span>
              <span style={{ flex: 1 }} />
              <Button size="small" type="text" onClick={() => setOpen(open === set.code ? null : set.code)}>
                {t('mapping.setNotes')}
              </Button>
              <Button
                size="small"
                loading={adopt.isPending && adopt.variables === set.code}
                onClick={() => adopt.mutate(set.code)}
              >
                {t('mapping.adopt')}
              </Button>
            </div>
            {open === set.code && (
              <ul>
                {(language === 'zh' ? set.notesZh : set.notesEn).map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
    </Card>
  )
}
