/**
 * The closed vocabulary of usage control: TC609-6-2025-14 appendix C as read (facts/dataspace §5.3). The only place
 * where these words stand; a correction of the text is one edit here.
 */

/** 20 actions 使用行为, in the order of the text. */
export const ACTIONS = [
  'transform',
  'anonymize',
  'desensitize',
  'access',
  'read',
  'reproduce',
  'storage',
  'download',
  'process',
  'jointDevelop',
  'distribute',
  'compute',
  'grantUse',
  'policyTransmit',
  'delivery',
  'sell',
  'logRecordSend',
  'delete',
  'alert',
  'compensate',
] as const
export type Action = (typeof ACTIONS)[number]

/** 12 operators 运算符, with the two-digit codes that stand on the wire beside the names. */
export const OPERATOR_CODES = {
  eq: '01',
  gt: '02',
  gteq: '03',
  hasPart: '04',
  isA: '05',
  isAllOf: '06',
  isAnyOf: '07',
  isNoneOf: '08',
  isPartOf: '09',
  lt: '10',
  lteq: '11',
  neq: '12',
} as const
export type Operator = keyof typeof OPERATOR_CODES
export const OPERATORS = Object.keys(OPERATOR_CODES) as [Operator, ...Operator[]]

const EQUAL = ['eq', 'neq'] as const
const LIST = ['isAnyOf', 'isNoneOf'] as const
const UPTO = ['lt', 'lteq'] as const
const ORDER = ['lt', 'lteq', 'gt', 'gteq'] as const

interface OperandSpec {
  /** Operators that say something about this operand; any other is refused by name. */
  readonly operators: readonly Operator[]
  /** How its value is written, always as text or a list of texts: ODRL allows no JSON number. */
  readonly form:
    | 'instant'
    | 'window'
    | 'region'
    | 'network'
    | 'place'
    | 'number'
    | 'rate'
    | 'field'
    | 'expression'
    | 'artefact'
    | 'environment'
    | 'encryption'
    | 'delivery'
    | 'money'
}

/**
 * 18 constraints 约束条件 with the operators that apply to each and the form of the value:
 * instant: ISO 8601 with offset · window: a duration since the contract came into force (`P7D`) for lt and lteq, hours of
 * a day (`T08:00/T18:00`, in the space's time zone) for isPartOf and isAnyOf · region: GB/T 2260 prefixes (`31`, `3101`)
 * · network: addresses or CIDR · place: registered terminal or site names · number: whole, not negative (runs; bytes;
 * rows) · rate: `100/PT1H` · field: `table.column` · expression: `table.column`, operator and literal
 * (`setl_d.insutype = '310'`) · artefact: `name` or `name@sha256:…` · environment, encryption, delivery: the two-digit
 * codes of the text · money: 分.
 */
export const OPERANDS = {
  time: { operators: ORDER, form: 'instant' },
  timeWindow: { operators: [...UPTO, 'isPartOf', 'isAnyOf'], form: 'window' },
  region: { operators: [...EQUAL, ...LIST, 'isPartOf'], form: 'region' },
  networkAddress: { operators: [...EQUAL, ...LIST, 'isPartOf'], form: 'network' },
  physicalAddress: { operators: [...EQUAL, ...LIST], form: 'place' },
  count: { operators: UPTO, form: 'number' },
  frequency: { operators: UPTO, form: 'rate' },
  dataSize: { operators: UPTO, form: 'number' },
  dataRecord: { operators: UPTO, form: 'number' },
  dataField: { operators: [...LIST, 'isAllOf', 'isPartOf', 'hasPart'], form: 'field' },
  valueExpression: { operators: ['eq', 'isAnyOf', 'isAllOf'], form: 'expression' },
  application: { operators: [...EQUAL, ...LIST, 'isA'], form: 'artefact' },
  algorithm: { operators: [...EQUAL, ...LIST, 'isAllOf', 'isA'], form: 'artefact' },
  machineLearningModels: { operators: [...EQUAL, ...LIST, 'isAllOf', 'isA'], form: 'artefact' },
  executionEnv: { operators: [...EQUAL, ...LIST], form: 'environment' },
  encryptMode: { operators: [...EQUAL, ...LIST], form: 'encryption' },
  deliveryMethod: { operators: [...EQUAL, ...LIST], form: 'delivery' },
  payAmount: { operators: ['eq', 'gt', 'gteq'], form: 'money' },
} as const satisfies Record<string, OperandSpec>
export type Operand = keyof typeof OPERANDS
export const OPERAND_NAMES = Object.keys(OPERANDS) as [Operand, ...Operand[]]

/** executionEnv 运行环境 of TC609-6-2025-14. */
export const ENVIRONMENTS = ['01', '02', '03', '04', '05', '06', '07'] as const
export type Environment = (typeof ENVIRONMENTS)[number]
/** encryptMode 加密方式: plain, cipher, other. */
export const ENCRYPTIONS = ['01', '02', '03'] as const
export type Encryption = (typeof ENCRYPTIONS)[number]
/** deliveryMethod 交付方式: file, stream, API, other. */
export const DELIVERIES = ['01', '02', '03', '04'] as const
export type Delivery = (typeof DELIVERIES)[number]
