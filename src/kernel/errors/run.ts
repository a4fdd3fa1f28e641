import type { ErrorText } from './text.ts'

export const runErrors = {
  RUN_KIND_UNKNOWN: {
    status: 400,
    zh: '不支持的运行方式「{kind}」。',
    en: 'Kind of run {kind} is not known.',
  },
  GRANT_VOID: {
    status: 409,
    zh: '使用许可已失效：合约在运行期间被暂停、终止或到期，运行已停止，没有任何结果出域。',
    en: 'The grant is void: the contract was suspended, ended or ran out meanwhile; the run was stopped and nothing was released.',
  },
  CONTRACT_VERSION_GONE: {
    status: 409,
    zh: '合约约定的数据版本（表 {table}）已不可用。请联系提供方。',
    en: 'The version agreed in the contract (table {table}) is not available. Ask the provider.',
  },
  RUN_FILE_KIND: {
    status: 403,
    zh: '合约没有允许「{kind}」类结果出域（允许：{allowed}）。请改用允许的形式，或与提供方协商新的合约。',
    en: 'The contract does not let outputs of kind {kind} go (it allows: {allowed}). Use an allowed form or negotiate a new contract with the provider.',
  },
  RUN_OUTPUT_REVOKED: {
    status: 410,
    zh: '该文件放行后已被撤回并销毁，不再提供；请停止使用已取走的副本，并联系出域审核员。',
    en: 'This file was called back after its release and destroyed. Stop using copies that were taken and ask the output checkers.',
  },
  OUTPUT_NONE: { status: 404, zh: '该运行没有放行的结果。', en: 'This run has no released output.' },
  OUTPUT_DAMAGED: {
    status: 500,
    zh: '结果文件与放行时的存证不一致或已缺失（运行 {id}），不予提供。',
    en: 'The output file of run {id} is missing or differs from what was released, and is not handed out.',
  },
} as const satisfies Record<string, ErrorText>
