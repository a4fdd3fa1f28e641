import './contest-after.css'
import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import {
  afterFile,
  type ClosingPage,
  useCancelClosing,
  useClosing,
  usePlanClosing,
} from '../../api/contest-after.ts'
import { useHasRole } from '../../api/session.ts'
import { bytes, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { fromField, inZone, toField } from '../contests/moment.ts'
import { useTitles } from './titles.ts'

type Closing = NonNullable<ClosingPage['closing']>

const MEANINGS: Readonly<Record<Closing['state'], Meaning>> = {
  planned: 'warn',
  destroying: 'no',
  done: 'ok',
  cancelled: 'none',
}

/** The end of a contest: when what it holds goes, how far that is, and the proof. */
export function Component() {
  const { t } = useFormat()
  return (
    <ContestPage name={t('contestAfter.closing')}>
      {(id) => <Loaded of={useClosing(id)}>{(page) => <Body id={id} page={page} />}</Loaded>}
    </ContestPage>
  )
}

function Body({ id, page }: { readonly id: string; readonly page: ClosingPage }) {
  const { t } = useFormat()
  const organises = useHasRole()('data_officer')
  const { closing } = page
  const open = !closing || closing.state === 'cancelled'
  return (
    <>
      {closing && <Standing id={id} closing={closing} organises={organises} />}
      {open &&
        (organises ? (
          <Plan id={id} page={page} />
        ) : (
          <Empty title={t('contestAfter.noClosing')} hint={t('contestAfter.noClosingHint')} />
        ))}
    </>
  )
}

interface StandingProps {
  readonly id: string
  readonly closing: Closing
  readonly organises: boolean
}

function Standing({ id, closing, organises }: StandingProps) {
  const { t } = useFormat()
  const cancel = useCancelClosing(id)
  const [sure, setSure] = useState(false)
  const listed = closing.parts.reduce((sum, one) => sum + one.listed, 0)
  const gone = closing.parts.reduce((sum, one) => sum + one.destroyed, 0)
  return (
    <Card
      title={
        <>
          {t('contestAfter.plan')}{' '}
          <Chip meaning={MEANINGS[closing.state]}>{t(`contestAfter.closingState.${closing.state}`)}</Chip>
        </>
      }
      extra={
        organises &&
        closing.state === 'planned' && (
          <Button danger onClick={() => setSure(true)}>
            {t('contestAfter.cancelPlan')}
          </Button>
        )
      }
    >
      <div className="stack">
        <Facts
          rows={[
            { key: 'reason', name: t('contestAfter.reason'), value: closing.reason },
            { key: 'at', name: t('contestAfter.destroyAt'), value: <When at={closing.destroyAt} /> },
            {
              key: 'paper',
              name: t('contestAfter.certificates'),
              value: t(`contestAfter.papers.${closing.certificates}`),
            },
            { key: 'begun', name: t('contestAfter.begunAt'), value: <When at={closing.begunAt} /> },
            { key: 'done', name: t('contestAfter.doneAt'), value: <When at={closing.doneAt} /> },
          ]}
        />
        {closing.state === 'destroying' && (
          <Bar
            share={listed === 0 ? null : gone / listed}
            label={t('contestAfter.closingState.destroying')}
          />
        )}
        {closing.parts.length > 0 && (
          <Table
            caption={t('contestAfter.parts')}
            rows={closing.parts}
            rowKey={(one) => one.part}
            columns={[
              {
                key: 'part',
                title: t('contestAfter.part'),
                cell: (one) => t(`contestAfter.held.${one.part}`, { defaultValue: one.part }),
              },
              {
                key: 'listed',
                title: t('contestAfter.listed'),
                numeric: true,
                cell: (one) => exact(one.listed),
              },
              {
                key: 'gone',
                title: t('contestAfter.destroyed'),
                numeric: true,
                cell: (one) => exact(one.destroyed),
              },
              { key: 'bytes', title: t('contestAfter.size'), numeric: true, cell: (one) => bytes(one.bytes) },
            ]}
          />
        )}
        {closing.state === 'done' && (
          <div className="why ok">
            <p>{t('contestAfter.proofHint')}</p>
            <span className="row">
              <Button type="primary" href={afterFile(id, 'closing/proof')}>
                {t('contestAfter.proof')}
              </Button>
              <Button href={afterFile(id, 'closing/list')}>{t('contestAfter.destroyedList')}</Button>
              <Hash value={closing.listDigest} />
            </span>
          </div>
        )}
      </div>
      {sure && (
        <ConfirmDialog
          title={t('contestAfter.cancelPlan')}
          explain={t('contestAfter.cancelPlanHint')}
          confirm={t('contestAfter.cancelPlan')}
          pending={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate(undefined, { onSuccess: () => setSure(false) })}
          onClose={() => setSure(false)}
        />
      )}
    </Card>
  )
}

const LEAST_REASON = 4

function Plan({ id, page }: { readonly id: string; readonly page: ClosingPage }) {
  const { t } = useFormat()
  const { zone } = useTitles(id)
  const plan = usePlanClosing(id)
  const [now] = useState(() => Date.now())
  const [at, setAt] = useState(() => toField(Math.max(page.earliestAt, now) + 86_400_000, zone))
  const [reason, setReason] = useState('')
  const [confirm, setConfirm] = useState('')
  const [certificates, setCertificates] = useState<'keep' | 'destroy'>('keep')
  const destroyAt = fromField(at, zone)
  const ready =
    destroyAt !== null &&
    destroyAt >= page.earliestAt &&
    confirm === page.code &&
    reason.trim().length >= LEAST_REASON
  if (now < page.endsAt)
    return (
      <Empty
        title={t('contestAfter.notOver')}
        hint={t('contestAfter.notOverHint', { at: inZone(page.endsAt, zone) })}
      />
    )
  return (
    <Card title={t('contestAfter.newPlan')}>
      <Form layout="vertical" component="div">
        <div className="why warn">
          <p>{t('contestAfter.whatGoes')}</p>
          <p>{t('contestAfter.whatStays')}</p>
        </div>
        <Form.Item
          label={t('contestAfter.destroyMoment', { zone, at: inZone(page.earliestAt, zone) })}
          htmlFor="destroy-at"
        >
          <Input
            id="destroy-at"
            type="datetime-local"
            value={at}
            min={toField(page.earliestAt, zone)}
            onChange={({ target }) => setAt(target.value)}
          />
        </Form.Item>
        <Form.Item label={t('contestAfter.certificates')}>
          <Radio.Group
            aria-label={t('contestAfter.certificates')}
            value={certificates}
            onChange={({ target }) => setCertificates(target.value as 'keep' | 'destroy')}
            options={(['keep', 'destroy'] as const).map((value) => ({
              value,
              label: t(`contestAfter.papers.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item label={t('contestAfter.reason')} htmlFor="closing-reason">
          <Input.TextArea
            id="closing-reason"
            rows={2}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Form.Item>
        <Form.Item label={t('contestAfter.typeCode', { code: page.code })} htmlFor="closing-code">
          <Input
            id="closing-code"
            value={confirm}
            maxLength={100}
            autoComplete="off"
            onChange={({ target }) => setConfirm(target.value)}
          />
        </Form.Item>
        {plan.error ? <Problem error={plan.error} /> : null}
        <Button
          type="primary"
          danger
          loading={plan.isPending}
          disabled={!ready}
          onClick={() =>
            destroyAt !== null && plan.mutate({ destroyAt, certificates, reason: reason.trim(), confirm })
          }
        >
          {t('contestAfter.planIt')}
        </Button>
      </Form>
    </Card>
  )
}
