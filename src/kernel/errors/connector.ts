import type { ErrorText } from './text.ts'

/** Other systems and ours: TC609-6-2025-14 and -15 on the wire. */
export const connectorErrors = {
  TC609_TOKEN: {
    status: 401,
    zh: '令牌无效（{why}）：须由已登记且启用的连接器签发、指明本节点、绑定所发内容。请检查连接器标识、密钥与接收节点。',
    en: 'The token is not valid ({why}): an admitted connector must have signed it, for this node and this body. Check identifier, key and receiving node.',
  },
  TC609_TOKEN_EXPIRED: {
    status: 401,
    zh: '令牌已过期或时间不合。请校准时钟，并为每次请求签发新令牌。',
    en: 'The token has expired or its time is off. Set the clock, and make a new token for each request.',
  },
  TC609_TOKEN_REPLAYED: {
    status: 401,
    zh: '该令牌已用过。重发消息时请签发新令牌，消息编号不变。',
    en: 'This token was used before. Sending a message again takes a new token; the number of the message stays.',
  },
  TC609_SIGNATURE: {
    status: 403,
    zh: '消息签名不成立。请用登记的连接器密钥，对不含 signature 的规范 JSON 签名。',
    en: 'The signature of the message does not hold. Sign its canonical JSON without signature by the registered key.',
  },
  TC609_FIELD: {
    status: 422,
    zh: '接口 {interface} 的字段 {field} 不合要求：{why}。请对照字段表改正后重发。',
    en: 'Field {field} of {interface} does not fit: {why}. Correct it by the field table and send again.',
  },
  TC609_PARTY: {
    status: 403,
    zh: '消息中的主体或节点 {id} 不是发送方。请以本连接器及其所属主体的标识发送。',
    en: 'Body or node {id} of the message is not its sender. Send with the identifiers of this connector and its body.',
  },
  TC609_NOT_HERE: {
    status: 409,
    zh: '接口 {interface} 不由本方接收：请发往{to}。',
    en: 'Interface {interface} is not received by this side: send it to {to}.',
  },
  TC609_SEQUENCE_TAKEN: {
    status: 409,
    zh: '消息编号 {seq} 已用于另一条消息。请换新编号。',
    en: 'The number {seq} was used for another message. Take a new one.',
  },
  TC609_IN_PROGRESS: {
    status: 409,
    zh: '同一消息正在处理。请稍后以同一编号重发，取得结果。',
    en: 'The same message is being worked on. Send it again later under the same number for its answer.',
  },
  TC609_STATE: {
    status: 409,
    zh: '合约现处于「{state}」，不能{action}。请先取得对方最新状态。',
    en: 'The contract is {state}: {action} is not possible. Get the latest state first.',
  },
  TC609_TERMS_DIFFER: {
    status: 409,
    zh: '对方所示合约与本方计算不一致：{what}。请勿签署，并与对方核对。',
    en: 'The contract as the other side shows it differs from what is computed here: {what}. Do not sign; compare.',
  },
  TC609_PROOF: {
    status: 422,
    zh: '履约证明不成立：{why}。请重新出具并附完整回执。',
    en: 'The proof does not hold: {why}. Give a new one with its whole receipt.',
  },
  TC609_PEER_SILENT: {
    status: 424,
    zh: '“{where}”没有应答：{why}。请检查对方地址、网络与证书后重试。',
    en: '"{where}" does not answer: {why}. Check its address, network and certificate, then try again.',
  },
  TC609_PEER_REFUSED: {
    status: 424,
    zh: '对方拒绝（{code}）：{why}。请按其说明改正后重试。',
    en: 'The other side refused ({code}): {why}. Correct it as it says, then try again.',
  },
  TC609_PEER_STATE: {
    status: 409,
    zh: '该连接现为「{state}」，不能{action}。请刷新页面查看最新状态。',
    en: 'The connection is {state}: {action} is not possible. Reload the page to see where it stands.',
  },
  TC609_FINGERPRINT: {
    status: 409,
    zh: '所确认的指纹与对方现在出示的密钥不一致。请通过电话等其他途径核对后重试。',
    en: 'The confirmed fingerprint is not that of the key now shown. Compare by another way, such as telephone.',
  },
  TC609_CONNECTOR_ID: {
    status: 422,
    zh: '连接器标识 {id} 不属于本机构：须为 32 位、类型 5、含本机构统一社会信用代码。',
    en: 'Connector {id} is not of this body: 32 characters of kind 5 with its credit code.',
  },
  TC609_CONNECTOR_TAKEN: {
    status: 409,
    zh: '连接器 {id} 已登记。请登记新密钥，或先撤销原登记。',
    en: 'Connector {id} is registered already. Register a new key, or revoke the old registration first.',
  },
} as const satisfies Record<string, ErrorText>
