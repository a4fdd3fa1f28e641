import { Button, Input } from 'antd'
import { useState } from 'react'
import { type IncubationView, useOffered, useOwnInterests, useResultChange } from '../../api/contest-after.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { InterestState } from './green-state.tsx'

/** What bodies look for, and the own team's interest in it. Nothing is drawn where nobody looks for anything. */
export function WishCards({ contestId, captain }: { readonly contestId: string; readonly captain: boolean }) {
  const { t } = useFormat()
  const offered = useOffered(contestId)
  const own = useOwnInterests(contestId)
  const change = useResultChange(contestId)
  const said = new Map((own.data?.items ?? []).map((one) => [one.incubationId, one]))
  return (
    <Loaded of={offered} lines={3}>
      {({ items }) =>
        items.length > 0 && (
          <section className="card" aria-labelledby="result-wishes">
            <h2 id="result-wishes">{t('contestAfter.incubation')}</h2>
            <p className="muted">{t('contestAfter.incubationHint')}</p>
            {change.takeBack.error ? <Problem error={change.takeBack.error} /> : null}
            <ul className="enter-list">
              {items.map((one) => {
                const interest = said.get(one.id)
                const stands = interest && interest.state !== 'withdrawn'
                return (
                  <li key={one.id}>
                    <b>{one.title}</b>
                    <span className="muted">{one.bodyName}</span>
                    <p className="after-text">{one.text}</p>
                    {stands && <InterestState state={interest.state} />}
                    {stands && interest.answer && <p className="after-text why seal">{interest.answer}</p>}
                    {captain && interest?.state === 'expressed' && (
                      <Button
                        block
                        loading={change.takeBack.isPending}
                        onClick={() => change.takeBack.mutate(interest.id)}
                      >
                        {t('contestAfter.withdraw')}
                      </Button>
                    )}
                    {captain && !stands && <Express wanted={one} change={change} />}
                  </li>
                )
              })}
            </ul>
          </section>
        )
      }
    </Loaded>
  )
}

interface ExpressProps {
  readonly wanted: IncubationView
  readonly change: ReturnType<typeof useResultChange>
}

function Express({ wanted, change }: ExpressProps) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const [message, setMessage] = useState('')
  const [contact, setContact] = useState('')
  const at = `wish-${wanted.id}`
  if (!open)
    return (
      <Button block onClick={() => setOpen(true)}>
        {t('contestAfter.interested')}
      </Button>
    )
  return (
    <div className="stack tight">
      <label htmlFor={at}>{t('contestAfter.message')}</label>
      <Input.TextArea
        id={at}
        rows={3}
        maxLength={2000}
        value={message}
        onChange={({ target }) => setMessage(target.value)}
      />
      <label htmlFor={`${at}-contact`}>{t('contestAfter.contactHint')}</label>
      <Input
        id={`${at}-contact`}
        maxLength={200}
        value={contact}
        onChange={({ target }) => setContact(target.value)}
      />
      {change.express.error ? <Problem error={change.express.error} /> : null}
      <Button
        type="primary"
        block
        loading={change.express.isPending}
        disabled={message.trim() === '' || contact.trim() === ''}
        onClick={() =>
          change.express.mutate(
            { id: wanted.id, message: message.trim(), contact: contact.trim() },
            { onSuccess: () => setOpen(false) },
          )
        }
      >
        {t('contestAfter.express')}
      </Button>
    </div>
  )
}
