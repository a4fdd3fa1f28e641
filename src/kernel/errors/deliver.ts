import type { ErrorText } from './text.ts'

/** Saved queries, logical tables and verification of single persons. */
export const deliverErrors = {
  SAVED_QUERY_MOST: {
    status: 409,
    zh: '一个项目最多保存 {most} 条查询；请先删去不用的。',
    en: 'A project keeps at most {most} saved queries; remove some first.',
  },
  PREVIEW_NOTHING: {
    status: 422,
    zh: '合约没有开放表 {table} 的分组列或度量列，没有可用来生成预览的统计。请与提供方协商。',
    en: 'The contract opens no column of {table} to group by or to add up, so there is nothing to draw a preview from. Negotiate with the provider.',
  },
  PREVIEW_RUN: {
    status: 409,
    zh: '生成预览所需的一次运行没有放行（状态 {state}）。请在运行记录 {run} 中查看原因。',
    en: 'A run that the preview needs was not released (it is {state}). See run {run} for the reason.',
  },
  VERIFY_YEAR: {
    status: 422,
    zh: '{year} 年还没有结束，不能核验；请选择已结束的年度。',
    en: 'The year {year} is not over and cannot be verified; choose one that is.',
  },
} as const satisfies Record<string, ErrorText>
