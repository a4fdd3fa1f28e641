import type { RuleId } from '../rules/catalog.ts'

/** A file asks for more than an inspection gives: reading stops, and what stopped it is a finding. */
export class Overrun extends Error {
  readonly rule: RuleId
  readonly place: string

  constructor(rule: RuleId, place: string) {
    super(rule)
    this.rule = rule
    this.place = place
  }
}
