import { Button, Drawer } from 'antd'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useColleagueName } from '../../api/colleagues.ts'
import { useSeatAct, useSeatTables } from '../../api/seats.ts'
import { useMe } from '../../api/session.ts'
import type { NotebookView, SeatView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Page } from '../../parts/page.tsx'
import { Panes } from '../../parts/panes.tsx'
import { Problem } from '../../parts/problem.tsx'
import { People } from '../seats/people.tsx'
import { isBusy } from './cells.ts'
import { Cells } from './cells.tsx'
import { ClashBanner } from './clash.tsx'
import { History } from './history.tsx'
import { KeysHelp } from './keys-help.tsx'
import { Meter } from './meter.tsx'
import { Side } from './side.tsx'
import { Toolbar } from './toolbar.tsx'
import { useBook } from './use-book.ts'
import { useCommands } from './use-commands.ts'
import { useDesk } from './use-desk.ts'
import type { Listener } from './use-inside.ts'
import { SavingState, Title } from './title.tsx'

interface DeskProps {
  readonly seat: SeatView
  readonly view: NotebookView
  readonly standing: ReactNode
  readonly onOpen: (id: string) => void
  readonly listen: (listener: Listener | null) => void
}

/** The open notebook with what stands around it. */
export function DeskPage({ seat, view, standing, onOpen, listen }: DeskProps) {
  const { t, name } = useFormat()
  const me = useMe()
  const nameOf = useColleagueName()
  const tables = useSeatTables(seat.id)
  const open = useBook(seat.id, view)
  const desk = useDesk(seat.id, open)
  const restart = useSeatAct(seat.id)
  const [shown, setShown] = useState<'restart' | 'keys' | 'history' | 'side' | null>(null)
  const { heard } = open
  useEffect(() => {
    listen(heard)
    return () => listen(null)
  })
  const named = useMemo(
    () =>
      (tables.data?.items ?? []).map((table) => ({
        name: table.name,
        title: name(table.titleZh, table.titleEn),
        columns: table.columns.map((column) => ({
          name: column.name,
          type: column.type,
          title: name(column.titleZh, column.titleEn),
        })),
      })),
    [tables.data, name],
  )
  const keys = useCommands({
    open,
    desk,
    onRestart: () => setShown('restart'),
    onHelp: () => setShown('keys'),
  })
  const { book } = open
  const ended = book.cells.reduce((sum, cell) => sum + (isBusy(cell) ? 0 : (cell.count ?? 0)), 0)
  const whyNot = seat.state !== 'live' && t(`seat.standsHint.${seat.state}`)
  const side = (
    <Side
      seatId={seat.id}
      notebookId={view.id}
      ended={ended}
      onOpen={onOpen}
      onPick={(pieces) => {
        desk.insert(pieces)
        setShown(null)
      }}
    />
  )
  return (
    <Page
      name={book.name}
      title={<Title name={book.name} onRename={(next) => open.change({ do: 'rename', name: next })} />}
      chips={
        <>
          <SavingState saving={open.saving} />
          <People
            ids={seat.present}
            nameOf={(id) => (id === me.user.id ? me.user.displayName : nameOf(id, t('notebook.someone')))}
          />
          <Meter seat={seat} />
        </>
      }
      actions={
        <Toolbar
          seatId={seat.id}
          notebookId={view.id}
          busy={open.busy}
          whyNot={whyNot}
          onRunAll={() => void open.all()}
          onStop={() => void open.stop()}
          onRestart={() => setShown('restart')}
          onHistory={() => setShown('history')}
          onKeys={() => setShown('keys')}
          onSide={() => setShown('side')}
        />
      }
    >
      <div className="stack tight notebook-notes">
        {standing}
        {open.error ? <Problem error={open.error} onRetry={() => void open.save()} /> : null}
        {open.clash && (
          <ClashBanner
            clash={open.clash}
            who={nameOf(open.clash.theirs.changedBy, t('notebook.someone'))}
            onSettle={(which) => open.settle(which)}
          />
        )}
        {open.merges > 0 && !open.clash && (
          <p className="why ok" role="status" key={open.merges}>
            {t('notebook.merged')}
          </p>
        )}
        {book.removed.length > 0 && (
          <p className="undo" role="status">
            {t('notebook.removed', { count: book.removed.length })}{' '}
            <Button size="small" onClick={desk.undo}>
              {t('notebook.undo')}
            </Button>
          </p>
        )}
      </div>
      <Panes
        name="notebook"
        start={272}
        left={side}
        middle={<Cells open={open} desk={desk} tables={named} onKeyDown={keys} />}
      />
      {shown === 'side' && (
        <Drawer
          open
          placement="left"
          size="min(420px, 92vw)"
          title={t('notebook.side')}
          onClose={() => setShown(null)}
        >
          {side}
        </Drawer>
      )}
      {shown === 'keys' && <KeysHelp onClose={() => setShown(null)} />}
      {shown === 'history' && (
        <History seatId={seat.id} notebookId={view.id} open={open} onClose={() => setShown(null)} />
      )}
      {shown === 'restart' && (
        <ConfirmDialog
          title={t('notebook.restart')}
          explain={t('notebook.restartExplain')}
          confirm={t('notebook.restart')}
          pending={restart.isPending}
          error={restart.error}
          onConfirm={() => restart.mutate({ act: 'restart' }, { onSuccess: () => setShown(null) })}
          onClose={() => setShown(null)}
        />
      )}
    </Page>
  )
}
