import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useDataset } from '../../api/supply.ts'
import {
  type Profile,
  type ProfileView,
  type Proposal,
  useOptimise,
  usePreview,
  useProfile,
  useSaveProfile,
} from '../../api/treat.ts'
import { percent } from '../../lib/format.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar, JobProgress } from '../../parts/progress.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { Table } from '../../parts/table.tsx'
import { IdentityPick } from './identity.tsx'
import { Risk } from './risk.tsx'
import { TransformEdit } from './transform.tsx'

/** The profile of one dataset: a transformation for each column, its risk beside it, and what a team would see. */
export function Component() {
  const { t, name } = useFormat()
  const { id = '' } = useParams()
  const view = useProfile(id)
  const dataset = useDataset(id)
  const title = dataset.data ? name(dataset.data.titleZh, dataset.data.titleEn) : t('shell.deidentify')
  return (
    <Page
      title={title}
      sub={t('deidentify.about')}
      actions={<LinkButton to={`/datasets/${id}/grading`}>{t('grading.open')}</LinkButton>}
    >
      <Loaded of={view}>{(data) => <Editor key={data.version} view={data} />}</Loaded>
    </Page>
  )
}

function Editor({ view }: { readonly view: ProfileView }) {
  const { t } = useFormat()
  const [profile, setProfile] = useState<Profile>(view.profile)
  const asked = useDebounced(profile, 900)
  const preview = usePreview(view.datasetId, asked)
  const save = useSaveProfile(view.datasetId)
  const optimise = useOptimise(view.datasetId)
  const [proposal, setProposal] = useState<Proposal | null | undefined>()
  const setRisk = (change: Partial<Profile['risk']>) =>
    setProfile({ ...profile, risk: { ...profile.risk, ...change } })
  const kept = view.columns.filter((column) => (profile.columns[column.name]?.kind ?? 'remove') !== 'remove')
  const names = kept
    .filter((column) => column.role !== 'direct')
    .map(({ name: value }) => ({ value, label: value }))
  return (
    <div className="stack">
      <Card
        title={t('deidentify.risk')}
        extra={
          <span className="faint">
            {view.version === 0
              ? t('deidentify.proposed')
              : t('deidentify.version', { version: view.version })}
          </span>
        }
      >
        <div className="stack">
          <div className="row">
            <label className="row">
              {t('deidentify.quasi')}
              <Select
                mode="multiple"
                aria-label={t('deidentify.quasi')}
                value={[...profile.risk.quasi]}
                onChange={(quasi: string[]) => setRisk({ quasi })}
                style={{ minWidth: 220 }}
                options={names}
              />
            </label>
            <label className="row">
              {t('deidentify.sensitive')}
              <Select
                allowClear
                aria-label={t('deidentify.sensitive')}
                value={profile.risk.sensitive}
                onChange={(sensitive: string | undefined) => setRisk({ sensitive: sensitive ?? null })}
                style={{ minWidth: 160 }}
                options={names}
              />
            </label>
            <label className="row">
              {t('deidentify.maxSuppressed')}
              <InputNumber
                aria-label={t('deidentify.maxSuppressed')}
                min={0}
                max={50}
                value={Math.round(profile.risk.maxSuppressed * 100)}
                onChange={(value) => setRisk({ maxSuppressed: (value ?? 0) / 100 })}
                suffix="%"
                style={{ width: 96 }}
              />
            </label>
          </div>
          {preview.error ? <Problem error={preview.error} /> : null}
          {preview.isPending && <Bar share={null} label={t('deidentify.measuring')} />}
          {preview.data && (
            <div
              style={{ opacity: preview.isPlaceholderData || preview.isFetching ? 0.55 : 1 }}
              aria-live="polite"
            >
              <Risk
                risk={preview.data.risk}
                threshold={preview.data.threshold}
                passes={preview.data.passes}
              />
              <p className="faint">
                {t('deidentify.left', {
                  suppressed: preview.data.suppressedRows,
                  blanked: preview.data.blankedCells,
                })}
              </p>
            </div>
          )}
          <div className="row">
            <Button
              loading={optimise.isPending}
              onClick={() => {
                setProposal(undefined)
                optimise.mutate(profile)
              }}
            >
              {t('deidentify.optimise')}
            </Button>
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate(profile)}>
              {t('deidentify.save')}
            </Button>
          </div>
          {optimise.error || save.error ? <Problem error={optimise.error ?? save.error} /> : null}
          {optimise.data && (
            <JobProgress
              key={optimise.data.jobId}
              id={optimise.data.jobId}
              onDone={(job) =>
                setProposal((job.result as { proposal?: Proposal | null } | null)?.proposal ?? null)
              }
            />
          )}
          {proposal === null && <p className="why warn">{t('deidentify.noProposal')}</p>}
          {proposal && (
            <ProposalCard
              proposal={proposal}
              onUse={() => setProfile({ ...profile, columns: { ...profile.columns, ...proposal.columns } })}
            />
          )}
        </div>
      </Card>
      {preview.data && (
        <Card
          title={t('deidentify.teamSees')}
          extra={<span className="faint">{t('deidentify.ownerOnly')}</span>}
        >
          <Stamp>
            <Table
              dense
              caption={t('deidentify.teamSees')}
              rows={preview.data.rows}
              rowKey={(_, index) => String(index)}
              columns={preview.data.columns.map((column, at) => ({
                key: column.name,
                title: <code>{column.name}</code>,
                cell: (row: readonly (string | null)[]) => row[at] ?? <span className="faint">—</span>,
              }))}
            />
          </Stamp>
          <p className="faint">{t('deidentify.otherKey')}</p>
        </Card>
      )}
      <IdentityPick view={view} profile={profile} onChange={setProfile} />
      <Card title={t('deidentify.columns')}>
        <ColumnEdits view={view} profile={profile} onChange={setProfile} />
      </Card>
    </div>
  )
}

