/**
 * How long payloads of each kind of entry are kept: version 1. A later version is a file of its own; a payload is only
 * destroyed when the rules in force then allow it, whatever class it was sealed under.
 */
export const RULES_VERSION = 1

/** Days. `null` keeps for as long as the space is there. */
export interface RetentionClass {
  /** No setting goes below it. */
  readonly minDays: number | null
  /** Unless the region sets another. */
  readonly keepDays: number | null
  readonly sourceZh: string
  readonly sourceEn: string
}

const SIX_YEARS = 2192
const THREE_YEARS = 1096
const TEN_YEARS = 3653
const THIRTY_YEARS = 10_958
/** The longest six months. */
const SIX_MONTHS = 184

export const CLASSES = {
  evidence: {
    minDays: null,
    keepDays: null,
    sourceZh: '存证自身的记录（销毁证明、暂停销毁、恢复、密钥、时间戳）：与存证日志同存，永不销毁',
    sourceEn: 'Records of the evidence itself (proofs of destruction, holds, keys): kept as long as the log',
  },
  accounting: {
    minDays: THIRTY_YEARS,
    keepDays: THIRTY_YEARS,
    sourceZh: '《会计档案管理办法》附表：会计凭证、账簿 30 年',
    sourceEn: 'Measures for accounting archives, annex: vouchers and books 30 years',
  },
  contract: {
    minDays: THREE_YEARS,
    keepDays: TEN_YEARS,
    sourceZh: '《电子商务法》第三十一条：交易记录不少于三年；合同类档案定期保管 10 年',
    sourceEn: 'E-commerce Law art. 31: at least 3 years; contract files are archived for 10 years',
  },
  disclosure: {
    minDays: SIX_YEARS,
    keepDays: SIX_YEARS,
    sourceZh: 'GB/T 39725-2020：健康医疗数据披露记录不少于 6 年',
    sourceEn: 'GB/T 39725-2020: records of disclosures of health data, at least 6 years',
  },
  protection: {
    minDays: THREE_YEARS,
    keepDays: THREE_YEARS,
    sourceZh: '《个人信息保护法》第五十六条：影响评估报告和处理情况记录至少三年',
    sourceEn: 'PIPL art. 56: impact assessments and records of processing, at least 3 years',
  },
  contest: {
    minDays: SIX_MONTHS,
    keepDays: THREE_YEARS,
    sourceZh:
      '《个人信息保护法》第十九条：实现目的所必要的最短时间；民事诉讼时效三年（《民法典》第一百八十八条）',
    sourceEn:
      'PIPL art. 19: the shortest time necessary; limitation of actions 3 years (Civil Code art. 188)',
  },
  log: {
    minDays: SIX_MONTHS,
    keepDays: SIX_MONTHS,
    sourceZh:
      '《网络安全法》第二十一条：网络日志不少于六个月（TC609：180 天）；《个人信息保护法》第十九条：最短时间',
    sourceEn:
      'Cybersecurity Law art. 21: logs at least six months (TC609: 180 days); PIPL art. 19: no longer',
  },
} as const satisfies Record<string, RetentionClass>

export type ClassName = keyof typeof CLASSES

const under = (of: ClassName, ...prefixes: readonly string[]) =>
  prefixes.map((prefix) => [prefix, of] as const)

/** Kind prefixes: whole words up to a dot. The longest that fits decides. */
export const PREFIXES: ReadonlyMap<string, ClassName> = new Map([
  ...under('evidence', 'evidence', 'key', 'witness', 'history'),
  ...under('accounting', 'payment', 'statement'),
  ...under('contract', 'contract', 'request', 'offer', 'negotiation', 'approval', 'project', 'body_key'),
  ...under('contract', 'authority', 'product', 'remote', 'peer', 'tc609', 'connector', 'delegation'),
  ...under('disclosure', 'run', 'airlock', 'seat', 'seats', 'consent', 'insured', 'guardianship'),
  ...under('disclosure', 'green_channel', 'verify', 'preview', 'import', 'notebook', 'terminal', 'venue'),
  ...under('disclosure', 'decision', 'export', 'delivery', 'recording', 'query'),
  ...under('protection', 'risk', 'grade', 'deidentify', 'dataset', 'version', 'source', 'feed', 'push'),
  ...under('protection', 'treatment', 'mapping', 'quality', 'repair', 'element', 'elements', 'dictionary'),
  ...under('protection', 'standard', 'catalogue', 'alias', 'reference', 'zone', 'enrolment', 'rules'),
  ...under('protection', 'watch', 'audit', 'rule', 'hook', 'duty', 'space', 'participant'),
  ...under('contest', 'contest', 'contest_appeal', 'contest_discussion', 'contest_ranking', 'contest_remark'),
  ...under('contest', 'contest_rescore', 'contest_review', 'contest_sheet', 'contest_shortlist'),
  ...under(
    'contest',
    'contest_task',
    'work',
    'team',
    'entrant',
    'entry',
    'award',
    'panel',
    'expert',
    'blind',
  ),
  ...under('contest', 'assignment', 'conflict', 'defence', 'certificate', 'incubation', 'showcase', 'draw'),
  ...under('contest', 'post', 'question', 'notice'),
  ...under('log', 'session', 'password', 'second_factor', 'user', 'sign_in', 'job'),
])
