import { checkOutput, OutputDescription, THRESHOLDS } from '../../outputs/index.ts'
import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import type { RuleId } from './catalog.ts'

/** Where each rule of an output description belongs among the rules of files. */
const RULES: Readonly<Record<string, RuleId>> = {
  'min-persons': 'output-persons',
  'min-numerator': 'output-persons',
  'min-denominator': 'output-persons',
  'min-rest': 'output-persons',
  'min-sides': 'output-persons',
  'min-at-risk': 'output-persons',
  'min-events': 'output-persons',
  zeros: 'zero-count',
  rounding: 'unrounded',
  complementary: 'total-reveals',
  'dominance-nk': 'output-dominance',
  'dominance-p': 'output-dominance',
  'degrees-of-freedom': 'output-freedom',
  'keeps-rows': 'rows-in-model',
  'smallest-group': 'small-leaf',
  endpoint: 'extremes',
  'single-values': 'output-structure',
  format: 'output-structure',
}

/** Statistics that come in the form of an output description are judged by the rules of their kind. True: they did. */
export function lookAtStatistics(look: Look, value: unknown, place: string): boolean {
  if (!look.leaves) return false
  const items = listOf(value)
  if (!items) return false
  const rules = { ...THRESHOLDS, minPersons: look.terms.minGroup }
  for (const [i, item] of items.entries()) {
    for (const { rule, result } of checkOutput(item, rules).record) {
      const name = RULES[rule] ?? 'output-judgement'
      const here = within(place, `statistic ${i + 1} (${rule})`)
      look.looked(name)
      const verdict = result.verdict
      const zeros = rule === 'zeros' && look.terms.zeros === 'pass'
      if ((verdict === 'fail' || verdict === 'review') && !zeros)
        look.found(name, here, { verdict: rule === 'zeros' ? 'review' : verdict })
    }
  }
  return true
}

/** One description, a list of them, or a list under `outputs`. */
function listOf(value: unknown): OutputDescription[] | null {
  const inner = typeof value === 'object' && value !== null && 'outputs' in value ? value.outputs : value
  const list: unknown[] = Array.isArray(inner) ? inner : [inner]
  if (list.length === 0) return null
  const parsed = list.map((item) => OutputDescription.safeParse(item))
  return parsed.every(({ success }) => success) ? parsed.map(({ data }) => data!) : null
}
