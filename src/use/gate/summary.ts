import type { GrantTerms } from '../run/index.ts'
import type { Plan, Statistic } from './model.ts'
import { personScans, scansOf } from './print.ts'
import type { Both } from './refuse.ts'
import { keyName } from './select.ts'

const ZH: Record<Statistic['fn'], string> = {
  count_rows: '行数',
  count: '非空个数',
  count_distinct: '去重个数',
  sum: '合计',
  avg: '平均值',
}
const EN: Record<Statistic['fn'], string> = {
  count_rows: 'number of rows',
  count: 'number of values',
  count_distinct: 'number of distinct values',
  sum: 'sum',
  avg: 'mean',
}

/** One sentence of what a plan will do, for the explanation while typing. */
export function summarize({ root, limit }: Plan, { minGroup }: Pick<GrantTerms, 'minGroup'>): Both {
  const tables = [...new Set(scansOf(root.input).map(({ table }) => table))]
  const keys = root.keys.map(keyName)
  const zhCells = root.cells.map((cell) =>
    cell.fn === 'count_rows' ? ZH[cell.fn] : `${cell.of.column} 的${ZH[cell.fn]}`,
  )
  const enCells = root.cells.map((cell) =>
    cell.fn === 'count_rows' ? EN[cell.fn] : `${EN[cell.fn]} of ${cell.of.column}`,
  )
  const guarded = personScans(root).length > 0
  const zh = [
    `对 ${tables.join('、')}`,
    keys.length > 0 ? `按 ${keys.join('、')} 分组，` : '整体，',
    zhCells.length > 0 ? `计算${zhCells.join('、')}` : '列出各组',
    limit === null ? '' : `，取前 ${limit} 行`,
    guarded ? `；不足 ${minGroup} 名参保人的结果不予显示。` : '。',
  ]
  const en = [
    enCells.length > 0 ? `Computes ${enCells.join(', ')}` : 'Lists the groups',
    ` over ${tables.join(', ')}`,
    keys.length > 0 ? `, by ${keys.join(', ')}` : ', as a whole',
    limit === null ? '' : `, first ${limit} rows`,
    guarded ? `; what rests on fewer than ${minGroup} insured persons is not shown.` : '.',
  ]
  return { zh: zh.join(''), en: en.join('') }
}
