import { Button, Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { QUALITY_CLASSES, type RunView, useCheck } from '../../api/quality.ts'
import type { ChartPlan } from '../../lib/chart.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Bones, Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Samples } from './samples.tsx'
import { share } from './share.ts'

const Chart = lazy(() => import('../../parts/sql/chart.tsx').then(({ Chart: part }) => ({ default: part })))

type Line = Pick<
  RunView['classes'][number],
  'scanned' | 'dirty' | 'repaired' | 'stillDirty' | 'quarantined' | 'accuracy'
>

/** The report of one check, with its arithmetic. */
export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const check = useCheck(id)
  return (
    <Page
      title={check.data?.title ?? t('quality.report')}
      chips={check.data && <State kind="job" value={check.data.state} />}
      sub={t('quality.ours')}
      actions={
        check.data && (
          <>
            <LinkButton to={`/quality/${check.data.treatmentId}`}>{t('quality.treatment')}</LinkButton>
            <LinkButton to={`/repairs?treatmentId=${check.data.treatmentId}`}>{t('repair.title')}</LinkButton>
            <Button href={`/api/checks/${id}/counts.csv`} download>
              {t('quality.exportCsv')}
            </Button>
          </>
        )
      }
    >
      <Loaded of={check}>
        {(view) =>
          view.finishedAt === null ? (
            <Card>
              <JobProgress id={view.jobId} onDone={() => void check.refetch()} />
            </Card>
          ) : (
            <Report view={view} />
          )
        }
      </Loaded>
    </Page>
  )
}

/** The columns that every line has: what was looked at, what was found, what became of it. */
function useMeasures<T extends Line>(): Column<T>[] {
  const { t } = useTranslation()
  const count = (key: Exclude<keyof Line, 'accuracy'>): Column<T> => ({
    key,
    title: t(`quality.${key}`),
    numeric: true,
    cell: (row) => <Num value={row[key]} />,
  })
  return [
    count('scanned'),
    count('dirty'),
    count('repaired'),
    count('stillDirty'),
    count('quarantined'),
    {
      key: 'accuracy',
      title: t('quality.accuracy'),
      numeric: true,
      cell: (row) => (
        <span title={`1 − (${row.stillDirty} + ${row.quarantined}) ÷ ${row.scanned}`}>
          {share(row.accuracy)}
        </span>
      ),
    },
  ]
}

function Report({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const measures = useMeasures<RunView['classes'][number]>()
  const plan: ChartPlan = {
    form: 'bar',
    x: t('quality.classes'),
    y: t('quality.dirty'),
    categories: view.classes.map((line) => t(`quality.class.${line.class}`)),
    series: [
      { name: t('quality.stillDirty'), values: view.classes.map((line) => line.stillDirty) },
      { name: t('quality.repaired'), values: view.classes.map((line) => line.repaired) },
      { name: t('quality.quarantined'), values: view.classes.map((line) => line.quarantined) },
    ],
  }
  return (
    <div className="stack">
      <Card
        title={t('quality.byClass')}
        extra={
          <span className="faint">
            <When at={view.createdAt} /> · {t('quality.packVersion')} {view.packVersion}
          </span>
        }
      >
        <Suspense fallback={<Bones lines={6} />}>
          <Chart plan={plan} title={t('quality.byClass')} />
        </Suspense>
        <Table
          caption={t('quality.byClass')}
          rows={view.classes}
          rowKey={(row) => row.class}
          columns={[
            {
              key: 'class',
              title: t('quality.classes'),
              cell: (row) => <b>{t(`quality.class.${row.class}`)}</b>,
            },
            { key: 'rules', title: t('quality.rules'), numeric: true, cell: (row) => row.rules },
            ...measures,
          ]}
        />
        <p className="faint">{t('quality.arithmetic')}</p>
        {!view.repaired && <p className="faint">{t('quality.notRepaired')}</p>}
      </Card>
      <ByTable view={view} />
      <ByRule view={view} />
      {view.skipped.length > 0 && <Skipped view={view} />}
    </div>
  )
}

function ByTable({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('quality.byTable')}>
      <Table
        caption={t('quality.byTable')}
        rows={view.tables}
        rowKey={(row) => row.table}
        columns={[
          { key: 'table', title: t('quality.nationalTable'), cell: (row) => <code>{row.table}</code> },
          { key: 'version', title: t('quality.version'), numeric: true, cell: (row) => row.number },
          { key: 'rows', title: t('quality.rows'), numeric: true, cell: (row) => <Num value={row.rows} /> },
          {
            key: 'dirty',
            title: t('quality.dirtyRows'),
            numeric: true,
            cell: (row) => <Num value={row.dirtyRows} />,
          },
          { key: 'clean', title: t('quality.cleanRows'), numeric: true, cell: (row) => share(row.accuracy) },
        ]}
      />
    </Card>
  )
}

