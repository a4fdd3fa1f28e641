import { Collapse, Form } from 'antd'
import { useMemo } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { BasicTerms } from './builder/basics.tsx'
import { DisclosureTerms } from './builder/disclosure.tsx'
import { RuleLists } from './builder/rule-lists.tsx'
import { InsertTemplate } from './builder/templates.tsx'
import { PolicyConflicts } from './conflicts.tsx'
import { type BuilderProduct, type PolicyDraft, wholePolicy } from './draft.ts'
import { soundnessOf } from './soundness.ts'
import { PolicyText } from './text.tsx'
import './policy.css'

interface Props {
  readonly value: PolicyDraft
  readonly onChange: (value: PolicyDraft) => void
  readonly product: BuilderProduct
  /** Said under the minimum group, such as the default of the zone. */
  readonly minGroupNote?: string | undefined
  /** Begin with the advanced part open: where somebody answers terms that have one. */
  readonly open?: boolean
}

/**
 * A policy as sentences that can be changed: basic terms first, the rest behind one click, the full text in both
 * languages beside them. Columns and consumers are chosen elsewhere.
 */
export function PolicyBuilder({ value, onChange, product, minGroupNote, open = false }: Props) {
  const { t } = useFormat()
  const change = (part: Partial<PolicyDraft>) => onChange({ ...value, ...part })
  const fields = useMemo(
    () => product.tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
    [product.tables],
  )
  const { conflicts } = useMemo(() => soundnessOf(value), [value])
  const whole = wholePolicy(value)
  return (
    <div className="policy-builder">
      <Form layout="vertical" component="div" className="policy-builder-form">
        <BasicTerms value={value} onChange={change} minGroupNote={minGroupNote} />
        <PolicyConflicts conflicts={conflicts} />
        <Collapse
          defaultActiveKey={open || conflicts.length > 0 ? ['advanced'] : []}
          items={[
            {
              key: 'advanced',
              label: t('builder.advanced'),
              children: (
                <div className="stack tight">
                  <div className="row">
                    <span className="muted grow">{t('builder.advancedHint')}</span>
                    <InsertTemplate value={value} onChange={onChange} fields={fields} />
                  </div>
                  <RuleLists value={value} onChange={change} fields={fields} />
                  <DisclosureTerms value={value} onChange={change} />
                </div>
              ),
            },
          ]}
        />
      </Form>
      <aside className="policy-builder-text" aria-label={t('builder.text')} tabIndex={0}>
        <h3>{t('builder.text')}</h3>
        <p className="faint">{t('builder.textHint')}</p>
        {whole ? (
          <PolicyText policy={whole} product={product} />
        ) : (
          <p className="muted">{t('builder.textWait')}</p>
        )}
      </aside>
    </div>
  )
}

/** What keeps a draft from being offered, or null. */
export function useBuilderMissing(): (draft: PolicyDraft) => string | null {
  const { t } = useFormat()
  return (draft) => {
    const { wrong, conflicts } = soundnessOf(draft)
    if (wrong) return t('builder.missing.wrong')
    return conflicts.length > 0 ? t('builder.missing.conflict') : null
  }
}
