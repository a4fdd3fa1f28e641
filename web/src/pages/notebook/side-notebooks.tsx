import { Popconfirm } from 'antd'
import { useRef } from 'react'
import { Link } from 'react-router'
import { useColleagueName } from '../../api/colleagues.ts'
import { useImportIpynb, useNewNotebook, useNotebooks, useRemoveNotebook } from '../../api/notebooks.ts'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Tool } from './cell-tools.tsx'

interface NotebooksProps {
  readonly seatId: string
  readonly open: string
  readonly onOpen: (id: string) => void
}

/** The seat's notebooks, shared by the team. */
export function SideNotebooks({ seatId, open, onOpen }: NotebooksProps) {
  const { t } = useFormat()
  const me = useMe()
  const name = useColleagueName()
  const notebooks = useNotebooks(seatId)
  const make = useNewNotebook(seatId)
  const bring = useImportIpynb(seatId)
  const drop = useRemoveNotebook(seatId)
  const file = useRef<HTMLInputElement>(null)
  const error = make.error ?? bring.error ?? drop.error
  const opened = { onSuccess: ({ id }: { id: string }) => onOpen(id) }
  return (
    <div className="stack tight">
      <div className="row">
        <button
          type="button"
          className="tool framed"
          disabled={make.isPending}
          onClick={() => make.mutate({ name: t('notebook.untitled') }, opened)}
        >
          {t('notebook.new')}
        </button>
        <button
          type="button"
          className="tool framed"
          disabled={make.isPending}
          onClick={() => make.mutate({ name: t('notebook.starterName'), starter: true }, opened)}
        >
          {t('notebook.starter')}
        </button>
        <button
          type="button"
          className="tool framed"
          disabled={bring.isPending}
          onClick={() => file.current?.click()}
        >
          {t('notebook.bring')}
        </button>
        <input
          ref={file}
          type="file"
          accept=".ipynb"
          hidden
          aria-label={t('notebook.bring')}
          onChange={({ target }) => {
            const [chosen] = target.files ?? []
            if (chosen) bring.mutate(chosen, opened)
            target.value = ''
          }}
        />
      </div>
      {error ? <Problem error={error} /> : null}
      <Loaded of={notebooks} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('notebook.none')} hint={t('notebook.noneHint')} />
          ) : (
            <ul className="items book-list">
              {items.map((one) => (
                <li key={one.id} aria-current={one.id === open}>
                  <span>
                    <Link to={`/seats/${seatId}/notebook?n=${one.id}`} replace>
                      <b>{one.name}</b>
                    </Link>
                    <div className="faint">
                      {t('notebook.cellCount', { count: one.cells })} · {who(one.changedBy)}{' '}
                      <When at={one.changedAt} />
                    </div>
                  </span>
                  <Popconfirm
                    title={t('notebook.removeAsk', { name: one.name })}
                    description={t('notebook.removeHint')}
                    okText={t('notebook.delete')}
                    cancelText={t('common.cancel')}
                    onConfirm={() => drop.mutate(one.id)}
                  >
                    <span>
                      <Tool label={t('notebook.removeOf', { name: one.name })} glyph="✕" onClick={() => {}} />
                    </span>
                  </Popconfirm>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )

  function who(id: string): string {
    return id === me.user.id ? t('notebook.me') : name(id, t('notebook.someone'))
  }
}
