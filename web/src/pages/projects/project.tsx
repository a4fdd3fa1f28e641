import { useState } from 'react'
import { useParams } from 'react-router'
import { useProjects } from '../../api/flow.ts'
import { useHasRole } from '../../api/session.ts'
import type { ProjectView } from '../../api/types.ts'
import { type ProjectTableView, useEndProject, usePrepare, useProjectTables } from '../../api/treat.ts'
import { exact, percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Risk } from '../deidentify/risk.tsx'
import { Budget } from './budget.tsx'
import { ProjectContracts } from './project-contracts.tsx'

/** One project with what was prepared for it: counts and risk, no rows. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const projects = useProjects()
  const project = projects.data?.items.find((one) => one.id === id)
  if (project) return <Project project={project} />
  return (
    <Page title={t('shell.project')}>
      <Card>
        <Loaded of={projects}>{() => <Empty title={t('project.missing')} />}</Loaded>
      </Card>
    </Page>
  )
}

function Project({ project }: { readonly project: ProjectView }) {
  const { t, list } = useFormat()
  const has = useHasRole()
  const tables = useProjectTables(project.id)
  const prepare = usePrepare(project.id)
  const end = useEndProject(project.id)
  const [ending, setEnding] = useState(false)
  const over = project.endedAt !== null
  return (
    <Page
      title={project.title}
      chips={over ? <Chip>{t('project.ended')}</Chip> : <Chip meaning="ok">{t('project.open')}</Chip>}
      sub={t('project.pageAbout')}
      actions={
        <>
          <Action
            danger
            whyNot={
              over ? t('project.whyNot.ended') : has('data_officer') ? null : t('project.whyNot.officer')
            }
            onClick={() => setEnding(true)}
          >
            {t('project.end')}
          </Action>
          <Action
            primary
            loading={prepare.isPending}
            whyNot={
              over
                ? t('project.whyNot.ended')
                : project.contracts.length === 0
                  ? t('project.whyNot.noContract')
                  : null
            }
            onClick={() => prepare.mutate()}
          >
            {t('project.prepare')}
          </Action>
        </>
      }
    >
      <div className="stack">
        {prepare.error ? <Problem error={prepare.error} /> : null}
        {prepare.data && (
          <Card>
            <JobProgress
              key={prepare.data.jobId}
              id={prepare.data.jobId}
              onDone={() => void tables.refetch()}
            />
          </Card>
        )}
        <div className="grid g11">
          <Card title={t('common.facts')}>
            <Facts
              one
              rows={[
                { key: 'purpose', name: t('project.purpose'), value: t(`purpose.${project.purpose}`) },
                { key: 'created', name: t('common.created'), value: <When at={project.createdAt} /> },
                ...(over
                  ? [{ key: 'ended', name: t('project.endedAt'), value: <When at={project.endedAt} /> }]
                  : []),
              ]}
            />
          </Card>
          <Card title={t('project.itsContracts')}>
            <ProjectContracts project={project} />
          </Card>
        </div>
        {!over && (
          <Card title={t('budget.title')} extra={<span className="faint">{t('budget.about')}</span>}>
            <Budget projectId={project.id} />
          </Card>
        )}
        <Card title={t('project.tables')} extra={<span className="faint">{t('project.noRows')}</span>}>
          <Loaded of={tables}>
            {({ items }) => (
              <Table
                caption={t('project.tables')}
                rows={items}
                rowKey={(row) => row.id}
                empty={<Empty title={t('project.noTables')} hint={t('project.noTablesHint')} />}
                columns={[
                  {
                    key: 'name',
                    title: t('project.table'),
                    cell: (row) => (
                      <>
                        <code>{row.name}</code>
                        <div className="faint">
                          {list(row.columns.map((column) => column.name).slice(0, 6))}
                          {row.columns.length > 6 && t('project.more', { count: row.columns.length })}
                        </div>
                      </>
                    ),
                  },
                  {
                    key: 'rows',
                    title: t('dataset.rows'),
                    numeric: true,
                    cell: (row) => <Num value={row.rows} />,
                  },
                  {
                    key: 'persons',
                    title: t('dataset.persons'),
                    numeric: true,
                    cell: (row) => <Num value={row.persons} />,
                  },
                  {
                    key: 'matched',
                    title: t('project.matched'),
                    numeric: true,
                    cell: (row) => <Num value={row.matched} />,
                  },
                  {
                    key: 'k',
                    title: t('deidentify.k'),
                    numeric: true,
                    cell: (row) => <Num value={row.risk.k} />,
                  },
                  { key: 'at', title: t('project.preparedAt'), cell: (row) => <When at={row.preparedAt} /> },
                ]}
              />
            )}
          </Loaded>
        </Card>
        {tables.data?.items.map((table) => (
          <RiskCard key={table.id} table={table} />
        ))}
      </div>
      <ReasonDialog
        open={ending}
        title={t('project.end')}
        explain={t('project.endExplain')}
        reasons={[t('project.reasons.done'), t('project.reasons.stopped')]}
        confirm={t('project.end')}
        danger
        pending={end.isPending}
        error={end.error}
        onConfirm={(reason) => end.mutate(reason, { onSuccess: () => setEnding(false) })}
        onClose={() => setEnding(false)}
      />
    </Page>
  )
}

function RiskCard({ table }: { readonly table: ProjectTableView }) {
  const { t } = useFormat()
  return (
    <Card>
      <details>
        <summary className="row">
          <code>{table.name}</code>
          <span className="muted">
            {t('project.riskOf', {
              k: exact(table.risk.k),
              max: percent(table.risk.prosecutor.max),
            })}
          </span>
          <span className="faint">{t('deidentify.version', { version: table.profileVersion })}</span>
        </summary>
        <div className="stack tight" style={{ marginTop: 12 }}>
          <p className="muted">
            {t('project.says', {
              identified: exact(table.identified),
              suppressed: exact(table.suppressedRows),
              blanked: exact(table.blankedCells),
            })}
          </p>
          <Risk risk={table.risk} />
        </div>
      </details>
    </Card>
  )
}
