import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useRuns } from '../../api/runs.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'

interface Props {
  readonly contractId: string
  readonly onPick: (sql: string) => void
}

/** My runs under this contract; a click brings the text back. */
export function HistoryButton(props: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('workbench.history')}</Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('workbench.history')}
        size={460}
        destroyOnHidden
      >
        {open && <Runs {...props} close={() => setOpen(false)} />}
      </Drawer>
    </>
  )
}

function Runs({ contractId, onPick, close }: Props & { readonly close: () => void }) {
  const { t } = useTranslation()
  const runs = useRuns({ contractId, mine: 'true', limit: 30 })
  return (
    <Loaded of={runs} lines={8}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('run.none')} />
        ) : (
          <div className="stack">
            {items.map((run) => (
              <section key={run.id} className="stack tight">
                <div className="row">
                  <State kind="run" value={run.state} />
                  <Link to={`/runs/${run.id}`}>{run.title ?? t('run.untitled')}</Link>
                  <span className="faint">
                    <When at={run.createdAt} />
                  </span>
                </div>
                {run.sql !== null && (
                  <button
                    type="button"
                    className="plain-button"
                    aria-label={t('workbench.reuse')}
                    onClick={() => {
                      onPick(run.sql!)
                      close()
                    }}
                  >
                    <pre className="sql">{run.sql}</pre>
                  </button>
                )}
              </section>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
