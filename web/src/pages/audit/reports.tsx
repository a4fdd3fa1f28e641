import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { type Report, useMakeReport, useReports } from '../../api/audit.ts'
import { useHashName, useHasRole } from '../../api/session.ts'
import { day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, Leaf } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { AuditPage } from './audit-page.tsx'
import { lastPeriod, PERIODS, type Period } from './period.ts'

/** Periodic reports: made, kept, and printed. */
export function Component() {
  const { t } = useFormat()
  const has = useHasRole()
  return (
    <AuditPage title={t('audit.reports')} sub={t('audit.reportsAbout')}>
      <div className="stack">
        {has('auditor') && <Make />}
        <Card>
          <Loaded of={useReports()}>{({ items }) => <Made items={items} />}</Loaded>
        </Card>
      </div>
    </AuditPage>
  )
}

function Make() {
  const { t } = useFormat()
  const options = useOptions()
  const navigate = useNavigate()
  const [kind, setKind] = useState<Period>('weekly')
  const make = useMakeReport()
  const span = lastPeriod(kind, Date.now())
  return (
    <Card title={t('audit.newReport')}>
      <div className="row">
        <Segmented
          aria-label={t('audit.period')}
          value={kind}
          onChange={setKind}
          options={options('audit.periods', PERIODS) as { value: Period; label: string }[]}
        />
        <span className="muted">{t('audit.span', { from: day(span.from), until: day(span.until - 1) })}</span>
        <Button
          type="primary"
          loading={make.isPending}
          onClick={() =>
            make.mutate({ kind, ...span }, { onSuccess: ({ id }) => void navigate(`/audit/reports/${id}`) })
          }
        >
          {t('audit.make')}
        </Button>
      </div>
      {make.error ? <Problem error={make.error} /> : null}
    </Card>
  )
}

function Made({ items }: { readonly items: readonly Report[] }) {
  const { t } = useFormat()
  const hashName = useHashName()
  return (
    <Table
      caption={t('audit.reports')}
      rows={items}
      rowKey={(row) => row.id}
      empty={<Empty title={t('audit.noReports')} hint={t('audit.noReportsHint')} />}
      columns={[
        {
          key: 'span',
          title: t('audit.report'),
          cell: (row) => (
            <Link to={`/audit/reports/${row.id}`}>
              <b>{t('audit.span', { from: day(row.from), until: day(row.until - 1) })}</b>
            </Link>
          ),
        },
        { key: 'kind', title: t('audit.period'), cell: (row) => t(`audit.periods.${row.kind}`) },
        { key: 'hash', title: hashName, cell: (row) => <Hash value={row.digest} /> },
        { key: 'leaf', title: t('evidence.leaf'), numeric: true, cell: (row) => <Leaf leaf={row.leaf} /> },
      ]}
    />
  )
}
