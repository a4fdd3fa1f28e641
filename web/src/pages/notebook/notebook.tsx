import '../../style/workbench.css'
import '../../parts/seat/seat.css'
import './notebook.css'
import { Button } from 'antd'
import { useParams, useSearchParams } from 'react-router'
import { useNewNotebook, useNotebook, useNotebooks } from '../../api/notebooks.ts'
import { useSeat, useSeatAct } from '../../api/seats.ts'
import type { SeatView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Watermark } from '../../parts/seat/watermark.tsx'
import { SeatState } from '../seats/seat-state.tsx'
import { Standing } from '../seats/standing.tsx'
import { DeskPage } from './desk.tsx'
import { useInside } from './use-inside.ts'

/** The workspace of a seat: one of its notebooks, open. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const seat = useSeat(id)
  return (
    <>
      {seat.data ? (
        <Work key={id} seat={seat.data} />
      ) : (
        <Page title={t('notebook.title')}>
          <Card>
            <Loaded of={seat} lines={8}>
              {() => null}
            </Loaded>
          </Card>
        </Page>
      )}
      <Watermark />
    </>
  )
}

function Work({ seat }: { readonly seat: SeatView }) {
  const { t } = useFormat()
  const [search, setSearch] = useSearchParams()
  const inside = useInside(seat)
  const notebooks = useNotebooks(seat.id)
  const wake = useSeatAct(seat.id)
  const items = notebooks.data?.items
  const asked = search.get('n')
  const id = asked ?? items?.[0]?.id ?? ''
  const notebook = useNotebook(seat.id, id)
  const choose = (next: string) => setSearch(next ? { n: next } : {}, { replace: true })
  const standing = (
    <>
      <Standing
        seat={seat}
        action={
          seat.state === 'asleep' ? (
            <Button type="primary" loading={wake.isPending} onClick={() => wake.mutate({ act: 'wake' })}>
              {t('seat.act.wake')}
            </Button>
          ) : undefined
        }
      />
      {inside.error && seat.state === 'live' ? <Problem error={inside.error} onRetry={inside.retry} /> : null}
      {wake.error ? <Problem error={wake.error} /> : null}
    </>
  )
  if (notebook.data && items?.length !== 0)
    return (
      <DeskPage
        key={notebook.data.id}
        seat={seat}
        view={notebook.data}
        standing={standing}
        onOpen={choose}
        listen={inside.listen}
      />
    )
  return (
    <Page
      title={seat.name}
      chips={<SeatState seat={seat} />}
      actions={<LinkButton to={`/seats/${seat.id}`}>{t('notebook.toSeat')}</LinkButton>}
    >
      <div className="stack">
        {standing}
        <Card>
          {items?.length === 0 ? (
            <Begin seatId={seat.id} onOpen={choose} />
          ) : (
            <Loaded of={id === '' ? (notebooks as never) : notebook} lines={10}>
              {() => null}
            </Loaded>
          )}
        </Card>
      </div>
    </Page>
  )
}

/** The first notebook of a team: three steps in words, and a notebook that shows them. */
function Begin({ seatId, onOpen }: { readonly seatId: string; readonly onOpen: (id: string) => void }) {
  const { t } = useFormat()
  const make = useNewNotebook(seatId)
  const opened = { onSuccess: ({ id }: { id: string }) => onOpen(id) }
  return (
    <div className="begin">
      <Empty
        title={t('notebook.begin')}
        hint={t('notebook.beginHint')}
        action={
          <span className="row">
            <Button
              type="primary"
              loading={make.isPending}
              onClick={() => make.mutate({ name: t('notebook.starterName'), starter: true }, opened)}
            >
              {t('notebook.starterOpen')}
            </Button>
            <Button
              disabled={make.isPending}
              onClick={() => make.mutate({ name: t('notebook.untitled') }, opened)}
            >
              {t('notebook.newEmpty')}
            </Button>
          </span>
        }
      />
      <ol className="begin-steps">
        {(['read', 'work', 'out'] as const).map((step) => (
          <li key={step}>
            <b>{t(`notebook.step.${step}`)}</b>{' '}
            <span className="muted">{t(`notebook.stepHint.${step}`)}</span>
          </li>
        ))}
      </ol>
      {make.error ? <Problem error={make.error} /> : null}
    </div>
  )
}
