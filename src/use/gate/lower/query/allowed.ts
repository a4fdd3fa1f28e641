import type { Both } from '../refuse.ts'

/** What FROM may hold. */
export const JOIN_ALLOWED: Both = {
  zh: '可用：一张表或子查询，以及 [INNER | LEFT] JOIN … ON 表1.列 = 表2.列（合约声明的连接列）',
  en: 'allowed: one table or subquery, and [INNER | LEFT] JOIN … ON a.x = b.y over pairs that the contract declares',
}
