import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useColleagueName } from '../../api/colleagues.ts'
import { useNotebookAt, useNotebookHistory } from '../../api/notebooks.ts'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Empty } from '../../parts/empty.tsx'
import { When } from '../../parts/say.tsx'
import type { OpenBook } from './use-book.ts'

interface HistoryProps {
  readonly seatId: string
  readonly notebookId: string
  readonly open: OpenBook
  readonly onClose: () => void
}

/** Earlier versions: who changed it when, what it said, and its cells taken back. */
export function History({ seatId, notebookId, open, onClose }: HistoryProps) {
  const { t } = useFormat()
  const me = useMe()
  const name = useColleagueName()
  const history = useNotebookHistory(seatId, notebookId)
  const [version, setVersion] = useState<number | null>(null)
  const past = useNotebookAt(seatId, notebookId, version)
  const who = (id: string) => (id === me.user.id ? t('notebook.me') : name(id, t('notebook.someone')))
  const restore = () => {
    if (!past.data) return
    open.change({ do: 'replace', cells: past.data.cells })
    onClose()
  }
  return (
    <Drawer open onClose={onClose} size="min(820px, 94vw)" title={t('notebook.history')}>
      <div className="grid g11 history">
        <Loaded of={history}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('notebook.noHistory')} />
            ) : (
              <ul className="items">
                {items.map((one) => (
                  <li key={one.version} aria-current={one.version === version}>
                    <button
                      type="button"
                      className="plain-button link"
                      onClick={() => setVersion(one.version)}
                    >
                      {t('notebook.versionBy', { version: one.version, who: who(one.changedBy) })}
                    </button>
                    <span className="faint">
                      <When at={one.changedAt} /> · {t('notebook.cellCount', { count: one.cells })}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <div>
          {version === null ? (
            <p className="muted">{t('notebook.chooseVersion')}</p>
          ) : (
            <Loaded of={past} lines={6}>
              {(data) => (
                <div className="stack tight">
                  <p className="row">
                    <Button type="primary" onClick={restore}>
                      {t('notebook.takeBack')}
                    </Button>
                    <span className="faint">{t('notebook.takeBackHint')}</span>
                  </p>
                  {data.cells.map((cell) => (
                    <pre key={cell.id} className="sql">
                      {cell.source}
                    </pre>
                  ))}
                </div>
              )}
            </Loaded>
          )}
        </div>
      </div>
    </Drawer>
  )
}
