import type { ColumnLevel } from '../../run/index.ts'
import type { Both } from './refuse.ts'

/** Uses of a column in a query. */
export type Use =
  | 'key'
  | 'filter'
  | 'compare'
  | 'argument'
  | 'total'
  | 'count'
  | 'distinct'
  | 'shown'
  | 'join'

/**
 * What each level may be used for (the contract's terms). open: everything, shown as is where no table has persons;
 * group: key, filter, argument of functions; measure: inside aggregates alone; join: in declared pairs alone;
 * compare: coarse comparisons alone; identity: counts persons, never compared, grouped or shown; hidden: nothing.
 */
const ALLOWED: Record<ColumnLevel, readonly Use[]> = {
  open: ['key', 'filter', 'compare', 'argument', 'total', 'count', 'distinct', 'shown'],
  group: ['key', 'filter', 'compare', 'argument', 'count', 'distinct'],
  measure: ['total', 'count', 'distinct'],
  join: [],
  compare: ['compare'],
  identity: ['count', 'distinct'],
  hidden: [],
}

export const mayUse = (level: ColumnLevel, use: Use): boolean => ALLOWED[level].includes(use)

/** The words of a level, for sentences. */
export const LEVEL_WORDS: Record<ColumnLevel, Both> = {
  open: { zh: '公开', en: 'open' },
  group: { zh: '分组', en: 'group' },
  measure: { zh: '度量', en: 'measure' },
  join: { zh: '连接', en: 'join' },
  compare: { zh: '比较', en: 'compare' },
  identity: { zh: '身份', en: 'identity' },
  hidden: { zh: '不可见', en: 'hidden' },
}

/** What was tried, for "may not …". */
export const USE_WORDS: Record<Use, Both> = {
  key: { zh: '作为分组键', en: 'be a grouping key' },
  filter: { zh: '出现在筛选条件中', en: 'be filtered or compared' },
  compare: { zh: '出现在筛选条件中', en: 'be filtered or compared' },
  argument: { zh: '作为函数的参数', en: 'be the argument of a function' },
  total: { zh: '求和或求平均', en: 'be summed or averaged' },
  count: { zh: '计数', en: 'be counted' },
  distinct: { zh: '去重计数', en: 'be counted distinct' },
  shown: { zh: '逐行显示', en: 'be shown row by row' },
  join: { zh: '用于连接', en: 'be a join key' },
}

/** What would be allowed with a column of this level. */
const INSTEAD: Record<ColumnLevel, (column: string) => Both> = {
  open: (column) => ({
    zh: `可将 ${column} 用于 GROUP BY、WHERE 或 count`,
    en: `use ${column} in GROUP BY, WHERE or count`,
  }),
  group: (column) => ({
    zh: `可将 ${column} 用于 GROUP BY、WHERE 或 count`,
    en: `use ${column} in GROUP BY, WHERE or count`,
  }),
  measure: (column) => ({
    zh: `可用 sum(${column})、avg(${column}) 或 count(${column})`,
    en: `use sum(${column}), avg(${column}) or count(${column})`,
  }),
  join: (column) => ({
    zh: `${column} 只能用于合约声明的 JOIN … ON`,
    en: `use ${column} only in a JOIN … ON that the contract declares`,
  }),
  compare: (column) => ({
    zh: `${column} 只能在 WHERE 或 CASE WHEN 中以 <、<=、>、>=、BETWEEN 与粗粒度常量比较，例如 ${column} >= 1500，日期取每月 1 日`,
    en: `compare ${column} in WHERE or CASE WHEN by <, <=, >, >= or BETWEEN with a coarse constant, such as ${column} >= 1500, or the first day of a month`,
  }),
  identity: (column) => ({
    zh: `可用 count(distinct ${column}) 统计人数`,
    en: `use count(distinct ${column}) to count persons`,
  }),
  hidden: () => ({
    zh: '请改用合约中可用的列，或向提供方申请开放该列',
    en: 'use another column of the contract, or ask the provider to open this one',
  }),
}

export const allowedFor = (level: ColumnLevel, column: string): Both => INSTEAD[level](column)
