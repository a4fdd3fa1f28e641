import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NationalColumn, SuggestionView, Value } from '../../api/mapping.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { columnOf, firstStep, FORMATS, isSimple, STEPS, type Step, valueOf } from './transform.ts'

interface RowProps {
  readonly column: NationalColumn
  readonly value: Value | undefined
  readonly sources: readonly { readonly name: string; readonly type: string }[]
  readonly suggestions: readonly SuggestionView[]
  readonly onChange: (value: Value | undefined) => void
}

/** One target column: where its value comes from and what is done to it. */
export function TargetRow({ column, value, sources, suggestions, onChange }: RowProps) {
  const { t } = useTranslation()
  const { name, pick } = useFormat()
  const [json, setJson] = useState(false)
  const source = columnOf(value)
  const title = name(column.titleZh, column.titleEn)
  const step = (value && source !== null ? value.fn : null) as Step | null
  const format = value && (value.fn === 'date' || value.fn === 'datetime') ? value.format : undefined
  return (
    <div className="map-row">
      <div>
        <b>{title}</b>
        {column.required && <span className="map-required"> {t('mapping.required')}</span>}
        <div className="faint">
          <code>{column.name}</code> {t(`standard.type.${column.type}`)}
        </div>
      </div>
      <div className="stack tight">
        <div className="row map-pick">
          {isSimple(value) ? (
            <Select
              showSearch
              allowClear
              aria-label={t('mapping.sourceOf', { column: title })}
              placeholder={t('mapping.notMapped')}
              style={{ minWidth: 150, flex: 1 }}
              value={source ?? undefined}
              options={sources.map((one) => ({ value: one.name, label: `${one.name} · ${one.type}` }))}
              onChange={(next?: string) =>
                onChange(next ? valueOf(step ?? firstStep(column), next, column, format) : undefined)
              }
            />
          ) : (
            <code className="map-formula">{value?.fn}…</code>
          )}
          {source !== null && (
            <Select
              aria-label={t('mapping.stepOf', { column: title })}
              style={{ minWidth: 130 }}
              value={step ?? 'copy'}
              options={STEPS.filter((one) => one !== 'dictionary' || column.codeList).map((one) => ({
                value: one,
                label: t(`mapping.step.${one}`),
              }))}
              onChange={(next: Step) => onChange(valueOf(next, source, column, format))}
            />
          )}
          {source !== null && format !== undefined && (
            <Select
              aria-label={t('mapping.formatOf', { column: title })}
              style={{ minWidth: 120 }}
              value={format}
              options={FORMATS.map((one) => ({
                value: one,
                label: t(`mapping.format.${one.replaceAll(/[-/]/g, '_')}`),
              }))}
              onChange={(next: (typeof FORMATS)[number]) =>
                onChange(valueOf(value!.fn as Step, source, column, next))
              }
            />
          )}
          <Button size="small" type="text" onClick={() => setJson(true)}>
            {t('mapping.formula')}
          </Button>
        </div>
        {value === undefined &&
          suggestions.map((one) => (
            <button
              key={one.source}
              type="button"
              className="plain-button map-suggestion"
              title={pick({ zh: one.zh, en: one.en })}
              onClick={() => onChange(one.value)}
            >
              + {one.source} <b>{percent(one.score)}</b>{' '}
              <span className="faint">{pick({ zh: one.zh, en: one.en })}</span>
            </button>
          ))}
      </div>
      {json && <Formula title={title} value={value} onClose={() => setJson(false)} onChange={onChange} />}
    </div>
  )
}

interface FormulaProps {
  readonly title: string
  readonly value: Value | undefined
  readonly onClose: () => void
  readonly onChange: (value: Value | undefined) => void
}

/** The whole transform as JSON, for what one step cannot say. */
function Formula({ title, value, onClose, onChange }: FormulaProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ? JSON.stringify(value, null, 2) : '')
  const [wrong, setWrong] = useState(false)
  const accept = () => {
    try {
      onChange(text.trim() === '' ? undefined : (JSON.parse(text) as Value))
      onClose()
    } catch {
      setWrong(true)
    }
  }
  return (
    <Modal
      open
      title={title}
      okText={t('mapping.accept')}
      cancelText={t('common.cancel')}
      onOk={accept}
      onCancel={onClose}
    >
      <div className="stack tight">
        <p className="muted">{t('mapping.formulaAbout')}</p>
        <Input.TextArea
          className="mono"
          aria-label={t('mapping.formula')}
          autoSize={{ minRows: 6, maxRows: 20 }}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setWrong(false)
          }}
        />
        {wrong && <p role="alert">{t('mapping.formulaWrong')}</p>}
      </div>
    </Modal>
  )
}
