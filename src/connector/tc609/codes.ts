import type { ErrorCode } from '../../kernel/errors/index.ts'

/** Return codes of NDI-TR-2025-05 as read (facts/dataspace §5.5). The only place where they stand. */
export const RETURN_CODES = {
  '10000': '成功',
  '11001': '参数为空',
  '11003': '参数格式错误',
  '11004': '参数长度错误',
  '11005': '缺少参数',
  '12001': '授权码错误',
  '12002': '授权码过期',
  '12003': 'IP 不允许',
  '12005': '服务不可用',
  '12006': '总调用次数超限',
  '12007': '申请次数超限',
  '12008': '当日次数超限',
  '12009': '证书无效',
  '12010': '系统繁忙',
  '13000': '未知错误',
} as const
export type ReturnCode = keyof typeof RETURN_CODES

const OF: Partial<Record<ErrorCode, ReturnCode>> = {
  TC609_TOKEN: '12001',
  TC609_TOKEN_EXPIRED: '12002',
  TC609_TOKEN_REPLAYED: '12001',
  TC609_SIGNATURE: '12009',
  TC609_PARTY: '12001',
  TC609_FIELD: '11003',
  TC609_IN_PROGRESS: '12010',
  TOO_MANY_REQUESTS: '12010',
  EVIDENCE_NOT_READY: '12005',
  CONTRACT_USED_UP: '12007',
}

/** The return code that says the same as one of our error codes; 13000 where the list has no word for it. */
export const returnCodeOf = (code: string): ReturnCode => OF[code as ErrorCode] ?? '13000'
