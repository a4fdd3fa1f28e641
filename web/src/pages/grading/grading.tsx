import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useHasRole } from '../../api/session.ts'
import { useDataset } from '../../api/supply.ts'
import { type ColumnRole, type GradingView, useConfirmGrades, useGrading, useLook } from '../../api/treat.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { ImportanceCard } from './importance.tsx'

type Row = GradingView['columns'][number]
interface Choice {
  readonly level: string
  readonly role: ColumnRole
}

/** Grades of the columns of one dataset: suggested with reasons, confirmed by the data officer. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { id = '' } = useParams()
  const grading = useGrading(id)
  const dataset = useDataset(id)
  const title = dataset.data ? name(dataset.data.titleZh, dataset.data.titleEn) : t('shell.grading')
  return (
    <Page
      title={title}
      sub={t('grading.pageAbout')}
      actions={<LinkButton to={`/datasets/${id}/deidentify`}>{t('deidentify.open')}</LinkButton>}
    >
      <div className="stack">
        <Loaded of={grading}>{(view) => <Columns view={view} />}</Loaded>
        {grading.data && <ImportanceCard view={grading.data} />}
      </div>
    </Page>
  )
}

function Columns({ view }: { readonly view: GradingView }) {
  const { t, columnTitle, name } = useFormat()
  const has = useHasRole()
  const options = useOptions()
  const look = useLook(view.datasetId)
  const confirm = useConfirmGrades(view.datasetId)
  const [changes, setChanges] = useState<Readonly<Record<string, Choice>>>({})
  const choiceOf = (row: Row): Choice => changes[row.column] ?? row.grade ?? row.suggestion
  const change = (row: Row, part: Partial<Choice>) =>
    setChanges((before) => ({ ...before, [row.column]: { ...choiceOf(row), ...part } }))
  const open = view.columns.filter((row) => row.grade === null || changes[row.column] !== undefined)
  const save = () =>
    confirm.mutate(
      {
        columns: Object.fromEntries(
          open.map((row) => [
            row.column,
            { ...only(choiceOf(row)), reason: reasonOf(row, changes[row.column]) },
          ]),
        ),
      },
      { onSuccess: () => setChanges({}) },
    )
  const reasonOf = (row: Row, own: Choice | undefined) =>
    own ? t('grading.byOfficer') : row.suggestion.reasons.map(say).join('; ') || t('grading.noReason')
  const say = (reason: Row['suggestion']['reasons'][number]) =>
    reason.by === 'name'
      ? t('grading.byName', { kind: t(`grading.kind.${reason.kind}`) })
      : t('grading.byValues', {
          kind: t(`grading.kind.${reason.kind}`),
          share: percent(reason.matched / reason.looked),
        })
  return (
    <Card
      title={name(view.scheme.titleZh, view.scheme.titleEn)}
      extra={
        <span className="faint">
          {view.looked ? (
            <>
              {t('grading.looked', { rows: view.looked.rows })} <When at={view.looked.at} />
            </>
          ) : (
            t('grading.notLooked')
          )}
        </span>
      }
    >
      <div className="stack">
        <div className="row">
          <Button loading={look.isPending} onClick={() => look.mutate()}>
            {t('grading.look')}
          </Button>
          <Action
            primary
            loading={confirm.isPending}
            whyNot={
              !has('data_officer')
                ? t('grading.onlyOfficer')
                : open.length === 0
                  ? t('grading.allConfirmed')
                  : null
            }
            onClick={save}
          >
            {t('grading.confirm', { count: open.length })}
          </Action>
        </div>
        {look.data && <JobProgress id={look.data.jobId} onDone={() => confirm.reset()} />}
        {look.error || confirm.error ? <Problem error={look.error ?? confirm.error} /> : null}
        <Table
          dense
          caption={t('grading.columns')}
          rows={view.columns}
          rowKey={(row) => row.column}
          columns={[
            {
              key: 'name',
              title: t('column.name'),
              cell: (row) => (
                <>
                  <code>{row.column}</code>
                  <div className="faint">{columnTitle({ ...row, name: row.column })}</div>
                </>
              ),
            },
            {
              key: 'why',
              title: t('grading.why'),
              cell: (row) =>
                row.suggestion.reasons.length === 0 ? (
                  <span className="faint">{t('grading.noReason')}</span>
                ) : (
                  row.suggestion.reasons.map((reason) => (
                    <div key={`${reason.kind}.${reason.by}`}>{say(reason)}</div>
                  ))
                ),
            },
            {
              key: 'level',
              title: t('grading.level'),
              cell: (row) => (
                <Select
                  size="small"
                  aria-label={t('grading.levelOf', { column: row.column })}
                  value={choiceOf(row).level}
                  onChange={(level: string) => change(row, { level })}
                  style={{ width: 92 }}
                  popupMatchSelectWidth={false}
                  options={view.scheme.levels.map((level) => ({
                    value: level.code,
                    label: level.code,
                    title: name(level.titleZh, level.titleEn),
                  }))}
                />
              ),
            },
            {
              key: 'role',
              title: t('grading.role'),
              cell: (row) => (
                <Select
                  size="small"
                  aria-label={t('grading.roleOf', { column: row.column })}
                  value={choiceOf(row).role}
                  onChange={(role: ColumnRole) => change(row, { role })}
                  style={{ width: 128 }}
                  options={options('grading.roles', ['direct', 'quasi', 'sensitive', 'plain'])}
                />
              ),
            },
            {
              key: 'state',
              title: t('grading.state'),
              cell: (row) =>
                changes[row.column] ? (
                  <Chip meaning="warn">{t('grading.changed')}</Chip>
                ) : row.grade ? (
                  <Chip meaning="ok" title={row.grade.reason}>
                    {t('grading.confirmed')}
                  </Chip>
                ) : (
                  <Chip>{t('grading.suggested')}</Chip>
                ),
            },
          ]}
        />
        <ul className="faint">
          {view.scheme.levels.map((level) => (
            <li key={level.code}>
              <b>{level.code}</b> {name(level.titleZh, level.titleEn)} ·{' '}
              {t('grading.allows', { uses: level.allows.map((use) => t(`policy.level.${use}`)).join(' / ') })}{' '}
              · {t('grading.threshold', { k: level.minK, risk: level.maxRisk })}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

const only = ({ level, role }: Choice): Choice => ({ level, role })
