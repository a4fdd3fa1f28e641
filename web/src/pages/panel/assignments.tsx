import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  type AssignmentView,
  useAddAssignment,
  useAssignments,
  useCopies,
  usePool,
  useSwap,
  useWithdraw,
} from '../../api/panel.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'

interface Props {
  readonly id: string
  readonly round: string
}

/** Who has which work; every change by hand has its reason in the evidence. */
export function Assignments({ id, round }: Props) {
  const { t } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const [ending, setEnding] = useState<AssignmentView | null>(null)
  const [giving, setGiving] = useState<AssignmentView | 'new' | null>(null)
  const withdraw = useWithdraw(id)
  const of = useAssignments(id, round, {
    state: values.state,
    q: values.q,
    offset: values.offset,
    limit: PAGE_SIZE,
  })
  return (
    <>
      <div className="row">
        <Button onClick={() => setGiving('new')}>{t('contestPanel.addByHand')}</Button>
      </div>
      <List
        name="assignments"
        caption={t('contestPanel.part.assignments')}
        of={of}
        filters={[
          { key: 'q', kind: 'text', label: t('contestPanel.find') },
          {
            key: 'state',
            kind: 'choice',
            label: t('contestPanel.state'),
            options: options('contestPanel.assignmentState', ['assigned', 'declined', 'withdrawn']),
          },
        ]}
        rowKey={(row) => row.id}
        empty={{ title: t('contestPanel.noAssignments'), hint: t('contestPanel.noAssignmentsHint') }}
        columns={[
          {
            key: 'code',
            title: t('contestPanel.code'),
            cell: (row) => <span className="mono">{row.code}</span>,
          },
          {
            key: 'work',
            title: t('contestPanel.work'),
            cell: (row) => (
              <>
                <span className="mono">{row.number}</span> {row.title}{' '}
                <span className="faint">{row.team}</span>
              </>
            ),
          },
          {
            key: 'expert',
            title: t('contestPanel.expert'),
            cell: (row) => (
              <>
                {row.expert} {!row.known && <Chip>{t('contestPanel.otherField')}</Chip>}
              </>
            ),
          },
          {
            key: 'state',
            title: t('contestPanel.state'),
            cell: (row) => (
              <>
                <Chip meaning={row.state === 'assigned' ? 'ok' : 'none'}>
                  {t(`contestPanel.assignmentState.${row.state}`)}
                </Chip>
                {row.reason && (
                  <div className="faint">
                    {t(`contestPanel.ended.${row.reason}`, { defaultValue: row.reason })}
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'act',
            title: '',
            cell: (row) =>
              row.state === 'assigned' && (
                <span className="row">
                  <Button size="small" onClick={() => setGiving(row)}>
                    {t('contestPanel.swap')}
                  </Button>
                  <Button size="small" onClick={() => setEnding(row)}>
                    {t('contestPanel.withdraw')}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {ending && (
        <ReasonDialog
          open
          title={t('contestPanel.withdraw')}
          explain={t('contestPanel.withdrawAbout', { expert: ending.expert, code: ending.code })}
          reasons={[t('contestPanel.reason.late'), t('contestPanel.reason.conflict')]}
          confirm={t('contestPanel.withdraw')}
          danger
          pending={withdraw.isPending}
          error={withdraw.error}
          onClose={() => setEnding(null)}
          onConfirm={(reason) =>
            withdraw.mutate({ assignment: ending.id, reason }, { onSuccess: () => setEnding(null) })
          }
        />
      )}
      {giving && (
        <Give id={id} round={round} of={giving === 'new' ? null : giving} onClose={() => setGiving(null)} />
      )}
    </>
  )
}

/** Gives a work to an expert: in the place of somebody else, or beside the others. */
function Give({
  id,
  round,
  of,
  onClose,
}: Props & { readonly of: AssignmentView | null; readonly onClose: () => void }) {
  const { t } = useFormat()
  const pool = usePool(id, round)
  const works = useCopies(id, round, { limit: 200 })
  const swap = useSwap(id)
  const add = useAddAssignment(id, round)
  const [expertId, setExpertId] = useState<string>()
  const [workId, setWorkId] = useState<string | undefined>(of?.workId)
  const [reason, setReason] = useState('')
  const sending = of ? swap : add
  const send = () => {
    if (!expertId || !workId) return
    const after = { onSuccess: onClose }
    if (of) swap.mutate({ assignment: of.id, expertId, reason: reason.trim() }, after)
    else add.mutate({ expertId, workId, reason: reason.trim() }, after)
  }
  return (
    <Modal
      open
      title={t(of ? 'contestPanel.swap' : 'contestPanel.addByHand')}
      okText={t('contestPanel.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{
        loading: sending.isPending,
        disabled: !expertId || !workId || reason.trim().length < 4,
      }}
      onOk={send}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        {of ? (
          <p>
            <span className="mono">{of.number}</span> {of.title}
          </p>
        ) : (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('contestPanel.work')}
            placeholder={t('contestPanel.work')}
            value={workId}
            onChange={setWorkId}
            options={(works.data?.items ?? []).map((one) => ({
              value: one.workId,
              label: `${one.number ?? ''} ${one.title}`,
            }))}
          />
        )}
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('contestPanel.expert')}
          placeholder={t('contestPanel.expert')}
          value={expertId}
          onChange={setExpertId}
          options={(pool.data?.items ?? [])
            .filter((one) => one.onPanel && one.declaredAt !== null && one.state === 'active')
            .map((one) => ({ value: one.id, label: `${one.name} (${one.load})` }))}
        />
        <Input.TextArea
          rows={2}
          maxLength={1000}
          aria-label={t('common.reason')}
          placeholder={t('common.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {sending.error ? <Problem error={sending.error} /> : null}
      </div>
    </Modal>
  )
}
