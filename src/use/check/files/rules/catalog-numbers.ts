import type { FileRule } from './catalog.ts'

/** Rules about numbers, about the rows of tables, and about what the author says of a file. */
export const NUMBER_RULES = {
  'small-count': {
    verdict: 'fail',
    zh: '人数低于合约规定的最小人数。请合并类别，或把这一格隐去。',
    en: 'A count is below the minimum group of the contract. Merge categories or withhold the cell.',
  },
  'zero-count': {
    verdict: 'review',
    zh: '人数为 0 也会说明“没有人”。若类别本不可能出现就删掉这一格，否则合并类别。',
    en: 'A count of 0 tells that nobody is there. Remove the cell where the category cannot occur, else merge categories.',
  },
  unrounded: {
    verdict: 'fail',
    zh: '合约要求人数按规则取整，这里没有取整。请全部取整，合计用取整后的数重新相加。',
    en: 'The contract asks for rounded counts and this one is not. Round all, and add totals up from the rounded ones.',
  },
  'total-reveals': {
    verdict: 'fail',
    zh: '用合计减去其余各格，就能算出隐去的一格。请再隐去一格，或去掉合计。',
    en: 'The total less the other cells gives the cell that is withheld. Withhold another one, or the total.',
  },
  'small-share': {
    verdict: 'fail',
    zh: '百分比乘以同一行的人数，得到的人数（或剩下的人数）低于最小人数。请合并类别或隐去。',
    en: 'The percentage times the count of its row gives fewer persons than the minimum, or leaves fewer. Merge or withhold.',
  },
  'small-denominator': {
    verdict: 'fail',
    zh: '从这些小数可以推出分母很小。请合并类别，百分比保留一位小数。',
    en: 'These decimals tell that the denominator is small. Merge categories and give percentages with one decimal.',
  },
  extremes: {
    verdict: 'fail',
    zh: '最小值和最大值是单个人的值。请改用第 5、第 95 百分位数。',
    en: 'Minimum and maximum are values of single persons. Use the 5th and 95th percentile.',
  },
  decimals: {
    verdict: 'review',
    zh: '小数位太多，可以反推出总和或单个值。请保留两到四位。',
    en: 'So many decimals let sums or single values be computed back. Keep two to four.',
  },
  'row-level': {
    verdict: 'fail',
    zh: '这像是一行一个人（或一次就诊）的明细，不是汇总。请按组汇总后再提交。',
    en: 'This looks like one row a person or visit, not like an aggregate. Aggregate by groups first.',
  },
  'many-rows': {
    verdict: 'review',
    zh: '表格行数很多，审核员看不完。请只留需要的行，或提高汇总层级。',
    en: 'The table has too many rows for people to check. Keep what is needed, or aggregate more.',
  },
  'few-persons': {
    verdict: 'fail',
    zh: '作者写明的人数低于合约规定的最小人数。',
    en: 'By its author’s word the result rests on fewer persons than the minimum group of the contract.',
  },
  'context-missing': {
    verdict: 'fail',
    zh: '还没有写这个文件显示什么、怎么算的。请填写，否则审核员无法判断。',
    en: 'It is not said yet what the file shows and how it was computed. Without it checkers cannot decide.',
  },
  'context-short': {
    verdict: 'review',
    zh: '说明太短。请写清指标、人群、时间范围和计算方法。',
    en: 'The description is too short. Name the measure, the population, the period and the method.',
  },
  'persons-missing': {
    verdict: 'review',
    zh: '没有写结果建立在多少人之上。请填写人数；与人无关的代码和文档可以留空。',
    en: 'It is not said on how many persons the result rests. State it; code and documents about nobody may leave it out.',
  },
  'wrong-kind': {
    verdict: 'fail',
    zh: '申报的种类与文件内容不符。请改正种类。',
    en: 'The declared kind is not what the file is. Correct the kind.',
  },
  'count-column-missing': {
    verdict: 'review',
    zh: '申报的人数列在表中找不到。请写表头上的列名。',
    en: 'A declared count column is not in the table. Write its name as in the header.',
  },
  'output-persons': {
    verdict: 'fail',
    zh: '统计量建立在太少的人上（最小人数、分子、分母或两侧人数不足）。请合并或隐去。',
    en: 'The statistic rests on too few persons (in all, above, below, in numerator or denominator). Merge or withhold.',
  },
  'output-dominance': {
    verdict: 'fail',
    zh: '总额主要来自一两个人或机构。请合并或隐去。',
    en: 'The sum is mostly of one or two. Merge or withhold.',
  },
  'output-freedom': {
    verdict: 'fail',
    zh: '剩余自由度不足，模型或检验几乎复述了每个人的值。请减少参数或增加样本。',
    en: 'Too few degrees of freedom are left: the result nearly repeats each value. Use fewer parameters or more persons.',
  },
  'output-structure': {
    verdict: 'fail',
    zh: '统计量按其种类不能这样给出（极值、单个值、格式、可反推或未取整）。请改用分位数、汇总值或取整。',
    en: 'The statistic may not be given like this by its kind (extremes, single values, format, computable or unrounded cells). Use quantiles, aggregates or rounding.',
  },
  'output-judgement': {
    verdict: 'review',
    zh: '这一统计量需要审核员判断（类别泄露、关联表、负数、缺失或精确关系）。请在说明里写明理由。',
    en: 'This statistic wants a person’s judgement (class disclosure, linked tables, negatives, missing values, exact relations). Give reasons in the description.',
  },
} as const satisfies Record<string, FileRule>
