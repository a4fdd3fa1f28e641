import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QUALITY_CLASSES, type RuleView, useRetireRule, useRules } from '../../api/quality.ts'
import { useBasis } from '../../lib/use-basis.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import type { Column } from '../../parts/table.tsx'
import { RuleForm } from './rule-form.tsx'
import { TABLES } from './tables.ts'

/** Every rule of the pack and of the own body, with what it checks in words. */
export function Component() {
  const { t } = useTranslation()
  const { name, pick } = useFormat()
  const basis = useBasis()
  const { values } = useFilters()
  const rules = useRules({ class: values.class, table: values.table, text: values.text })
  const retire = useRetireRule()
  const offset = Number(values.offset ?? 0)
  // The pack comes whole; the page draws a screenful of its hundreds of rules.
  const shown = {
    ...rules,
    data: rules.data && { ...rules.data, items: rules.data.items.slice(offset, offset + PAGE_SIZE) },
  } as typeof rules
  const [adding, setAdding] = useState(false)
  const columns: Column<RuleView>[] = [
    {
      key: 'title',
      title: t('quality.rule'),
      cell: ({ rule }) => (
        <>
          <b>{name(rule.titleZh, rule.titleEn)}</b>
          <div className="faint">
            <code>{rule.id}</code>
          </div>
        </>
      ),
    },
    {
      key: 'class',
      title: t('quality.classes'),
      cell: ({ rule }) => <span className="nowrap">{t(`quality.class.${rule.class}`)}</span>,
    },
    {
      key: 'words',
      title: t('quality.checksWhat'),
      cell: ({ wordsZh, wordsEn }) => pick({ zh: wordsZh, en: wordsEn }),
    },
    {
      key: 'basis',
      title: t('quality.basis'),
      cell: ({ rule }) => <span className="faint">{basis(rule.basis)}</span>,
    },
    {
      key: 'do',
      title: t('common.actions'),
      cell: ({ bodyRuleId }) =>
        bodyRuleId === null ? (
          <span className="faint nowrap">{t('quality.ofPack')}</span>
        ) : (
          <Action danger loading={retire.isPending} onClick={() => retire.mutate(bodyRuleId)}>
            {t('quality.retire')}
          </Action>
        ),
    },
  ]
  return (
    <Page
      title={t('quality.rules')}
      sub={t('quality.ours')}
      actions={
        <Action primary onClick={() => setAdding(true)}>
          {t('quality.addRule')}
        </Action>
      }
    >
      <List
        name="quality-rules"
        caption={t('quality.rules')}
        of={shown}
        rowKey={({ rule }) => rule.id}
        empty={{ title: t('quality.noRules'), hint: t('quality.noRulesHint') }}
        filters={[
          { key: 'text', kind: 'text', label: t('quality.findRule') },
          {
            key: 'class',
            kind: 'choice',
            label: t('quality.classes'),
            options: QUALITY_CLASSES.map((one) => ({ value: one, label: t(`quality.class.${one}`) })),
          },
          {
            key: 'table',
            kind: 'choice',
            label: t('quality.nationalTable'),
            options: TABLES.map((table) => ({ value: table, label: table })),
          },
        ]}
        columns={columns}
      />
      {adding && <RuleForm onClose={() => setAdding(false)} />}
    </Page>
  )
}
