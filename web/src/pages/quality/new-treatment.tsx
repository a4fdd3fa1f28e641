import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Suggestion, useCreateTreatment, useSuggestion } from '../../api/quality.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'

type Fit = Suggestion['tables'][number]

/** Names a treatment and chooses from what fits by name and columns. */
export function NewTreatmentDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const suggestion = useSuggestion(true)
  const create = useCreateTreatment()
  const go = useNavigate()
  const [title, setTitle] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [automatic, setAutomatic] = useState(true)
  const chosen = (fits: readonly Fit[]) =>
    fits.filter((fit) => !left.has(fit.table)).map(({ table, datasetId }) => ({ table, datasetId }))
  const tables = chosen(suggestion.data?.tables ?? [])
  const save = () =>
    create.mutate(
      { title: title.trim(), tables, references: chosen(suggestion.data?.references ?? []), automatic },
      { onSuccess: ({ id }) => void go(`/quality/${id}`) },
    )
  const toggle = (table: string) =>
    setLeft((before) => {
      const next = new Set(before)
      if (!next.delete(table)) next.add(table)
      return next
    })
  return (
    <Modal
      open
      title={t('quality.new')}
      okText={t('quality.create')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !title.trim() || tables.length === 0, loading: create.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <div className="stack">
        <Input
          aria-label={t('quality.treatment')}
          placeholder={t('quality.titleHint')}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Loaded of={suggestion}>
          {(found) =>
            found.tables.length === 0 ? (
              <Empty title={t('quality.nothingFits')} hint={t('quality.nothingFitsHint')} />
            ) : (
              <>
                <Fits title={t('quality.tables')} fits={found.tables} left={left} onToggle={toggle} />
                <Fits title={t('quality.references')} fits={found.references} left={left} onToggle={toggle} />
              </>
            )
          }
        </Loaded>
        <Checkbox checked={automatic} onChange={(event) => setAutomatic(event.target.checked)}>
          {t('quality.automatic')}
        </Checkbox>
        {create.error ? <Problem error={create.error} /> : null}
      </div>
    </Modal>
  )
}

interface FitsProps {
  readonly title: string
  readonly fits: readonly Fit[]
  readonly left: ReadonlySet<string>
  readonly onToggle: (table: string) => void
}

function Fits({ title, fits, left, onToggle }: FitsProps) {
  const { t } = useTranslation()
  const { name } = useFormat()
  if (fits.length === 0) return null
  return (
    <fieldset className="stack tight" style={{ border: 0, padding: 0 }}>
      <legend>
        <b>{title}</b>
      </legend>
      {fits.map((fit) => (
        <Checkbox key={fit.table} checked={!left.has(fit.table)} onChange={() => onToggle(fit.table)}>
          <code>{fit.table}</code> ← {name(fit.titleZh, fit.titleEn)}{' '}
          <span className="faint">{t('quality.fit', { share: percent(fit.score) })}</span>
        </Checkbox>
      ))}
    </fieldset>
  )
}
