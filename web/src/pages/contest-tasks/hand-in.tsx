import { Button } from 'antd'
import { useId, useRef, useState } from 'react'
import { type TeamTask, useHandIn } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

/** A program is chosen, then handed in: it runs on the public sample at once. */
export function HandIn({ contest, data }: { readonly contest: string; readonly data: TeamTask }) {
  const { t, number } = useFormat()
  const { task, quota, mayRun } = data
  const handIn = useHandIn(contest, task.code)
  const [file, setFile] = useState<File | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const large = file !== null && file.size > task.artefactMostBytes
  return (
    <section className="card">
      <h2>{t('contestTask.handIn')}</h2>
      <p className="muted">{t('contestTask.handInSay')}</p>
      <label htmlFor={id}>{t('contestTask.file')}</label>
      <input
        ref={input}
        id={id}
        className="task-file"
        type="file"
        accept=".py,.zip"
        disabled={!mayRun}
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
      {large && (
        <p className="err" role="alert">
          {t('contestTask.tooLarge', { mib: number(task.artefactMostBytes / 2 ** 20) })}
        </p>
      )}
      {handIn.error ? <Problem error={handIn.error} /> : null}
      <Button
        type="primary"
        block
        disabled={!mayRun || file === null || large || quota.samplesLeftToday === 0}
        loading={handIn.isPending}
        onClick={() =>
          file &&
          handIn.mutate(file, {
            onSuccess: () => {
              setFile(null)
              if (input.current) input.current.value = ''
            },
          })
        }
      >
        {t('contestTask.runSample')}
      </Button>
      <p className="faint">{t('contestTask.samplesLeft', { count: quota.samplesLeftToday })}</p>
    </section>
  )
}
