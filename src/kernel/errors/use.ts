import type { ErrorText } from './text.ts'

export const useErrors = {
  GATE_EMPTY: {
    status: 400,
    zh: '没有可执行的语句。请写一条 SELECT。',
    en: 'There is no statement. Write one SELECT.',
  },
  GATE_SYNTAX: {
    status: 400,
    zh: 'SQL 语法有误（第 {line} 行第 {col} 列）：{message}。',
    en: 'SQL syntax error (line {line}, column {col}): {message}.',
  },
  GATE_ONE_STATEMENT: {
    status: 422,
    zh: '一次只能提交一条语句，请删去分号之后的内容（第 {line} 行第 {col} 列）。',
    en: 'Only one statement at a time; remove what follows the semicolon (line {line}, column {col}).',
  },
  GATE_NOT_SELECT: {
    status: 422,
    zh: '这里只接受 SELECT 查询；写入、附加、设置等语句一律不受理（第 {line} 行第 {col} 列）。',
    en: 'Only SELECT is accepted here; statements that write, attach or set do not exist (line {line}, column {col}).',
  },
  GATE_CLAUSE: {
    status: 422,
    zh: '暂不支持 {clause}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{clause} is not supported (line {line}, column {col}). {allowedEn}.',
  },
  GATE_SOURCE: {
    status: 422,
    zh: 'FROM 中只能写合约中的表，不能写{whatZh}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'FROM takes tables of the contract, not {whatEn} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_FUNCTION: {
    status: 422,
    zh: '函数 {name} 不在可用之列（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The function {name} is not among those allowed (line {line}, column {col}). {allowedEn}.',
  },
  GATE_FUNCTION_FORM: {
    status: 422,
    zh: '函数 {name} 不能这样使用（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The function {name} cannot be used in this form (line {line}, column {col}). {allowedEn}.',
  },
  GATE_EXTREME: {
    status: 422,
    zh: '不能使用 {name}：{whyZh}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{name} cannot be used: {whyEn} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_EXPRESSION: {
    status: 422,
    zh: '此处不能写{whatZh}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'This is no place for {whatEn} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_STAR: {
    status: 422,
    zh: '不能用星号取出所有列：逐行数据不出域（第 {line} 行第 {col} 列）。可以这样写：{allowedZh}。',
    en: 'A star would show rows, and rows never leave (line {line}, column {col}). Allowed instead: {allowedEn}.',
  },
  GATE_TABLE_UNKNOWN: {
    status: 422,
    zh: '合约中没有表 {table}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The table {table} is not in your contract (line {line}, column {col}). {allowedEn}.',
  },
  GATE_COLUMN_UNKNOWN: {
    status: 422,
    zh: '合约中的 {table} 没有列 {column}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The column {column} of {table} is not in your contract (line {line}, column {col}). {allowedEn}.',
  },
  GATE_COLUMN_AMBIGUOUS: {
    status: 422,
    zh: '多张表都有列 {column}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'More than one table has a column {column} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_COLUMN_LEVEL: {
    status: 422,
    zh: '列 {column} 在合约中的级别为「{levelZh}」，不能{useZh}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The column {column} has the level “{levelEn}” in the contract and may not {useEn} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_UNGROUPED: {
    status: 422,
    zh: '列 {column} 未分组，会逐行显示（第 {line} 行第 {col} 列）。请{allowedZh}。',
    en: 'The column {column} is not grouped and would be shown row by row (line {line}, column {col}). {allowedEn}.',
  },
  GATE_GROUP_BY_STATISTIC: {
    status: 422,
    zh: '不能按统计值分组（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'A statistic cannot be a grouping key (line {line}, column {col}). {allowedEn}.',
  },
  GATE_ORDINAL: {
    status: 422,
    zh: '{clause} 的序号应在 1 到 {last} 之间（第 {line} 行第 {col} 列）。',
    en: 'The place in {clause} must be between 1 and {last} (line {line}, column {col}).',
  },
  GATE_ORDER: {
    status: 422,
    zh: '只能按结果中的列排序（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'Only columns of the result can be ordered by (line {line}, column {col}). {allowedEn}.',
  },
  GATE_LIMIT: {
    status: 422,
    zh: 'LIMIT 后应为非负整数（第 {line} 行第 {col} 列）。',
    en: 'LIMIT takes a whole number that is not negative (line {line}, column {col}).',
  },
  GATE_JOIN_KIND: {
    status: 422,
    zh: '暂不支持 {kind}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{kind} is not supported (line {line}, column {col}). {allowedEn}.',
  },
  GATE_JOIN_CONDITION: {
    status: 422,
    zh: '连接条件只能是两张表各一列相等，多个条件以 AND 相连（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'A join condition can only be equality of one column from each side, joined by AND (line {line}, column {col}). {allowedEn}.',
  },
  GATE_JOIN_UNDECLARED: {
    status: 422,
    zh: '合约没有声明 {left} 与 {right} 可以连接（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'The contract does not declare that {left} may be joined with {right} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_TYPES_DIFFER: {
    status: 422,
    zh: '{left} 与 {right} 的类型不同，不能比较（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{left} and {right} differ in type and cannot be compared (line {line}, column {col}). {allowedEn}.',
  },
  GATE_TYPE: {
    status: 422,
    zh: '{name} 不能用于 {type} 类型的列 {column}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{name} cannot be used on {column}, which is {type} (line {line}, column {col}). {allowedEn}.',
  },
  GATE_LITERAL: {
    status: 422,
    zh: '与 {column} 比较的应是{typeZh}（第 {line} 行第 {col} 列）。',
    en: 'What is compared with {column} must be {typeEn} (line {line}, column {col}).',
  },
  GATE_ALIAS_TWICE: {
    status: 422,
    zh: '表别名 {alias} 用了两次（第 {line} 行第 {col} 列）。请{allowedZh}。',
    en: 'The table alias {alias} is used twice (line {line}, column {col}). {allowedEn}.',
  },
  GATE_TOO_MANY_TABLES: {
    status: 422,
    zh: '一次最多连接 {limit} 张表（第 {line} 行第 {col} 列）。',
    en: 'At most {limit} tables in one query (line {line}, column {col}).',
  },
  GATE_ROWS: {
    status: 422,
    zh: '此查询会逐行给出数据，而逐行数据不出域（第 {line} 行第 {col} 列）。请{allowedZh}。',
    en: 'This query would show rows, and rows never leave (line {line}, column {col}): {allowedEn}.',
  },
  GATE_COARSE: {
    status: 422,
    zh: '比较列 {column} 只能与粗粒度的常量比较（第 {line} 行第 {col} 列）：{allowedZh}。',
    en: 'The column {column} has the level “compare” and takes coarse constants alone (line {line}, column {col}): {allowedEn}.',
  },
  GATE_NOT_LINEAR: {
    status: 422,
    zh: '这样的运算不能放进统计：它会单独挑出某些人的 {column}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'Such arithmetic cannot go into a statistic: it could single out the {column} of some persons (line {line}, column {col}). {allowedEn}.',
  },
  GATE_QUANTILE: {
    status: 422,
    zh: '{name} 的分位点应是{allowedZh}（第 {line} 行第 {col} 列）。',
    en: 'The place of {name} must be {allowedEn} (line {line}, column {col}).',
  },
  GATE_AGGREGATE_AGAIN: {
    status: 422,
    zh: '已汇总的结果不能再做 {name}（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: '{name} cannot go over what is aggregated already (line {line}, column {col}). Allowed: {allowedEn}.',
  },
  GATE_MIXED: {
    status: 422,
    zh: '这两部分不能放在一起：一边是逐人数据，另一边不是（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'These two cannot be put together: rows of persons on one side, and none on the other (line {line}, column {col}). Allowed: {allowedEn}.',
  },
  GATE_UNION: {
    status: 422,
    zh: 'UNION ALL 各边的列数不同，第一边有 {count} 列（第 {line} 行第 {col} 列）。请{allowedZh}。',
    en: 'The sides of UNION ALL differ in columns; the first has {count} (line {line}, column {col}). Write {allowedEn}.',
  },
  GATE_UNION_TABLE: {
    status: 422,
    zh: '含参保人的表 {table} 出现在 UNION ALL 的两边，同一个人会计两次（第 {line} 行第 {col} 列）。可以{allowedZh}。',
    en: 'The table {table} has persons and stands in two sides of UNION ALL, so that each would count twice (line {line}, column {col}). Allowed: {allowedEn}.',
  },
  GATE_JOIN_SIDE: {
    status: 422,
    zh: 'LEFT JOIN 的左边没有参保人而右边有，会产生不属于任何人的行（第 {line} 行第 {col} 列）。请{allowedZh}。',
    en: 'A LEFT JOIN with persons on the right alone makes rows that are nobody’s (line {line}, column {col}). Allowed: {allowedEn}.',
  },
  GATE_TOO_MANY_BASES: {
    status: 422,
    zh: '一条查询最多包含 {limit} 个分组统计（第 {line} 行第 {col} 列）。',
    en: 'At most {limit} groupings in one query (line {line}, column {col}).',
  },
  GATE_TOO_MANY_COLUMNS: {
    status: 422,
    zh: '一个查询最多 {limit} 列（第 {line} 行第 {col} 列）。',
    en: 'At most {limit} columns in one query (line {line}, column {col}).',
  },
  GATE_TOO_DEEP: {
    status: 422,
    zh: '嵌套过深（第 {line} 行第 {col} 列）。{allowedZh}。',
    en: 'This is nested too deeply (line {line}, column {col}). {allowedEn}.',
  },
  GATE_INSTITUTIONS: {
    status: 422,
    zh: '合约要求每行结果至少涉及 {min} 家机构，而查询所用的表都没有可识别机构的列（{columns}）。请在查询中连接含有该列的表。',
    en: 'The contract asks that every row rest on at least {min} institutions, and no table of the query has a column that tells them ({columns}). Join a table that has one.',
  },
  GATE_OVERFLOW: {
    status: 422,
    zh: '统计值超出可表示的范围，没有结果可以给出。请缩小范围，或改用 avg。',
    en: 'A statistic is beyond what can be represented, so there is no result. Narrow the range, or use avg.',
  },
} as const satisfies Record<string, ErrorText>
