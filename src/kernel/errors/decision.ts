import type { ErrorText } from './text.ts'

export const decisionErrors = {
  DECISION_DENIED: {
    status: 403,
    zh: '该使用未获允许：{why}。请对照合约的策略，或与提供方协商。',
    en: 'This use is not allowed: {why}. Compare the policy of the contract, or ask the provider.',
  },
  DECISION_CONDITIONAL: {
    status: 409,
    zh: '该使用须先满足条件：{why}。满足后请再试。',
    en: 'This use has conditions that are not met: {why}. Meet them and try again.',
  },
  DECISION_COUNTER_FULL: {
    status: 409,
    zh: '计数器「{rule}」已用完或已被其他运行占用。请稍后再试，或与提供方协商。',
    en: 'The counter {rule} is used up or held by other runs. Try again later, or ask the provider.',
  },
  DECISION_PAYMENT_KNOWN: {
    status: 409,
    zh: '凭据号为「{reference}」的付款已登记过。请核对凭据号。',
    en: 'A payment with the reference {reference} is recorded already. Check the reference.',
  },
  DECISION_DUTY_UNKNOWN: {
    status: 404,
    zh: '合约的策略里没有前置义务 {key}。请从合约页选择。',
    en: 'The policy of the contract has no duty {key} before use. Choose it on the contract page.',
  },
  RUN_OUTPUT_BEYOND: {
    status: 409,
    zh: '结果超出合约的「{rule}」余量：{amount} 大于 {limit}，没有放行。请缩小结果，或与提供方协商。',
    en: 'The result is beyond what the contract leaves of {rule}: {amount} is more than {limit}; nothing was released. Ask for less.',
  },
  RUN_OUTPUT_TOO_LARGE: {
    status: 413,
    zh: '结果有 {bytes} 字节，超过一次可以放行的 {limit} 字节。请缩小结果。',
    en: 'The result has {bytes} bytes, more than the {limit} bytes that one run may release. Ask for less.',
  },
  RUN_CONSENT_GONE: {
    status: 409,
    zh: '参保人的授权已失效，运行已停止，没有任何结果出域。请重新取得授权。',
    en: 'The consent of the insured person no longer holds; the run was stopped and nothing was released. Ask for a new one.',
  },
  RUN_RENEWAL_DENIED: {
    status: 409,
    zh: '使用许可到期后续期未获允许（{why}），运行已停止，没有任何结果出域。请查看判定依据。',
    en: 'The grant ran out and its renewal was not allowed ({why}); the run was stopped and nothing was released. See the decision.',
  },
  RUN_VETOED: {
    status: 409,
    zh: '提供方在数据打开之前否决了本次使用（{by}），没有打开任何数据。请与提供方联系。',
    en: 'The provider vetoed this use before any data was opened ({by}). Ask the provider.',
  },
  RUN_INLINE_SLOW: {
    status: 503,
    zh: '核验用时超过 {limit} 毫秒，已停止，没有给出任何结果。请稍后再试。',
    en: 'The answer took longer than {limit} ms and was stopped; nothing was given out. Try again later.',
  },
  RUN_OUTPUT_DESTROYED: {
    status: 410,
    zh: '合约终止后，该结果已按约定销毁。销毁证明见合约页。',
    en: 'This result was destroyed when the contract ended. The contract page has the proof.',
  },
  NOTICE_NOT_WAITING: {
    status: 409,
    zh: '该使用告知现为「{state}」，不能再否决。要停止使用，请暂停合约。',
    en: 'This notice is {state} and can no longer be vetoed. To stop the use, suspend the contract.',
  },
  HOOK_ADDRESS: {
    status: 422,
    zh: '通知地址 {where} 不可用：{why}。请填 https 地址。',
    en: 'The notice address {where} cannot be used: {why}. Give an https address.',
  },
} as const satisfies Record<string, ErrorText>
