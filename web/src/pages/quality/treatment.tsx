import { Checkbox, InputNumber } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import {
  QUALITY_CLASSES,
  type TreatmentView,
  type Trend,
  useChangeTreatment,
  useChecks,
  useRules,
  useRunCheck,
  useTreatment,
  useTrend,
} from '../../api/quality.ts'
import type { ChartPlan } from '../../lib/chart.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bones } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'
import { share } from './share.ts'

const Chart = lazy(() => import('../../parts/sql/chart.tsx').then(({ Chart: part }) => ({ default: part })))

/** One treatment: what it binds, how it went, and its tolerances. */
export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const treatment = useTreatment(id)
  const run = useRunCheck(id)
  const trend = useTrend(id)
  const { values } = useFilters()
  const checks = useChecks(id, { ...values, limit: PAGE_SIZE })
  return (
    <Page
      title={treatment.data?.title ?? t('quality.treatment')}
      sub={t('quality.treatmentAbout')}
      actions={
        <>
          <LinkButton to={`/repairs?treatmentId=${id}`}>{t('repair.title')}</LinkButton>
          <Action primary loading={run.isPending} onClick={() => run.mutate()}>
            {t('quality.check')}
          </Action>
        </>
      }
    >
      <div className="stack">
        {run.error ? <Problem error={run.error} /> : null}
        {run.data && (
          <Card>
            <JobProgress
              id={run.data.jobId}
              onDone={() => {
                void checks.refetch()
                void trend.refetch()
              }}
            />
            <Link to={`/quality/checks/${run.data.runId}`}>{t('quality.openReport')}</Link>
          </Card>
        )}
        {trend.data && trend.data.length > 1 && <TrendCard trend={trend.data} />}
        <List
          name="checks"
          caption={t('quality.checks')}
          of={checks}
          filters={[]}
          rowKey={(row) => row.id}
          empty={{ title: t('quality.noChecks'), hint: t('quality.noChecksHint') }}
          columns={[
            {
              key: 'at',
              title: t('quality.at'),
              cell: (row) => (
                <Link to={`/quality/checks/${row.id}`}>
                  <When at={row.createdAt} />
                </Link>
              ),
            },
            {
              key: 'state',
              title: t('quality.state'),
              cell: (row) => <State kind="job" value={row.state} />,
            },
            { key: 'rows', title: t('quality.rows'), numeric: true, cell: (row) => <Num value={row.rows} /> },
            {
              key: 'dirty',
              title: t('quality.dirtyRows'),
              numeric: true,
              cell: (row) => <Num value={row.dirtyRows} />,
            },
            {
              key: 'clean',
              title: t('quality.cleanRows'),
              numeric: true,
              cell: (row) => share(row.accuracy),
            },
            { key: 'pack', title: t('quality.packVersion'), numeric: true, cell: (row) => row.packVersion },
          ]}
        />
        <Loaded of={treatment}>
          {(view) => (
            <>
              <Bindings view={view} />
              <Settings view={view} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

/** Accuracy by class over the checks; in hundredths below one, so that small changes are seen. */
function TrendCard({ trend }: { readonly trend: Trend }) {
  const { t } = useTranslation()
  const plan: ChartPlan = {
    form: 'line',
    x: t('quality.at'),
    y: t('quality.errorsPerMyriad'),
    categories: trend.map((point) => date(point.at)),
    series: QUALITY_CLASSES.map((one) => ({
      name: t(`quality.class.${one}`),
      values: trend.map((point) => {
        const value = point.classes[one]
        return value === null || value === undefined ? undefined : Math.round((1 - value) * 1_000_000) / 100
      }),
    })),
  }
  return (
    <Card title={t('quality.trend')}>
      <Suspense fallback={<Bones lines={6} />}>
        <Chart plan={plan} title={t('quality.trend')} />
      </Suspense>
    </Card>
  )
}

function Bindings({ view }: { readonly view: TreatmentView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const rows = [
    ...view.tables.map((one) => ({ ...one, reference: false })),
    ...view.references.map((one) => ({ ...one, reference: true })),
  ]
  return (
    <Card title={t('quality.bindings')}>
      <Table
        caption={t('quality.bindings')}
        rows={rows}
        rowKey={(row) => row.table}
        columns={[
          { key: 'table', title: t('quality.nationalTable'), cell: (row) => <code>{row.table}</code> },
          {
            key: 'dataset',
            title: t('quality.dataset'),
            cell: (row) => <Link to={`/datasets/${row.datasetId}`}>{name(row.titleZh, row.titleEn)}</Link>,
          },
          {
            key: 'as',
            title: t('quality.boundAs'),
            cell: (row) =>
              !row.open
                ? t('quality.closed')
                : row.reference
                  ? t('quality.asReference')
                  : t('quality.asTable'),
          },
        ]}
      />
    </Card>
  )
}

/** Tolerances and limits of the region: the pack's own where nothing is set. */
function Settings({ view }: { readonly view: TreatmentView }) {
  const { t } = useTranslation()
  const rules = useRules({ table: 'setl_list_oprn_d' })
  const change = useChangeTreatment(view.id)
  const [values, setValues] = useState<Readonly<Record<string, number>>>(view.settings)
  return (
    <Card title={t('quality.settings')}>
      <p className="faint">{t('quality.settingsAbout')}</p>
      <Loaded of={rules}>
        {({ settings }) => (
          <div className="stack">
            <div className="row" style={{ flexWrap: 'wrap' }}>
              {Object.entries(settings).map(([key, usual]) => (
                <label key={key} className="stack tight" style={{ minWidth: 200 }}>
                  <span>{t(`quality.setting.${key}`, { defaultValue: key })}</span>
                  <InputNumber
                    precision={0}
                    value={values[key] ?? usual}
                    onChange={(value) => setValues((before) => ({ ...before, [key]: value ?? usual }))}
                  />
                </label>
              ))}
            </div>
            <Checkbox
              checked={view.automatic}
              onChange={(event) => change.mutate({ automatic: event.target.checked })}
            >
              {t('quality.automatic')}
            </Checkbox>
            <div className="row">
              <Action loading={change.isPending} onClick={() => change.mutate({ settings: values })}>
                {t('common.save')}
              </Action>
            </div>
            {change.error ? <Problem error={change.error} /> : null}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
