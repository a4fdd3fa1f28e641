import { useSuite } from '../../api/keys.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** The suite in force, where another algorithm is used and why, and what a certification still needs. */
export function Suite() {
  const { t, pick } = useFormat()
  const suite = useSuite()
  return (
    <Loaded of={suite} lines={6}>
      {(data) => (
        <>
          <Card
            title={t('keys.suiteTitle')}
            extra={<Chip meaning="seal">{t(`keys.suite.${data.suite}`, { defaultValue: data.suite })}</Chip>}
          >
            <p className="muted">{t(`keys.suiteWhy.${data.suite}`, { defaultValue: '' })}</p>
            <Table
              dense
              caption={t('keys.others')}
              rows={data.algorithms}
              rowKey={(row) => `${row.algorithm} ${row.where.en}`}
              columns={[
                { key: 'algorithm', title: t('keys.algorithm'), cell: (row) => <code>{row.algorithm}</code> },
                { key: 'where', title: t('keys.where'), cell: (row) => pick(row.where) },
                { key: 'why', title: t('keys.why'), cell: (row) => pick(row.why) },
              ]}
            />
          </Card>
          <Card title={t('keys.certification')}>
            <p className="muted">{t('keys.certificationWhy')}</p>
            <Table
              dense
              caption={t('keys.certification')}
              rows={data.certification}
              rowKey={(row) => row.what.en}
              columns={[
                { key: 'what', title: t('keys.requirement'), cell: (row) => pick(row.what) },
                { key: 'standard', title: t('keys.standard'), cell: (row) => row.standard },
                { key: 'state', title: t('keys.state'), cell: (row) => pick(row.state) },
              ]}
            />
          </Card>
        </>
      )}
    </Loaded>
  )
}
