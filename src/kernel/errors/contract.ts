import type { ErrorText } from './text.ts'

/** Negotiation, signing, filing, approval and end of contracts. */
export const contractErrors = {
  REQUEST_NOT_YOUR_TURN: {
    status: 409,
    zh: '现在轮到对方答复；请等待对方，或撤回、谢绝本次协商。',
    en: 'It is the other side that answers now; wait for it, or leave the negotiation.',
  },
  REQUEST_VERSION_CHANGED: {
    status: 409,
    zh: '协商已到第 {current} 版，您看到的是第 {seen} 版；请重新打开后再答复。',
    en: 'The negotiation stands at version {current}, you saw {seen}; open it again before you answer.',
  },
  REQUEST_POLICY_EXCLUDES: {
    status: 422,
    zh: '所提策略不含{what}；请补上后再提出。',
    en: 'The proposed policy leaves out {what}; add it and propose again.',
  },
  CONTRACT_BEYOND_AUTHORITY: {
    status: 409,
    zh: '该合约超出授权运营链允许的范围：{whyZh}。请缩小范围，或由提供方取得授权。',
    en: 'The contract goes beyond the chain of authority: {why}. Narrow it, or let the provider obtain the authority.',
  },
  CONTRACT_HASH_DIFFERS: {
    status: 409,
    zh: '所签的摘要与合约不符；请重新打开合约，核对后再签。',
    en: 'The hash that was signed is not that of the contract; open it again, compare, then sign.',
  },
  CONTRACT_ALREADY_SIGNED: {
    status: 409,
    zh: '本机构已签署该合约。',
    en: 'Your body has already signed this contract.',
  },
  CONTRACT_SIGNATURE_INVALID: {
    status: 422,
    zh: '签名与密钥 {key} 验不上；请对合约的签名文本重新签名。',
    en: 'The signature does not verify with key {key}; sign the contract’s message again.',
  },
  CONTRACT_SIGN_OUTSIDE: {
    status: 409,
    zh: '本机构登记了自持密钥，空间不代签。请在合约页点「签署」，在外部签所示的原文，再贴回签名值。',
    en: 'Your body registered a key of its own, so the space does not sign. Press “Sign” on the contract’s page, sign the text shown there outside, and paste the signature.',
  },
  CONTRACT_TERM_OVER: {
    status: 409,
    zh: '合约期限已过，不能签署或备案；请重新协商。',
    en: 'The term of the contract is over, it can no longer be signed or filed; negotiate again.',
  },
  CONTRACT_FILING_FAILED: {
    status: 409,
    zh: '备案核验未通过：{why}。请改正后再备案，或退回。',
    en: 'The check before filing failed: {why}. Mend it and file again, or refuse the filing.',
  },
  CONTRACT_NOT_ENDED: {
    status: 409,
    zh: '合约尚未结束，没有销毁证明。',
    en: 'The contract has not ended; there is no proof of destruction yet.',
  },
  CONTRACT_NOT_DESTROYED: {
    status: 409,
    zh: '派生数据正在销毁，请稍后再取证明。',
    en: 'Derived data is being destroyed; ask for the proof a little later.',
  },
  CONTRACT_NO_PROPOSAL: {
    status: 409,
    zh: '对方没有提议结束该合约；可由本机构提议。',
    en: 'The other side has not proposed to end this contract; your body may propose it.',
  },
  CONTRACT_FORM_UNKNOWN: {
    status: 422,
    zh: '不是本空间合约的表示：{why}。请核对格式。',
    en: 'Not a form of a contract of this space: {why}. Check the format.',
  },
  BODY_KEY_INVALID: {
    status: 422,
    zh: '公钥或持有证明无效；请提交 32 字节的 Ed25519 公钥或 65 字节的 SM2 公钥，以及对登记文本的签名。',
    en: 'The public key or its proof of possession is not valid; send 32 bytes of Ed25519 or 65 of SM2, and a signature of the text.',
  },
  BODY_KEY_LOST: {
    status: 409,
    zh: '本机构由空间保管的签名密钥文件缺失或已被更换；请从备份恢复，或作废该密钥后重新签署。',
    en: 'The signing key that the space holds for your body is missing or was exchanged; restore it, or revoke it and sign again.',
  },
  BODY_KEY_KNOWN: {
    status: 409,
    zh: '该公钥已登记。',
    en: 'This public key is already registered.',
  },
  APPROVAL_WAITING: {
    status: 409,
    zh: '该事项正在内部审批；请先办结或撤销审批。',
    en: 'This waits for an approval inside the body; finish or cancel the approval first.',
  },
  APPROVAL_CLOSED: {
    status: 409,
    zh: '该审批已有结论（{state}）。',
    en: 'This approval was already closed ({state}).',
  },
  APPROVAL_NOT_YOURS: {
    status: 403,
    zh: '当前步骤「{step}」不由您审批；请由该步骤的人员或其受托人办理。',
    en: 'The present step ({step}) is not yours to decide; its people or their delegates do.',
  },
  APPROVAL_OWN: {
    status: 403,
    zh: '不能审批自己发起的事项。',
    en: 'Nobody approves what they asked for themselves.',
  },
  APPROVAL_USER_UNKNOWN: {
    status: 422,
    zh: '用户 {user} 不是本机构的有效用户。',
    en: 'User {user} is not an active user of your body.',
  },
  APPROVERS_MISSING: {
    status: 409,
    zh: '该申请风险为「{level}」，需要 {needed} 人同意；请先设置审批链，或增加一名数据专员。',
    en: 'The risk of this request is {level} and needs {needed} people; set an approval chain, or add a data officer.',
  },
} as const satisfies Record<string, ErrorText>
