import { Button, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { type RepairBrief, useAskRepair, useRepairs, useTreatmentNames } from '../../api/repair.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { share } from './share.ts'

/** The repair desk: what was repaired, how accurate the data is now, and what waits for a steward. */
export function Component() {
  const { t } = useTranslation()
  const { values } = useFilters()
  const [asking, setAsking] = useState(false)
  const treatments = useTreatmentNames()
  const list = useRepairs({ ...values, limit: PAGE_SIZE })
  const titles = new Map(treatments.data?.items.map((one) => [one.id, one.title]))
  const columns: Column<RepairBrief>[] = [
    {
      key: 'treatment',
      title: t('repair.treatment'),
      cell: (row) => (
        <Link to={`/repairs/${row.id}`}>
          <b>{titles.get(row.treatmentId) ?? t('repair.one')}</b>
        </Link>
      ),
    },
    { key: 'kind', title: t('repair.kind'), cell: (row) => t(`repair.kinds.${row.kind}`) },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="job" value={row.state} /> },
    {
      key: 'changed',
      title: t('repair.changed'),
      numeric: true,
      cell: (row) => <Num value={row.changedCells} />,
    },
    {
      key: 'quarantined',
      title: t('repair.quarantined'),
      numeric: true,
      cell: (row) => <Num value={row.quarantined} />,
    },
    { key: 'waiting', title: t('repair.waiting'), numeric: true, cell: (row) => <Num value={row.waiting} /> },
    {
      key: 'accuracy',
      title: t('repair.registerAccuracy'),
      numeric: true,
      cell: (row) => (row.register ? share(row.register.accuracyPpm) : '—'),
    },
    { key: 'at', title: t('repair.at'), cell: (row) => <When at={row.createdAt} /> },
  ]
  const none = treatments.data?.items.length === 0
  return (
    <Page
      title={t('repair.title')}
      sub={t('repair.about')}
      actions={
        <Button type="primary" onClick={() => setAsking(true)} disabled={none}>
          {t('repair.start')}
        </Button>
      }
    >
      <List
        name="repairs"
        caption={t('repair.title')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'treatmentId',
            kind: 'choice',
            label: t('repair.treatment'),
            options: [...titles].map(([value, label]) => ({ value, label })),
          },
        ]}
        empty={
          none
            ? {
                title: t('repair.noTreatment'),
                hint: t('repair.noTreatmentHint'),
                action: <LinkButton to="/quality">{t('repair.toQuality')}</LinkButton>,
              }
            : { title: t('repair.none'), hint: t('repair.noneHint') }
        }
      />
      {asking && (
        <StartDialog titles={titles} preferred={values.treatmentId} onClose={() => setAsking(false)} />
      )}
    </Page>
  )
}

interface StartProps {
  readonly titles: ReadonlyMap<string, string>
  /** The treatment that the list is filtered by. */
  readonly preferred: string | undefined
  readonly onClose: () => void
}

function StartDialog({ titles, preferred, onClose }: StartProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const ask = useAskRepair()
  const [chosen, setTreatment] = useState<string>()
  // The treatments may come after the dialog is open.
  const treatmentId = chosen ?? preferred ?? [...titles.keys()][0]
  const [preview, setPreview] = useState(true)
  return (
    <Modal
      open
      title={t('repair.start')}
      okText={t(preview ? 'repair.lookFirst' : 'repair.repairNow')}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      okButtonProps={{ loading: ask.isPending, disabled: treatmentId === undefined }}
      onOk={() =>
        treatmentId !== undefined &&
        ask.mutate({ treatmentId, preview }, { onSuccess: ({ runId }) => void go(`/repairs/${runId}`) })
      }
    >
      <div className="stack tight">
        <Select
          aria-label={t('repair.treatment')}
          value={treatmentId}
          onChange={setTreatment}
          options={[...titles].map(([value, label]) => ({ value, label }))}
        />
        <Radio.Group
          value={preview}
          onChange={(event) => setPreview(event.target.value as boolean)}
          options={[
            { value: true, label: t('repair.previewOption') },
            { value: false, label: t('repair.repairOption') },
          ]}
        />
        <p className="muted">{t('repair.startHint')}</p>
        {ask.error && <Problem error={ask.error} />}
      </div>
    </Modal>
  )
}
