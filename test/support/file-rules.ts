import { type FileRule, FILE_RULES } from '../../src/use/check/index.ts'

const HEAD = {
  zh: '| 规则 | 发现后 | 说明和改法 |',
  en: '| Rule | Found | What it is, and how to mend it |',
} as const
const WORDS = {
  zh: { fail: '不宜放行', review: '请人判断' },
  en: { fail: 'Should not leave', review: 'For people' },
} as const

export const BEGIN = '<!-- file rules: begin -->'
export const END = '<!-- file rules: end -->'

/** The table of rules over files as the airlock's page must hold it. */
export function fileRulesTable(language: 'zh' | 'en'): string {
  const rows = Object.entries(FILE_RULES as Record<string, FileRule>).map(
    ([rule, text]) =>
      `| \`${rule}\` | ${WORDS[language][text.verdict]} | ${text[language].replaceAll('|', '\\|')} |`,
  )
  return [BEGIN, HEAD[language], '| --- | --- | --- |', ...rows, END].join('\n')
}
