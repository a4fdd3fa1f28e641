import { Button, Checkbox, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useRuns } from '../../api/runs.ts'
import type { RunView } from '../../api/types.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { CompareRuns } from './compare.tsx'

interface Props {
  readonly contractId: string
  readonly onPick: (sql: string) => void
  /** Brings the text back and runs it again. */
  readonly onRerun: (sql: string) => void
}

/** My runs under this contract; a click brings the text back, two of them are compared. */
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

function Runs({ contractId, onPick, onRerun, close }: Props & { readonly close: () => void }) {
  const { t } = useTranslation()
  const runs = useRuns({ contractId, mine: 'true', limit: 30 })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [comparing, setComparing] = useState(false)
  const choose = (id: string, on: boolean) =>
    setChosen(on ? [...chosen.slice(-1), id] : chosen.filter((one) => one !== id))
  return (
    <Loaded of={runs} lines={8}>
      {({ items }) => {
        const own = items.filter((run) => run.kind === 'query')
        if (own.length === 0) return <Empty title={t('run.none')} hint={t('run.noneHint')} />
        return (
          <div className="stack">
            <div className="row">
              <span className="faint" style={{ flex: 1 }}>
                {t('workbench.compareHint')}
              </span>
              <Button size="small" disabled={chosen.length !== 2} onClick={() => setComparing(true)}>
                {t('workbench.compare')}
              </Button>
            </div>
            {own.map((run) => (
              <OneRun
                key={run.id}
                run={run}
                chosen={chosen.includes(run.id)}
                onChoose={(on) => choose(run.id, on)}
                onPick={() => {
                  onPick(run.sql!)
                  close()
                }}
                onRerun={() => {
                  onRerun(run.sql!)
                  close()
                }}
              />
            ))}
            <CompareRuns ids={comparing ? chosen : []} onClose={() => setComparing(false)} />
          </div>
        )
      }}
    </Loaded>
  )
}

interface OneProps {
  readonly run: RunView
  readonly chosen: boolean
  readonly onChoose: (on: boolean) => void
  readonly onPick: () => void
  readonly onRerun: () => void
}

function OneRun({ run, chosen, onChoose, onPick, onRerun }: OneProps) {
  const { t } = useTranslation()
  const title = run.title ?? t('run.untitled')
  return (
    <section className="stack tight">
      <div className="row">
        {run.outputHash !== null && (
          <Checkbox
            checked={chosen}
            onChange={({ target }) => onChoose(target.checked)}
            aria-label={t('workbench.chooseRun', { title })}
          />
        )}
        <State kind="run" value={run.state} />
        <Link to={`/runs/${run.id}`}>{title}</Link>
        <span className="faint" style={{ flex: 1 }}>
          <When at={run.createdAt} />
        </span>
        {run.sql !== null && (
          <Button size="small" onClick={onRerun}>
            {t('workbench.rerun')}
          </Button>
        )}
      </div>
      {run.sql !== null && (
        <button type="button" className="plain-button" title={t('workbench.reuse')} onClick={onPick}>
          <pre className="sql">{run.sql}</pre>
        </button>
      )}
    </section>
  )
}
