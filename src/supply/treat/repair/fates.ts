import type { Rule } from '../quality/index.ts'
import type { FixPack, Undetermined } from './model.ts'

/** `*.updt_future` fits the rule of that name of every table. */
export const fits = (rule: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? rule.slice(rule.indexOf('.')) === pattern.slice(1) : rule === pattern

/** The first entry of the pack that fits a rule whose findings no fix could mend. */
export const undeterminedOf = (rule: Pick<Rule, 'id' | 'class'>, pack: FixPack): Undetermined | undefined =>
  pack.undetermined.find(
    ({ rules, classes }) =>
      (rules === undefined || rules.some((pattern) => fits(rule.id, pattern))) &&
      (classes === undefined || classes.includes(rule.class)),
  )

/** What becomes of a row that a rule still blames: quarantine where the pack says nothing. */
export const fateOf = (rule: Pick<Rule, 'id' | 'class'>, pack: FixPack): Undetermined['fate'] =>
  undeterminedOf(rule, pack)?.fate ?? 'quarantine'
