import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { type FeedView, useCancelFeed, useChangeFeed, useFeedState, useRunFeed } from '../../api/sources.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar, JobProgress } from '../../parts/progress.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { mayReadAnew, scheduleOf } from './feed-draft.ts'
import { ScheduleFields } from './feed-fields.tsx'
import { Landings } from './landings.tsx'

interface Props {
  readonly feed: FeedView
  readonly kind: string
  /** The source as a whole is paused. */
  readonly paused: boolean
}

/** One table and what it feeds: how, when, what came of it, and what it does now. */
export function FeedCard({ feed, kind, paused }: Props) {
  const { t, name, pick } = useFormat()
  const client = useQueryClient()
  const run = useRunFeed(feed.id)
  const state = useFeedState(feed.id)
  const [scheduling, setScheduling] = useState(false)
  const [anew, setAnew] = useState(false)
  const verb = feed.state === 'paused' ? 'resume' : 'pause'
  // A run by schedule landed something: what was shown of the dataset is of before.
  useEffect(() => {
    for (const key of ['dataset', 'trail']) void client.invalidateQueries({ queryKey: [key] })
  }, [client, feed.lastVersionId])
  const schedule = feed.schedule
  const jobId = run.data?.jobId
  const facts = [
    {
      key: 'dataset',
      name: t('source.target'),
      value: <Link to={`/datasets/${feed.datasetId}`}>{name(feed.datasetTitleZh, feed.datasetTitleEn)}</Link>,
    },
    { key: 'mode', name: t('source.mode'), value: t(`source.modeKind.${feed.mode}`) },
    {
      key: 'key',
      name: t('source.key'),
      value: feed.key.length > 0 ? <code>{feed.key.join(', ')}</code> : null,
    },
    {
      key: 'mark',
      name: t('source.watermark'),
      value: feed.watermark ? <code>{feed.watermark}</code> : null,
    },
    {
      key: 'when',
      name: t('source.schedule'),
      value: (
        <>
          {t(`source.when.${schedule.kind}`, {
            seconds: schedule.kind === 'every' ? schedule.seconds : 0,
            at: schedule.kind === 'daily' ? schedule.at : '',
          })}{' '}
          <Button size="small" type="text" onClick={() => setScheduling(true)}>
            {t('source.change')}
          </Button>
        </>
      ),
    },
    { key: 'next', name: t('source.nextRun'), value: <When at={paused ? null : feed.nextAt} /> },
    { key: 'last', name: t('source.lastRun'), value: <When at={feed.lastRunAt} /> },
    { key: 'outcome', name: t('source.outcome'), value: <Outcome feed={feed} /> },
  ]
  return (
    <Card
      title={<span className="mono">{feed.table}</span>}
      extra={
        <div className="row">
          <State
            kind="feed"
            value={feed.state === 'paused' ? 'paused' : feed.failures > 0 ? 'failing' : 'active'}
          />
          <Button size="small" loading={state.isPending} onClick={() => state.mutate(verb)}>
            {t(`source.${verb}`)}
          </Button>
          {mayReadAnew(feed, kind) && (
            <Button size="small" disabled={paused || feed.running} onClick={() => setAnew(true)}>
              {t('source.readAnew')}
            </Button>
          )}
          <Button
            size="small"
            type="primary"
            loading={run.isPending}
            disabled={paused || feed.running}
            onClick={() => run.mutate(false)}
          >
            {t('source.runNow')}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {jobId && (
          <JobProgress
            key={jobId}
            id={jobId}
            onDone={() => {
              run.reset()
              for (const key of ['source', 'dataset', 'trail'])
                void client.invalidateQueries({ queryKey: [key] })
            }}
          />
        )}
        {!jobId && feed.running && <Running feed={feed} />}
        {run.error && !anew ? <Problem error={run.error} /> : null}
        {state.error ? <Problem error={state.error} /> : null}
        {feed.lastError && feed.failures > 0 && (
          <div className="why" role="alert">
            <b className="head">
              <span aria-hidden="true">⊘ </span>
              {t('source.failedTimes', { times: feed.failures })}
            </b>
            <p>
              {pick(feed.lastError)} <span className="code">{feed.lastError.code}</span>
            </p>
          </div>
        )}
        <Facts rows={facts} />
        <Landings datasetId={feed.datasetId} />
      </div>
      {anew && (
        <ConfirmDialog
          title={t('source.readAnew')}
          explain={t('source.readAnewMeans', { table: feed.table })}
          confirm={t('source.readAnew')}
          pending={run.isPending}
          error={run.error}
          onClose={() => setAnew(false)}
          onConfirm={() => run.mutate(true, { onSuccess: () => setAnew(false) })}
        />
      )}
      <ScheduleDialog feed={feed} kind={kind} open={scheduling} onClose={() => setScheduling(false)} />
    </Card>
  )
}

/** A run by schedule: its job belongs to the space, so what it does is told by the feed. */
function Running({ feed }: { readonly feed: FeedView }) {
  const { t } = useFormat()
  const cancel = useCancelFeed(feed.id)
  return (
    <div className="stack tight" aria-live="polite">
      <div className="row">
        <b>{t('job.kind.feed')}</b>
        <span className="muted">
          {feed.message &&
            t(`job.say.${feed.message.key}`, { ...feed.message.params, defaultValue: feed.message.key })}
        </span>
        <span style={{ flex: 1 }} />
        <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {t('common.cancel')}
        </Button>
      </div>
      <Bar share={feed.progress} label={t('job.kind.feed')} />
    </div>
  )
}

/** Counts of the last run: what was read, and what it changed. */
function Outcome({ feed }: { readonly feed: FeedView }) {
  const { t } = useFormat()
  const done = feed.lastOutcome
  if (!done) return <span className="faint">{t('source.notYet')}</span>
  return (
    <span>
      {t('source.read')} <Num value={done.read} /> · {t('source.inserted')} <Num value={done.inserted} /> ·{' '}
      {t('source.updated')} <Num value={done.updated} /> · {t('source.deleted')} <Num value={done.deleted} />
      {done.versionId === null && <span className="faint"> · {t('source.nothingNew')}</span>}
    </span>
  )
}

interface DialogProps {
  readonly feed: FeedView
  readonly kind: string
  readonly open: boolean
  readonly onClose: () => void
}

function ScheduleDialog({ feed, kind, open, onClose }: DialogProps) {
  const { t } = useFormat()
  const change = useChangeFeed(feed.id)
  const { schedule } = feed
  const [value, setValue] = useState({
    schedule: schedule.kind,
    seconds: schedule.kind === 'every' ? schedule.seconds : 300,
    at: schedule.kind === 'daily' ? schedule.at : '02:00',
  })
  return (
    <Modal
      open={open}
      title={t('source.schedule')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onCancel={onClose}
      onOk={() => change.mutate({ schedule: scheduleOf(value) }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <ScheduleFields value={value} kind={kind} onChange={(more) => setValue({ ...value, ...more })} />
      {change.error ? <Problem error={change.error} /> : null}
    </Modal>
  )
}