/** Every rule that was asked; those with findings first, each opening its masked cells. */
function ByRule({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const measures = useMeasures<RunView['rules'][number]>()
  const [kind, setKind] = useState<string>()
  const [table, setTable] = useState<string>()
  const [open, setOpen] = useState<RunView['rules'][number] | null>(null)
  const rows = view.rules
    .filter(
      (rule) =>
        (!kind || rule.class === kind) &&
        (!table || rule.table === table) &&
        (kind || table || rule.dirty > 0),
    )
    .toSorted((a, b) => b.dirty - a.dirty)
  return (
    <Card title={t('quality.byRule')}>
      <div className="filters" role="search">
        <Select
          aria-label={t('quality.classes')}
          placeholder={t('quality.classes')}
          allowClear
          value={kind}
          onChange={setKind}
          style={{ minWidth: 160 }}
          options={QUALITY_CLASSES.map((one) => ({ value: one, label: t(`quality.class.${one}`) }))}
        />
        <Select
          aria-label={t('quality.nationalTable')}
          placeholder={t('quality.nationalTable')}
          allowClear
          value={table}
          onChange={setTable}
          style={{ minWidth: 180 }}
          options={view.tables.map((one) => ({ value: one.table, label: one.table }))}
        />
        <span className="grow" />
        <span className="faint">{t('quality.onlyDirty')}</span>
      </div>
      <Table
        dense
        caption={t('quality.byRule')}
        rows={rows}
        rowKey={(row) => row.rule}
        empty={<Empty title={t('quality.allClean')} hint={t('quality.allCleanHint')} />}
        columns={[
          {
            key: 'rule',
            title: t('quality.rule'),
            cell: (row) => (
              <>
                {row.dirty > 0 ? (
                  <button type="button" className="plain-button link" onClick={() => setOpen(row)}>
                    <b>{name(row.titleZh, row.titleEn)}</b>
                  </button>
                ) : (
                  name(row.titleZh, row.titleEn)
                )}
                <div className="faint">
                  <code>
                    {row.table}.{row.column}
                  </code>
                </div>
              </>
            ),
          },
          {
            key: 'class',
            title: t('quality.classes'),
            cell: (row) => <span className="nowrap">{t(`quality.class.${row.class}`)}</span>,
          },
          ...measures,
        ]}
      />
      {open && <Samples check={view.id} rule={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}

function Skipped({ view }: { readonly view: RunView }) {
  const { t } = useTranslation()
  const groups = [...Map.groupBy(view.skipped, (skip) => skip.missing)]
  return (
    <Card title={t('quality.skipped')}>
      <p className="faint">{t('quality.skippedAbout')}</p>
      <Table
        caption={t('quality.skipped')}
        rows={groups}
        rowKey={([missing]) => missing}
        columns={[
          { key: 'missing', title: t('quality.missing'), cell: ([missing]) => <code>{missing}</code> },
          { key: 'rules', title: t('quality.rules'), numeric: true, cell: ([, rules]) => rules.length },
        ]}
      />
    </Card>
  )
}
