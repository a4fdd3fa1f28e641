import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { type ResultView, useResultChange } from '../../api/contest-after.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { GreenState } from './green-state.tsx'

const DAYS = 30
const MOST_DAYS = 366

/** 绿色通道: a winner asks for an environment in which its work is validated on real data. */
export function GreenCard({ result }: { readonly result: ResultView }) {
  const { t } = useFormat()
  const { greenChannel: channel, captain } = result
  const change = useResultChange(result.contestId)
  const open = !channel || channel.state === 'declined' || channel.state === 'withdrawn'
  return (
    <section className="card" aria-labelledby="result-green">
      <h2 id="result-green">{t('contestAfter.greenChannel')}</h2>
      <p className="muted">{t('contestAfter.greenChannelHint')}</p>
      {channel && (
        <div className="stack tight">
          <GreenState state={channel.state} />
          <p className="after-text">{channel.purpose}</p>
          {channel.answer && <p className="after-text why seal">{channel.answer}</p>}
          {channel.state === 'prepared' && <p>{t('contestAfter.preparedHint', { uscc: channel.uscc })}</p>}
          {captain && (channel.state === 'asked' || channel.state === 'prepared') && (
            <Button block loading={change.withdraw.isPending} onClick={() => change.withdraw.mutate()}>
              {t('contestAfter.withdraw')}
            </Button>
          )}
          {change.withdraw.error ? <Problem error={change.withdraw.error} /> : null}
        </div>
      )}
      {open && (captain ? <Ask change={change} /> : <p>{t('contestAfter.captainOnly')}</p>)}
    </section>
  )
}

function Ask({ change }: { readonly change: ReturnType<typeof useResultChange> }) {
  const { t } = useFormat()
  const [purpose, setPurpose] = useState('')
  const [wanted, setWanted] = useState('')
  const [uscc, setUscc] = useState('')
  const [days, setDays] = useState(DAYS)
  const ready = purpose.trim() !== '' && wanted.trim() !== '' && uscc.trim().length === 18
  return (
    <div className="stack tight">
      <label htmlFor="green-purpose">{t('contestAfter.greenPurpose')}</label>
      <Input.TextArea
        id="green-purpose"
        rows={3}
        maxLength={2000}
        value={purpose}
        onChange={({ target }) => setPurpose(target.value)}
      />
      <label htmlFor="green-wanted">{t('contestAfter.greenWanted')}</label>
      <Input.TextArea
        id="green-wanted"
        rows={2}
        maxLength={2000}
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
      />
      <label htmlFor="green-days">{t('contestAfter.greenDays')}</label>
      <InputNumber
        id="green-days"
        min={1}
        max={MOST_DAYS}
        value={days}
        onChange={(value) => setDays(value ?? DAYS)}
      />
      <label htmlFor="green-uscc">{t('contestAfter.greenBody')}</label>
      <Input id="green-uscc" value={uscc} maxLength={18} onChange={({ target }) => setUscc(target.value)} />
      {change.ask.error ? <Problem error={change.ask.error} /> : null}
      <div className="my-buttons">
        <Button
          type="primary"
          block
          loading={change.ask.isPending}
          disabled={!ready}
          onClick={() =>
            change.ask.mutate({
              purpose: purpose.trim(),
              wanted: wanted.trim(),
              days,
              uscc: uscc.trim().toUpperCase(),
            })
          }
        >
          {t('contestAfter.askGreen')}
        </Button>
      </div>
    </div>
  )
}
