import './audit.css'
import { Button } from 'antd'
import { useParams } from 'react-router'
import { type Report, useReport } from '../../api/audit.ts'
import { useHashName, useSpace } from '../../api/session.ts'
import { date, day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash, Leaf, Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** One report, as it is read and as it is printed. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const report = useReport(id)
  const title = report.data
    ? `${t(`audit.periods.${report.data.kind}`)} · ${t('audit.span', { from: day(report.data.from), until: day(report.data.until - 1) })}`
    : t('audit.report')
  return (
    <Page
      title={title}
      actions={
        <>
          <a className="anchor" href={`/api/audit/reports/${id}/pdf`} download>
            {t('audit.pdf')}
          </a>
          <Button type="primary" onClick={() => window.print()}>
            {t('audit.print')}
          </Button>
        </>
      }
    >
      <Loaded of={report} lines={10}>
        {(data) => <Sheet of={data} />}
      </Loaded>
    </Page>
  )
}

function Sheet({ of }: { readonly of: Report }) {
  const { t, pick, name } = useFormat()
  const { data: space } = useSpace()
  const hashName = useHashName()
  return (
    <div className="stack audit-sheet">
      <Card>
        <p>
          <b>{name(space?.nameZh, space?.nameEn)}</b>{' '}
          {space?.synthetic && <span className="chip warn">{t('shell.synthetic')}</span>}
        </p>
        <p className="muted">
          {date(of.from)} – {date(of.until)} · {`${hashName} `}
          <Hash value={of.digest} length={24} /> · <Leaf leaf={of.leaf} />
        </p>
      </Card>
      {of.sections.map((section) => (
        <Card key={section.id} title={pick(section)}>
          <Table
            dense
            caption={pick(section)}
            rows={section.figures}
            rowKey={(_, place) => String(place)}
            columns={[
              { key: 'name', title: t('audit.figure'), cell: (row) => pick(row) },
              {
                key: 'value',
                title: t('audit.value'),
                numeric: true,
                cell: (row) => <Num value={row.value} />,
              },
            ]}
          />
        </Card>
      ))}
    </div>
  )
}
