import type { ErrorText } from './text.ts'

export const consentErrors = {
  CONSENT_NOT_LIVE: {
    status: 409,
    zh: '参保人的授权已不再有效；请重新征求授权。',
    en: 'The consent of the insured person no longer holds; ask for it anew.',
  },
  CONSENT_STATE: {
    status: 409,
    zh: '该授权的状态是「{state}」，不能这样做。请刷新页面查看最新状态。',
    en: 'The consent is {state}, so this cannot be done. Reload the page to see how it stands.',
  },
  CONSENT_BEYOND_ASK: {
    status: 422,
    zh: '只能给得比请求少，不能更多：{what} 超出了请求。',
    en: 'You can give less than was asked, not more: {what} goes beyond the ask.',
  },
  CONSENT_TERM: {
    status: 422,
    zh: '截止时间须在将来，且不超过五年。',
    en: 'The last moment must lie in the future and within five years.',
  },
  CONSENT_PURPOSE: {
    status: 422,
    zh: '征求授权的用途须与合约的用途一致。',
    en: 'The purpose of the ask must be that of the contract.',
  },
  CONSENT_ASKED_TOO_OFTEN: {
    status: 429,
    zh: '已有 {limit} 个请求在等待答复；请先等待答复或撤回其中一个。',
    en: '{limit} asks are waiting for an answer already; wait for it or take one back.',
  },
  INSURED_NOT_SIGNED_IN: {
    status: 401,
    zh: '请先在参保人入口验证身份。',
    en: 'Identify yourself at the insured persons’ entrance first.',
  },
  INSURED_SIGN_IN_FAILED: {
    status: 401,
    zh: '姓名、证件号码或验证码不对，或验证码已过期。请重新开始；仍不成功请到参保地医保经办窗口核对登记信息。',
    en: 'Name, identity number or code is wrong, or the code is too old. Start again; if it fails still, have your entry checked at the bureau.',
  },
  INSURED_LOCKED: {
    status: 429,
    zh: '失败次数过多，请 {minutes} 分钟后再试。',
    en: 'Too many failures; try again in {minutes} min.',
  },
  INSURED_DOOR_CLOSED: {
    status: 503,
    zh: '本空间尚未接入身份核验服务，参保人入口未开放。请联系运营方接入医保电子凭证或实名核验服务。',
    en: 'No identity service is connected to this space, so the entrance is closed. The operator has to connect one.',
  },
  GUARDIAN_SELF: {
    status: 422,
    zh: '不能申请做自己的监护人；请填写被监护人的证件号码。',
    en: 'Nobody is the own guardian; give the identity number of the ward.',
  },
  GUARDIAN_STATE: {
    status: 409,
    zh: '该监护关系的状态是「{state}」，不能这样做。',
    en: 'The guardianship is {state}, so this cannot be done.',
  },
  GUARDIAN_NUMBERS: {
    status: 422,
    zh: '证件上的号码与申请不一致；请核对两个号码，或拒绝该申请。',
    en: 'The numbers on the paper are not those of the application; check both, or refuse it.',
  },
  VERIFY_NO_TABLE: {
    status: 422,
    zh: '该合约的产品没有这项核验所需的表 {table}；请使用含有该表的核验产品的合约。',
    en: 'The product of this contract has no table {table}, which this verification rests on; use a contract on a product that has it.',
  },
  VERIFY_NOT_OPEN: {
    status: 403,
    zh: '合约没有开放 {table} 中这项核验所需的列，不能核验。请与提供方协商新的合约。',
    en: 'The contract does not open the columns of {table} that this verification rests on. Negotiate a new contract.',
  },
  VERIFY_NOT_READY: {
    status: 503,
    zh: '正在为该合约准备核验索引，请稍后再试；本次不计次。',
    en: 'The answers of this contract are being prepared; try again shortly. This call does not count.',
  },
  VERIFY_DENIED: {
    status: 403,
    zh: '本次核验未获准。请在运行记录 {run} 中查看判定，并确认参保人已授权。',
    en: 'This verification was not allowed. See the decision in run {run}, and make sure that the person consented.',
  },
  VERIFY_FAILED: {
    status: 503,
    zh: '本次核验没有完成（运行 {run}）；请稍后再试。',
    en: 'This verification did not finish (run {run}); try again shortly.',
  },
} as const satisfies Record<string, ErrorText>
