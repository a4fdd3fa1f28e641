import { Button } from 'antd'
import { useId, useState } from 'react'
import { useRunLog } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'

interface RunLogProps {
  readonly contest: string
  readonly task: string
  readonly run: string
}

/** What a program said on the public sample. */
export function RunLogView({ contest, task, run }: RunLogProps) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const log = useRunLog(contest, task, run, open)
  const id = useId()
  return (
    <>
      <div className="row">
        <Button size="small" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {t(open ? 'contestTask.hideLog' : 'contestTask.showLog')}
        </Button>
      </div>
      <div id={id}>
        {open && (
          <Loaded of={log} lines={3}>
            {({ lines, cut }) =>
              lines.length === 0 ? (
                <p className="faint">{t('contestTask.emptyLog')}</p>
              ) : (
                <>
                  {/* Focusable so that a keyboard can scroll it. */}
                  <pre className="task-code" tabIndex={0} aria-label={t('contestTask.log')}>
                    {lines.map(({ line }) => `${line}\n`).join('')}
                  </pre>
                  {cut && <p className="faint">{t('contestTask.logCut')}</p>}
                </>
              )
            }
          </Loaded>
        )}
      </div>
    </>
  )
}