interface EditProps {
  readonly view: ProfileView
  readonly profile: Profile
  readonly onChange: (profile: Profile) => void
}

function ColumnEdits({ view, profile, onChange }: EditProps) {
  const { t, columnTitle } = useFormat()
  return (
    <Table
      dense
      caption={t('deidentify.columns')}
      rows={view.columns}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'name',
          title: t('column.name'),
          cell: (row) => (
            <>
              <code>{row.name}</code>
              <div className="faint">{columnTitle(row)}</div>
            </>
          ),
        },
        {
          key: 'role',
          title: t('grading.role'),
          cell: (row) => (
            <Chip meaning={row.role === 'direct' ? 'no' : row.role === 'plain' ? 'none' : 'warn'}>
              {t(`grading.roles.${row.role}`)}
            </Chip>
          ),
        },
        {
          key: 'transform',
          title: t('deidentify.transform'),
          cell: (row) => (
            <TransformEdit
              column={row.name}
              role={row.role}
              type={row.type}
              value={profile.columns[row.name] ?? { kind: 'remove' }}
              onChange={(transform) =>
                onChange({ ...profile, columns: { ...profile.columns, [row.name]: transform } })
              }
            />
          ),
        },
      ]}
    />
  )
}

function ProposalCard({ proposal, onUse }: { readonly proposal: Proposal; readonly onUse: () => void }) {
  const { t } = useFormat()
  return (
    <div className="why ok">
      <b className="head">{t('deidentify.proposal')}</b>
      <ul>
        {Object.entries(proposal.columns).map(([column, transform]) => (
          <li key={column}>
            <code>{column}</code> → {t(`deidentify.kind.${transform.kind}`)}
            {'to' in transform && ` (${t(`deidentify.${transform.kind}.${transform.to}`)})`}
            {'width' in transform && ` (${transform.width})`}
            {'length' in transform && ` (${transform.length})`}
          </li>
        ))}
      </ul>
      <p>
        {t('deidentify.proposalSays', {
          k: proposal.k,
          loss: percent(proposal.loss),
          suppressed: percent(proposal.suppressed),
          checked: proposal.checked,
          nodes: proposal.nodes,
        })}{' '}
        {!proposal.searchedAll && t('deidentify.notAll')}
      </p>
      <Button size="small" onClick={onUse}>
        {t('deidentify.use')}
      </Button>
    </div>
  )
}
