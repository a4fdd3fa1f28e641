import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../../api/session.ts'
import { useDatasets } from '../../api/supply.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** The own body's datasets, each with its way to grading and de-identification. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const me = useMe()
  const datasets = useDatasets({ participantId: me.participant.id, limit: 200 })
  return (
    <Page title={t('shell.grading')} sub={t('grading.about')}>
      <Card>
        <Loaded of={datasets}>
          {({ items }) => (
            <Table
              caption={t('shell.grading')}
              rows={items.filter((row) => row.latest !== null)}
              rowKey={(row) => row.id}
              empty={<Empty title={t('grading.none')} hint={t('grading.noneHint')} />}
              columns={[
                {
                  key: 'title',
                  title: t('grading.dataset'),
                  cell: (row) => (
                    <>
                      <Link to={`/datasets/${row.id}`}>
                        <b>{name(row.titleZh, row.titleEn)}</b>
                      </Link>
                      <div className="faint">
                        <code>{row.code}</code>
                      </div>
                    </>
                  ),
                },
                {
                  key: 'rows',
                  title: t('dataset.rows'),
                  numeric: true,
                  cell: (row) => <Num value={row.latest?.rows} />,
                },
                {
                  key: 'persons',
                  title: t('dataset.persons'),
                  numeric: true,
                  cell: (row) => <Num value={row.latest?.insuredCount} />,
                },
                {
                  key: 'grade',
                  title: t('grading.columns'),
                  cell: (row) => <Link to={`/datasets/${row.id}/grading`}>{t('grading.open')}</Link>,
                },
                {
                  key: 'deidentify',
                  title: t('shell.deidentify'),
                  cell: (row) => <Link to={`/datasets/${row.id}/deidentify`}>{t('deidentify.open')}</Link>,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}
