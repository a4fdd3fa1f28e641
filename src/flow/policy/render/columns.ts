import type { ColumnLevel, Policy } from '../model.ts'
import { LEVEL_WORDS } from '../words.ts'
import { joined, type Lang, named } from './text.ts'

const ORDER: readonly ColumnLevel[] = ['open', 'group', 'measure', 'join', 'compare', 'identity', 'hidden']

/** What each column may be used for, table by table; what is not named stays hidden. */
export function sayColumns(lang: Lang, columns: Policy['columns']): string {
  const tables = Object.keys(columns).sort()
  const said = tables.map((table) => sayTable(lang, table, columns[table]!))
  if (lang === 'zh') return `各列的用法：${said.join('；')}。没有列出的列一律不可见。`
  return `Each column may be used as follows: ${said.join('; ')}. A column that is not named stays hidden.`
}

function sayTable(lang: Lang, table: string, levels: Readonly<Record<string, ColumnLevel>>): string {
  const parts = ORDER.map((level) => ({
    level,
    names: Object.keys(levels)
      .filter((column) => levels[column] === level)
      .sort()
      .map((column) => named(lang, column)),
  })).filter(({ names }) => names.length > 0)
  const said = parts.map(({ level, names }) => `${joined(lang, names)} ${LEVEL_WORDS[level][lang]}`)
  const title = lang === 'zh' ? `表 ${named(lang, table)} 中` : `in table ${named(lang, table)}`
  const none = lang === 'zh' ? '没有开放任何列' : 'no column is open'
  return `${title} ${said.length > 0 ? said.join(lang === 'zh' ? '，' : ', ') : none}`
}

/** Pairs of columns on which tables may be joined. */
export function sayJoins(lang: Lang, joinKeys: Policy['joinKeys']): string {
  if (joinKeys.length === 0) return lang === 'zh' ? '各表之间不得连接。' : 'The tables may not be joined.'
  const ref = ({ table, column }: Policy['joinKeys'][number][number]) =>
    `${named(lang, table)}.${named(lang, column)}`
  const pairs = joinKeys.map(([a, b]) => `${ref(a)} = ${ref(b)}`)
  return lang === 'zh'
    ? `各表之间只能这样连接：${pairs.join('；')}。`
    : `The tables may be joined only by: ${pairs.join('; ')}.`
}
