import {
  AUTOMATIC_WORDS,
  OUTPUT_WORDS,
  ROUNDING_WORDS,
  ACTION_WORDS,
} from '../../../../src/flow/policy/words.ts'
import { sayConstraint } from '../../../../src/flow/policy/render/constraint.ts'
import type { Policy } from '../../api/types.ts'
import type { Cell, Difference } from '../../lib/contract/differences.ts'
import { date, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

type Constraint = Policy['permissions'][number]['constraints'][number]

/** Says differences in the reader's words: what it is about, what it was, what it is. */
export function useDifferenceWords() {
  const { t, language, list } = useFormat()
  const value = ({ at, about }: Difference, cell: Cell): string => {
    switch (at) {
      case 'consumers':
        return cell === 'any'
          ? t('policy.anybody')
          : t('policy.someBodies', { count: (cell as string[]).length })
      case 'purposes':
        return t(`purpose.${String(cell)}`)
      case 'from':
      case 'until':
        return date(Number(cell))
      case 'maxRuns':
      case 'minGroup':
      case 'minInstitutions':
      case 'checkers':
        return t(`difference.count.${at}`, { count: Number(cell), number: exact(Number(cell)) })
      case 'singlePerson':
      case 'veto':
        return t(cell === true ? `difference.yes.${at}` : `difference.no.${at}`)
      case 'column':
        return t(`policy.level.${String(cell)}`)
      case 'action':
        return ACTION_WORDS[String(cell) as keyof typeof ACTION_WORDS][language]
      case 'constraint':
        return sayConstraint(language, {
          operand: about[0],
          operator: about[1],
          value: cell,
        } as Constraint)
      case 'duty': {
        const action = ACTION_WORDS[about[0] as keyof typeof ACTION_WORDS][language]
        const when = (cell as readonly string[]).map((one) =>
          sayConstraint(language, JSON.parse(one) as Constraint),
        )
        return when.length === 0 ? action : t('difference.dutyWhen', { action, when: list(when) })
      }
      case 'dominance': {
        const [n, percent] = cell as readonly [string, string]
        return t('difference.dominance', { n, percent })
      }
      case 'pPercent':
        return t('difference.percent', { percent: Number(cell) })
      case 'rounding':
        return ROUNDING_WORDS[String(cell) as keyof typeof ROUNDING_WORDS][language]
      case 'smallGroups':
        return t(`builder.smallGroupsAre.${String(cell)}`)
      case 'automatic':
        return AUTOMATIC_WORDS[String(cell) as keyof typeof AUTOMATIC_WORDS][language]
      case 'outputs':
        return OUTPUT_WORDS[String(cell) as keyof typeof OUTPUT_WORDS][language]
      case 'waitMs':
        return t('difference.seconds', { seconds: exact(Number(cell) / 1000) })
      case 'silence':
        return t(`difference.silence.${String(cell)}`)
      case 'joinKeys':
        return String(cell)
    }
  }
  /** What it is about: `列 setl_d.hosp_lv`, `允许的行为`. */
  const about = (one: Difference): string =>
    one.list && one.at !== 'duty'
      ? t(`difference.rule.${one.list}.${one.at}`)
      : one.at === 'duty'
        ? t(`difference.duty.${one.list ?? 'permissions'}`)
        : t(`difference.at.${one.at}`)
  return { value, about }
}
