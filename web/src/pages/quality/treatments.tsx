import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTreatments } from '../../api/quality.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'
import { GrantsCard } from './grants.tsx'
import { NewTreatmentDialog } from './new-treatment.tsx'
import { share } from './share.ts'

/** Treatments of the own body: what is checked, and how accurate it was last. */
export function Component() {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  const treatments = useTreatments()
  const add = (
    <Action primary onClick={() => setMaking(true)}>
      {t('quality.new')}
    </Action>
  )
  return (
    <Page
      title={t('quality.title')}
      sub={t('quality.about')}
      actions={
        <>
          <LinkButton to="/quality/rules">{t('quality.rules')}</LinkButton>
          {add}
        </>
      }
    >
      <div className="stack">
        <Loaded of={treatments}>
          {({ items }) => (
            <Card>
              <Table
                caption={t('quality.title')}
                rows={items}
                rowKey={(row) => row.id}
                empty={<Empty title={t('quality.none')} hint={t('quality.noneHint')} action={add} />}
                columns={[
                  {
                    key: 'title',
                    title: t('quality.treatment'),
                    cell: (row) => (
                      <Link to={`/quality/${row.id}`}>
                        <b>{row.title}</b>
                      </Link>
                    ),
                  },
                  {
                    key: 'tables',
                    title: t('quality.tables'),
                    numeric: true,
                    cell: (row) => <Num value={row.tables.length} />,
                  },
                  {
                    key: 'state',
                    title: t('quality.lastCheck'),
                    cell: (row) =>
                      row.last ? (
                        <Link to={`/quality/checks/${row.last.id}`}>
                          <State kind="job" value={row.last.state} />
                        </Link>
                      ) : (
                        <span className="faint">{t('quality.notYet')}</span>
                      ),
                  },
                  {
                    key: 'dirty',
                    title: t('quality.dirtyRows'),
                    numeric: true,
                    cell: (row) => <Num value={row.last?.dirtyRows} />,
                  },
                  {
                    key: 'accuracy',
                    title: t('quality.cleanRows'),
                    numeric: true,
                    cell: (row) => share(row.last?.accuracy),
                  },
                  { key: 'at', title: t('quality.at'), cell: (row) => <When at={row.last?.createdAt} /> },
                ]}
              />
            </Card>
          )}
        </Loaded>
        <GrantsCard />
      </div>
      {making && <NewTreatmentDialog onClose={() => setMaking(false)} />}
    </Page>
  )
}
