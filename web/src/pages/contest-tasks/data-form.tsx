import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { type OrganiserTask, useBringData } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { headerOf } from './header.ts'

/** The table of a hidden test: chosen, its columns of ids and answers named, brought. Possible until a team has run. */
export function DataForm({ contest, one }: { readonly contest: string; readonly one: OrganiserTask }) {
  const { t } = useFormat()
  const bring = useBringData(contest, one.task.code)
  const [table, setTable] = useState<File | null>(null)
  const [sample, setSample] = useState<File | null>(null)
  const [columns, setColumns] = useState<readonly string[]>([])
  const [id, setId] = useState<string>()
  const [answer, setAnswer] = useState<string>()
  const names = { table: useId(), sample: useId() }
  const choose = async (file: File | null) => {
    setTable(file)
    setId(undefined)
    setAnswer(undefined)
    setColumns(file ? headerOf(await file.slice(0, 65_536).text()) : [])
  }
  const options = columns.map((value) => ({ value, label: value }))
  return (
    <section className="stack">
      <p className="muted">{t(one.data ? 'contestTask.bringAgain' : 'contestTask.bringSay')}</p>
      <div className="task-fields">
        <label htmlFor={names.table}>
          {t('contestTask.table')}
          <input
            id={names.table}
            className="task-file"
            type="file"
            accept=".csv"
            onChange={(event) => void choose(event.target.files?.[0] ?? null)}
          />
        </label>
        <label htmlFor={names.sample}>
          {t('contestTask.sampleFile')}
          <input
            id={names.sample}
            className="task-file"
            type="file"
            accept=".csv"
            onChange={(event) => setSample(event.target.files?.[0] ?? null)}
          />
        </label>
        <Select
          aria-label={t('contestTask.idColumn')}
          placeholder={t('contestTask.idColumn')}
          value={id}
          onChange={setId}
          options={options}
          disabled={columns.length === 0}
        />
        <Select
          aria-label={t('contestTask.answerColumn')}
          placeholder={t('contestTask.answerColumn')}
          value={answer}
          onChange={setAnswer}
          options={options}
          disabled={columns.length === 0}
        />
      </div>
      {bring.error ? <Problem error={bring.error} /> : null}
      <div className="row">
        <Button
          type={one.data ? 'default' : 'primary'}
          disabled={!table || !id || !answer || id === answer}
          loading={bring.isPending}
          onClick={() => table && id && answer && bring.mutate({ table, sample, id, answer })}
        >
          {t('contestTask.bring')}
        </Button>
      </div>
    </section>
  )
}
