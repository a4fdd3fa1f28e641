import { Input, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QUALITY_CLASSES, useAddRule, useFunctions, useRuleCheck } from '../../api/quality.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Table } from '../../parts/table.tsx'
import { TABLES } from './tables.ts'

/** What may be written for each kind of check, to begin from. */
const STARTS: Readonly<Record<string, string>> = {
  required: '{ "kind": "required" }',
  form: '{ "kind": "form", "pattern": "^[0-9]{6}$" }',
  code: '{ "kind": "code", "list": "gend" }',
  unique: '{ "kind": "unique", "columns": ["psn_no"] }',
  exists: '{ "kind": "exists", "table": "psn_info_b", "on": { "psn_no": "psn_no" } }',
  holds: '{ "kind": "holds", "test": { "fn": "ge", "args": [{ "col": "enddate" }, { "col": "begndate" }] } }',
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A rule of the own body: declared, said back in words while it is written, and added only when it can be asked. */
export function RuleForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  const add = useAddRule()
  const functions = useFunctions()
  const [fields, setFields] = useState({
    table: 'psn_info_b',
    class: 'logic',
    column: '',
    name: '',
    titleZh: '',
    titleEn: '',
    basis: '',
  })
  const [check, setCheck] = useState(STARTS['required']!)
  const [when, setWhen] = useState('')
  const set = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const rule = useMemo(() => {
    const checked = read(check)
    const condition = when.trim() === '' ? null : read(when)
    const { name, ...rest } = fields
    if (checked === undefined || condition === undefined) return null
    if (!name || !rest.column || !rest.titleZh || !rest.titleEn) return null
    return {
      ...rest,
      id: `${rest.table}.${name}`,
      ...(condition === null ? {} : { when: condition }),
      check: checked,
    }
  }, [fields, check, when])
  const settled = useDebounced(rule, 400)
  const verdict = useRuleCheck(settled)
  const ok = rule !== null && settled === rule && verdict.data?.ok === true
  const text = (key: 'column' | 'name' | 'titleZh' | 'titleEn' | 'basis') => (
    <Input
      aria-label={t(`quality.form.${key}`)}
      placeholder={t(`quality.form.${key}`)}
      value={fields[key]}
      maxLength={200}
      onChange={(event) => set({ [key]: event.target.value })}
    />
  )
  return (
    <Modal
      open
      width={760}
      title={t('quality.addRule')}
      okText={t('quality.addRule')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ok, loading: add.isPending }}
      onOk={() => add.mutate(rule, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className="stack tight">
        <p className="faint">{t('quality.form.about')}</p>
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <Select
            aria-label={t('quality.nationalTable')}
            value={fields.table}
            onChange={(table) => set({ table })}
            style={{ minWidth: 200 }}
            options={TABLES.map((table) => ({ value: table, label: table }))}
          />
          <Select
            aria-label={t('quality.classes')}
            value={fields.class}
            onChange={(value) => set({ class: value })}
            style={{ minWidth: 140 }}
            options={QUALITY_CLASSES.map((one) => ({ value: one, label: t(`quality.class.${one}`) }))}
          />
        </div>
        {text('column')}
        {text('name')}
        {text('titleZh')}
        {text('titleEn')}
        {text('basis')}
        <Select
          aria-label={t('quality.form.start')}
          placeholder={t('quality.form.start')}
          onChange={(kind: string) => setCheck(STARTS[kind]!)}
          options={Object.keys(STARTS).map((kind) => ({ value: kind, label: t(`quality.kind.${kind}`) }))}
        />
        <Input.TextArea
          aria-label={t('quality.form.check')}
          className="mono"
          rows={4}
          value={check}
          status={read(check) === undefined ? 'error' : ''}
          onChange={(event) => setCheck(event.target.value)}
        />
        <Input.TextArea
          aria-label={t('quality.form.when')}
          placeholder={t('quality.form.when')}
          className="mono"
          rows={2}
          value={when}
          onChange={(event) => setWhen(event.target.value)}
        />
        <div aria-live="polite">
          {verdict.error ? <Problem error={verdict.error} /> : null}
          {settled && verdict.data && (
            <div className={verdict.data.ok ? '' : 'why'}>
              {verdict.data.ok ? t('quality.form.says') : t('quality.form.cannot')} {pick(verdict.data)}
            </div>
          )}
        </div>
        {add.error ? <Problem error={add.error} /> : null}
        <details>
          <summary>{t('quality.form.functions')}</summary>
          <Table
            dense
            caption={t('quality.form.functions')}
            rows={functions.data?.items}
            rowKey={(row) => row.name}
            columns={[
              { key: 'name', title: 'fn', cell: (row) => <code>{row.name}</code> },
              { key: 'takes', title: t('quality.form.takes'), cell: (row) => <code>{row.takes}</code> },
              { key: 'does', title: t('quality.form.does'), cell: (row) => pick(row) },
            ]}
          />
        </details>
      </div>
    </Modal>
  )
}
