import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useDictionaries, useNationalTables } from '../../api/mapping.ts'
import { useBasis } from '../../lib/use-basis.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Elements } from './elements.tsx'

const TABS = ['tables', 'dictionaries', 'elements'] as const

/** The national tables, the dictionaries with their versions, and the register of data elements. */
export function Component() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'tables'
  return (
    <Page title={t('standard.title')} sub={t('standard.about')}>
      <Tabs
        activeKey={tab}
        onChange={(next) => setSearch({ tab: next }, { replace: true })}
        items={TABS.map((one) => ({ key: one, label: t(`standard.${one}`) }))}
      />
      {tab === 'tables' && <Tables />}
      {tab === 'dictionaries' && <Dictionaries />}
      {tab === 'elements' && <Elements />}
    </Page>
  )
}

function Tables() {
  const basis = useBasis()
  const { t } = useTranslation()
  const { name } = useFormat()
  const tables = useNationalTables()
  return (
    <Card>
      <Loaded of={tables}>
        {({ items }) => (
          <Table
            caption={t('standard.tables')}
            rows={items}
            rowKey={(row) => row.name}
            columns={[
              {
                key: 'name',
                title: t('standard.table'),
                cell: (row) => (
                  <>
                    <Link to={`/standard/tables/${row.name}`}>
                      <b>{name(row.titleZh, row.titleEn)}</b>
                    </Link>
                    <div className="faint">
                      <code>{row.name}</code>
                    </div>
                  </>
                ),
              },
              {
                key: 'columns',
                title: t('standard.columns'),
                numeric: true,
                cell: (row) => <Num value={row.columns} />,
              },
              {
                key: 'required',
                title: t('standard.required'),
                numeric: true,
                cell: (row) => <Num value={row.required} />,
              },
              { key: 'basis', title: t('standard.basis'), cell: (row) => basis(row.basis) },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}

function Dictionaries() {
  const basis = useBasis()
  const { t } = useTranslation()
  const { name } = useFormat()
  const dictionaries = useDictionaries()
  return (
    <Card>
      <Loaded of={dictionaries}>
        {({ items }) => (
          <Table
            caption={t('standard.dictionaries')}
            rows={items}
            rowKey={(row) => row.code}
            columns={[
              {
                key: 'code',
                title: t('standard.dictionary'),
                cell: (row) => (
                  <>
                    <Link to={`/standard/dictionaries/${row.code}`}>
                      <b>{name(row.titleZh, row.titleEn)}</b>
                    </Link>
                    <div className="faint">
                      <code>{row.code}</code> v{row.version}
                    </div>
                  </>
                ),
              },
              {
                key: 'codes',
                title: t('standard.codes'),
                numeric: true,
                cell: (row) => <Num value={row.codes} />,
              },
              {
                key: 'unverified',
                title: t('standard.unverified'),
                numeric: true,
                cell: (row) => <Num value={row.unverified} />,
              },
              {
                key: 'columns',
                title: t('standard.usedBy'),
                numeric: true,
                cell: (row) => <Num value={row.columns} />,
              },
              { key: 'basis', title: t('standard.basis'), cell: (row) => basis(row.basis) },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
