import type { ColumnLevel } from '../run/index.ts'
import type { Both } from './refuse.ts'

/** Uses of a column in a query. */
export type Use = 'key' | 'filter' | 'total' | 'count' | 'distinct' | 'shown' | 'join'

/**
 * What each level may be used for (the contract's terms):
 * group: key and filter, and countable; measure: inside aggregates alone; join: in declared pairs alone;
 * identity: counts persons, never compared, grouped or shown; hidden: nothing.
 */
const ALLOWED: Record<ColumnLevel, readonly Use[]> = {
  group: ['key', 'filter', 'count', 'distinct'],
  measure: ['total', 'count', 'distinct'],
  join: [],
  identity: ['count', 'distinct'],
  hidden: [],
}

export const mayUse = (level: ColumnLevel, use: Use): boolean => ALLOWED[level].includes(use)

/** The words of a level, for sentences. */
export const LEVEL_WORDS: Record<ColumnLevel, Both> = {
  group: { zh: '分组', en: 'group' },
  measure: { zh: '度量', en: 'measure' },
  join: { zh: '关联', en: 'join' },
  identity: { zh: '身份', en: 'identity' },
  hidden: { zh: '不可见', en: 'hidden' },
}

/** What was tried, for "may not …". */
export const USE_WORDS: Record<Use, Both> = {
  key: { zh: '作为分组键', en: 'be a grouping key' },
  filter: { zh: '出现在筛选条件中', en: 'be filtered or compared' },
  total: { zh: '求和或求平均', en: 'be summed or averaged' },
  count: { zh: '计数', en: 'be counted' },
  distinct: { zh: '去重计数', en: 'be counted distinct' },
  shown: { zh: '逐行显示', en: 'be shown row by row' },
  join: { zh: '用于关联', en: 'be a join key' },
}

/** What would be allowed with a column of this level. */
const INSTEAD: Record<ColumnLevel, (column: string) => Both> = {
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
