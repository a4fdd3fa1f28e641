import type { Policy } from '../policy/index.ts'
import type { Assessed, RiskFacts, RiskForm, RiskLevel, RiskPart } from './model.ts'
import { factColumns, notNeededOf } from './needs.ts'
import { CONSUMER_WORDS, ENVIRONMENT_WORDS, JOIN_WORDS, OUTPUT_WORDS } from './words.ts'
import { NEEDS, type PartCode, type Weights, WEIGHTS } from './weights.ts'

/** A share of the part's points, 0 … 1, and why, in words. */
interface Weighed {
  readonly share: number
  readonly zh: string
  readonly en: string
}

/**
 * The score of a request before use (使用前评估). Each part gives a share of its most points; more columns, a higher
 * grade, more rows or a weaker environment never lower it. Pure: form, policy and facts decide, nothing else.
 */
export function assess(
  form: RiskForm,
  policy: Pick<Policy, 'singlePerson' | 'joinKeys'>,
  facts: RiskFacts,
  weights: Weights = WEIGHTS,
): Assessed {
  const weighed: Readonly<Record<PartCode, Weighed>> = {
    ...columnsOf(form, facts, weights),
    single: policy.singlePerson
      ? { share: 1, zh: '使用到具体个人', en: 'data of single persons is used' }
      : { share: 0, zh: '只出统计结果，不涉及具体个人', en: 'statistics only, no single persons' },
    rows: rowsOf(form, facts, weights),
    environment: {
      share: weights.environment[form.environment],
      ...ENVIRONMENT_WORDS[form.environment],
    },
    outputs: {
      share: Math.max(...form.outputs.map((kind) => weights.outputs[kind])),
      zh: form.outputs.map((kind) => OUTPUT_WORDS[kind].zh).join('、'),
      en: form.outputs.map((kind) => OUTPUT_WORDS[kind].en).join(', '),
    },
    joins: joinsOf(form, policy, weights),
    consumer: {
      share: weights.consumer[facts.consumer],
      ...CONSUMER_WORDS[facts.consumer],
    },
    notices: {
      share: upTo(facts.notices, weights.noticesFull),
      zh: `近两年有 ${facts.notices} 次不良记录`,
      en: `${facts.notices} notice(s) about it in two years`,
    },
    retention: {
      share: upTo(form.retentionDays, weights.retentionFull),
      zh: `保存 ${form.retentionDays} 天`,
      en: `kept for ${form.retentionDays} days`,
    },
    people: {
      share: upTo(form.people, weights.peopleFull),
      zh: `${form.people} 人使用`,
      en: `${form.people} people work with it`,
    },
    safeguards: safeguardsOf(form),
  }
  const parts: RiskPart[] = Object.entries(weighed).map(([code, { share, zh, en }]) => {
    const max = weights.max[code as PartCode]
    return { code, max, points: tenth(share * max), zh, en }
  })
  const score = Math.min(100, tenth(parts.reduce((sum, part) => sum + part.points, 0)))
  return {
    score,
    level: levelOf(score, weights),
    weights: weights.version,
    needs: NEEDS.version,
    parts,
    notNeeded: notNeededOf(form, facts),
  }
}

export const levelOf = (score: number, { levels }: Weights = WEIGHTS): RiskLevel =>
  score >= levels.high ? 'high' : score >= levels.medium ? 'medium' : 'low'

const tenth = (value: number): number => Math.round(value * 10) / 10
const upTo = (value: number, full: number): number => Math.min(1, value / full)

/** The highest grade among the wanted columns, and how many there are. A column that nobody graded counts as data says. */
function columnsOf(
  form: RiskForm,
  facts: RiskFacts,
  weights: Weights,
): Pick<Record<PartCode, Weighed>, 'grade' | 'breadth'> {
  const graded = factColumns(facts)
  let top = { share: 0, field: form.columns[0]!, level: null as string | null }
  for (const field of form.columns) {
    const column = graded.get(field)
    const share = column?.grade ?? weights.ungraded
    if (share > top.share) top = { share, field, level: column?.grade == null ? null : column.level }
  }
  const count = form.columns.length
  return {
    grade: {
      share: top.share,
      zh: `${top.field} 列为 ${top.level ?? '未分级'}`,
      en: `${top.field} is ${top.level ?? 'not graded'}`,
    },
    breadth: {
      share: upTo(count, weights.breadthFull),
      zh: `共要 ${count} 列`,
      en: `${count} columns are wanted`,
    },
  }
}

/** Rows of the tables that are wanted, as a power of ten; a shorter time or fewer regions count for less. */
function rowsOf(form: RiskForm, facts: RiskFacts, weights: Weights): Weighed {
  const tables = new Set(form.columns.map((field) => field.slice(0, field.indexOf('.'))))
  const rows = facts.tables
    .filter((table) => tables.has(table.name))
    .reduce((sum, table) => sum + table.rows * partOfTime(form, table), 0)
  return {
    share: Math.min(1, Math.log10(Math.max(1, rows)) / weights.rowsFull),
    zh: `约 ${Math.round(rows).toLocaleString('en')} 行`,
    en: `about ${Math.round(rows).toLocaleString('en')} rows`,
  }
}

function partOfTime({ rows }: RiskForm, table: RiskFacts['tables'][number]): number {
  if (table.from === null || table.to === null) return 1
  const [first, last] = [Date.parse(table.from), Date.parse(table.to)]
  const from = Math.max(first, rows.from === null ? first : Date.parse(rows.from))
  const to = Math.min(last, rows.to === null ? last : Date.parse(rows.to))
  return to < from ? 0 : (to - from + DAY_MS) / (last - first + DAY_MS)
}
const DAY_MS = 86_400_000

function joinsOf(form: RiskForm, policy: Pick<Policy, 'joinKeys'>, weights: Weights): Weighed {
  // Who asks for tables that the policy lets join says "none" in vain.
  const kind = form.joins === 'none' && policy.joinKeys.length > 0 ? 'contract' : form.joins
  return { share: weights.joins[kind], ...JOIN_WORDS[kind] }
}

const SAFEGUARD_COUNT = 6
function safeguardsOf({ safeguards }: RiskForm): Weighed {
  const taken = new Set(safeguards).size
  return {
    share: 1 - taken / SAFEGUARD_COUNT,
    zh: `再识别防护措施 ${taken}/${SAFEGUARD_COUNT} 项`,
    en: `${taken} of ${SAFEGUARD_COUNT} safeguards against re-identification`,
  }
}
