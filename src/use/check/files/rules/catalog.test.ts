import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileRulesTable } from '../../../../../test/support/file-rules.ts'
import { CONTENT_RULES } from './catalog-content.ts'
import { FORM_RULES } from './catalog-form.ts'
import { MODEL_RULES } from './catalog-models.ts'
import { NUMBER_RULES } from './catalog-numbers.ts'
import { FILE_RULES } from './catalog.ts'

test('no rule stands in two lists, and each says in both languages what to do', () => {
  const lists = [FORM_RULES, CONTENT_RULES, NUMBER_RULES, MODEL_RULES].flatMap((rules) => Object.keys(rules))
  expect(new Set(lists).size).toBe(lists.length)
  for (const { zh, en } of Object.values(FILE_RULES)) {
    expect(zh).toMatch(/[\u4e00-\u9fff].*[。]$/)
    expect(en).toMatch(/^[A-Z].*\.$/)
  }
})

test.each(['zh', 'en'] as const)(
  'the page of the airlock (%s) holds the rules (node scripts/docs-file-rules.ts)',
  (language) => {
    const page = readFileSync(
      join(import.meta.dirname, `../../../../../docs/handbook/airlock.${language}.md`),
      'utf8',
    )
    expect(page).toContain(fileRulesTable(language))
  },
)
