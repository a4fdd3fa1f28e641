import { Input, Modal } from 'antd'
import { useState } from 'react'
import { type LineProblem, useImportEntries } from '../../api/entries.ts'
import { ApiError } from '../../api/error.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Table } from '../../parts/table.tsx'

/** The first line of the file, as the server reads it. */
const COLUMNS = 'team,title,division,captain,phone,members,body,uscc,intro'

interface ImportProps {
  readonly contest: string
  readonly onClose: () => void
}

/** Entries from a table: looked at as a whole first, then made all at once or not at all. */
export function ImportDialog({ contest, onClose }: ImportProps) {
  const { t } = useFormat()
  const [text, setText] = useState('')
  const [good, setGood] = useState<number | null>(null)
  const load = useImportEntries(contest)
  const read = (next: string) => {
    setText(next)
    setGood(null)
    load.reset()
  }
  const send = () =>
    load.mutate(
      { text, dry: good === null },
      { onSuccess: ({ teams }) => (good === null ? setGood(teams) : onClose()) },
    )
  return (
    <Modal
      open
      title={t('contestEntry.import')}
      okText={good === null ? t('contestEntry.importLook') : t('contestEntry.importDo', { count: good })}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: text.trim() === '', loading: load.isPending }}
      onOk={send}
      onCancel={onClose}
      width={760}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contestEntry.importHow')}</p>
        <code className="break">{COLUMNS}</code>
        <label htmlFor="import-file">{t('contestEntry.importFile')}</label>
        <input
          id="import-file"
          type="file"
          accept=".csv,.txt"
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file) void file.text().then(read)
          }}
        />
        <Input.TextArea
          aria-label={t('contestEntry.importText')}
          className="mono"
          rows={8}
          value={text}
          spellCheck={false}
          onChange={(event) => read(event.target.value)}
        />
        {good !== null && !load.error && (
          <p role="status">
            <span aria-hidden="true">✓ </span>
            {t('contestEntry.importGood', { count: good })}
          </p>
        )}
        {load.error ? <Problem error={load.error} /> : null}
        <Problems of={problemsOf(load.error)} />
      </div>
    </Modal>
  )
}

function Problems({ of }: { readonly of: readonly LineProblem[] }) {
  const { t } = useFormat()
  if (of.length === 0) return null
  return (
    <Table
      caption={t('contestEntry.importProblems')}
      dense
      rows={of}
      rowKey={({ line, code }, index) => `${line} ${code} ${index}`}
      columns={[
        { key: 'line', title: t('contestEntry.line'), numeric: true, cell: ({ line }) => line },
        {
          key: 'code',
          title: t('contestEntry.wrong'),
          cell: ({ code }) => t(`contestEntry.problem.${code}`),
        },
        {
          key: 'what',
          title: t('contestEntry.what'),
          cell: ({ what }) => <span className="mono">{what}</span>,
        },
      ]}
    />
  )
}

function problemsOf(error: unknown): readonly LineProblem[] {
  const detail =
    error instanceof ApiError ? (error.detail as { problems?: LineProblem[] } | undefined) : undefined
  return detail?.problems ?? []
}
