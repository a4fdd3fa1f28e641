import { z } from 'zod'
import data from './rules.v1.json' with { type: 'json' }
import { WatchRuleView } from '../model.ts'

const Shipped = WatchRuleView.omit({ enabled: true, version: true }).extend({
  /** Sentence of an alert; `{amount}` and the thresholds are filled in. */
  alertZh: z.string(),
  alertEn: z.string(),
})

/** The rules as they come with the program. What the security officer changed lies over them in the database. */
export const SHIPPED_RULES = z.object({ version: z.literal(1), rules: z.array(Shipped) }).parse(data).rules

export type ShippedRule = (typeof SHIPPED_RULES)[number]

export const shippedRule = (id: string): ShippedRule | undefined =>
  SHIPPED_RULES.find((rule) => rule.id === id)

/** What an alert says, in both languages. */
export function alertText(
  rule: ShippedRule,
  values: Readonly<Record<string, number>>,
): { readonly zh: string; readonly en: string } {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { zh: fill(rule.alertZh), en: fill(rule.alertEn) }
}
