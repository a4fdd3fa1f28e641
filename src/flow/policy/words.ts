import type { ColumnLevel } from './model.ts'
import type { Action, Delivery, Encryption, Environment, Operand, Operator } from './vocabulary.ts'

/** One meaning in the two languages of the portal. */
export interface Words {
  readonly zh: string
  readonly en: string
}

const words = (zh: string, en: string): Words => ({ zh, en })

/** The 20 actions in words: names of TC609-6-2025-14 appendix C.2. */
export const ACTION_WORDS: Readonly<Record<Action, Words>> = {
  transform: words('转换', 'transform'),
  anonymize: words('匿名化', 'anonymise'),
  desensitize: words('脱敏', 'mask'),
  access: words('访问', 'access'),
  read: words('读取', 'read'),
  reproduce: words('复制', 'copy'),
  storage: words('存储', 'store'),
  download: words('下载', 'download'),
  process: words('加工', 'process'),
  jointDevelop: words('联合开发', 'develop jointly'),
  distribute: words('分发', 'distribute'),
  compute: words('计算', 'compute'),
  grantUse: words('授权他人使用', 'grant use to others'),
  policyTransmit: words('传递策略', 'pass on the policy'),
  delivery: words('交付', 'deliver'),
  sell: words('交易', 'sell'),
  logRecordSend: words('发送行为记录', 'send the record of use'),
  delete: words('删除', 'delete'),
  alert: words('异常提醒', 'give an alert'),
  compensate: words('补偿', 'compensate'),
}

/** The 18 constraints in words, as the portal names them. */
export const OPERAND_WORDS: Readonly<Record<Operand, Words>> = {
  time: words('使用时间', 'time of use'),
  timeWindow: words('时间窗口', 'window of time'),
  region: words('地域', 'region'),
  networkAddress: words('网络地址', 'network address'),
  physicalAddress: words('使用终端或场所', 'terminal or site'),
  count: words('使用次数', 'number of uses'),
  frequency: words('使用频率', 'frequency of use'),
  dataSize: words('数据量（字节）', 'amount of data (bytes)'),
  dataRecord: words('记录数', 'number of records'),
  dataField: words('字段', 'fields'),
  valueExpression: words('数据行的取值', 'values of the rows'),
  application: words('应用程序', 'application'),
  algorithm: words('算法', 'algorithm'),
  machineLearningModels: words('机器学习模型', 'machine learning model'),
  executionEnv: words('运行环境', 'execution environment'),
  encryptMode: words('加密方式', 'encryption'),
  deliveryMethod: words('交付方式', 'way of delivery'),
  payAmount: words('已付金额', 'amount paid'),
}

/** The 12 operators as they stand between operand and value in a sentence. */
export const OPERATOR_WORDS: Readonly<Record<Operator, Words>> = {
  eq: words('是', 'is'),
  gt: words('大于', 'is more than'),
  gteq: words('不少于', 'is at least'),
  hasPart: words('包含', 'includes'),
  isA: words('属于', 'is a kind of'),
  isAllOf: words('同时满足', 'is all of'),
  isAnyOf: words('是以下之一', 'is one of'),
  isNoneOf: words('不是以下任何一个', 'is none of'),
  isPartOf: words('不超出', 'lies within'),
  lt: words('小于', 'is less than'),
  lteq: words('不超过', 'is at most'),
  neq: words('不是', 'is not'),
}

/** Time is before and after, not less and more. */
export const TIME_OPERATOR_WORDS: Readonly<Partial<Record<Operator, Words>>> = {
  lt: words('早于', 'is before'),
  lteq: words('不晚于', 'is not later than'),
  gt: words('晚于', 'is after'),
  gteq: words('不早于', 'is not earlier than'),
}

export const ENVIRONMENT_WORDS: Readonly<Record<Environment, Words>> = {
  '01': words('使用控制环境', 'usage control environment'),
  '02': words('数据沙箱', 'data sandbox'),
  '03': words('安全多方计算', 'secure multi-party computation'),
  '04': words('联邦学习', 'federated learning'),
  '05': words('可信执行环境', 'trusted execution environment'),
  '06': words('密态计算', 'computing on encrypted data'),
  '07': words('其他运行环境', 'other environment'),
}

export const ENCRYPTION_WORDS: Readonly<Record<Encryption, Words>> = {
  '01': words('明文', 'plain'),
  '02': words('密文', 'encrypted'),
  '03': words('其他加密方式', 'other encryption'),
}

export const DELIVERY_WORDS: Readonly<Record<Delivery, Words>> = {
  '01': words('文件', 'file'),
  '02': words('数据流', 'stream'),
  '03': words('接口', 'API'),
  '04': words('其他交付方式', 'other way of delivery'),
}

export const LEVEL_WORDS: Readonly<Record<ColumnLevel, Words>> = {
  open: words('可以照原样显示', 'may be shown as it is'),
  group: words('可以分组、筛选和显示', 'may be grouped by, filtered by and shown'),
  measure: words('只可求和、求平均和计数', 'may only be summed, averaged and counted'),
  join: words('只可用来连接两张表', 'may only join two tables'),
  compare: words('只可用来粗略筛选', 'may only be filtered by in coarse steps'),
  identity: words('只可用来数有多少不同的人', 'may only count distinct persons'),
  hidden: words('不可见', 'is hidden'),
}

export const OUTPUT_WORDS = {
  table: words('统计表', 'tables'),
  chart: words('图表', 'charts'),
  model: words('模型', 'models'),
  report: words('报告', 'reports'),
  file: words('文件', 'files'),
} as const

export const AUTOMATIC_WORDS = {
  table: words('表格', 'tables'),
  statistics: words('统计量', 'statistics'),
} as const

export const ROUNDING_WORDS = {
  none: words('不取整', 'are not rounded'),
  base5: words('按 5 取整', 'are rounded to multiples of 5'),
  midpoint6: words('按组距 6 取组中值', 'are replaced by the midpoint of groups of 6'),
} as const
