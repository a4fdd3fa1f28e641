import { XinyuError } from '../../../kernel/errors/index.ts'
import type { EntryView } from '../verifier/index.ts'
import { type ClassName, CLASSES, PREFIXES } from './rules.v1.ts'

export { type ClassName, CLASSES, RULES_VERSION } from './rules.v1.ts'

export const DAY_MS = 86_400_000

/** One row of what is shown: a prefix of kinds, its class, and how long. */
export interface RuleView {
  readonly kind: string
  readonly class: string
  /** Null: never destroyed. */
  readonly keepDays: number | null
  readonly minDays: number | null
  readonly source: string
  readonly sourceZh: string
}

/** Days of each class in force. */
export type KeepDays = Readonly<Record<ClassName, number | null>>

/** The rule prefix that a kind falls under; null where none does. */
export function prefixOf(kind: string): string | null {
  for (let text = kind; ; text = text.slice(0, text.lastIndexOf('.'))) {
    if (PREFIXES.has(text)) return text
    if (!text.includes('.')) return null
  }
}

/** The class of a kind. One that no rule names is kept like evidence itself: a new kind must not be lost by omission. */
export function classOfKind(kind: string): ClassName {
  const prefix = prefixOf(kind)
  return prefix === null ? 'evidence' : PREFIXES.get(prefix)!
}

/**
 * The days in force: those of the rules, or what the region sets as `class=days`.
 * @throws XinyuError RETENTION_SETTING where the class is unknown, is kept for ever, or its minimum is not kept
 */
export function keepDaysOf(settings: readonly string[] = []): KeepDays {
  const days = Object.fromEntries(
    Object.entries(CLASSES).map(([name, { keepDays }]) => [name, keepDays]),
  ) as Record<ClassName, number | null>
  for (const setting of settings) {
    const [, name, text] = /^([a-z]+)=(\d{1,6})$/.exec(setting) ?? []
    const minDays =
      name !== undefined && Object.hasOwn(CLASSES, name) ? CLASSES[name as ClassName].minDays : null
    if (minDays === null || Number(text) < minDays)
      throw new XinyuError('RETENTION_SETTING', { setting, least: minDays ?? '—' })
    days[name as ClassName] = Number(text)
  }
  return days
}

export function ruleViews(days: KeepDays): RuleView[] {
  return [...PREFIXES].map(([kind, of]) => ({
    kind,
    class: of,
    keepDays: days[of],
    minDays: CLASSES[of].minDays,
    source: CLASSES[of].sourceEn,
    sourceZh: CLASSES[of].sourceZh,
  }))
}

/** What a legal hold keeps: everything about one id, or everything of a prefix of kinds. */
export interface HoldScope {
  readonly subject: string | null
  readonly kind: string | null
}

/** Whether a hold keeps an entry. Who acted is held with what it did: the evidence may be against them. */
export function isHeld(entry: EntryView, holds: readonly HoldScope[]): boolean {
  if (holds.length === 0) return false
  const actor = 'system' in entry.actor ? [entry.actor.system] : [entry.actor.user, entry.actor.body]
  const ids = new Set([entry.id, ...actor, ...Object.values(entry.subject)])
  return holds.some(({ subject, kind }) =>
    kind === null
      ? subject !== null && ids.has(subject)
      : entry.kind === kind || entry.kind.startsWith(`${kind}.`),
  )
}

/** Whether the rules let go of an entry's payload at a moment. */
export function isDue(entry: EntryView, days: KeepDays, cutoff: number): boolean {
  const keep = days[classOfKind(entry.kind)]
  const at = Date.parse(entry.at)
  return keep !== null && Number.isFinite(at) && at + keep * DAY_MS <= cutoff
}

/** Whether all payloads of a class and month are past their time: only whole months are destroyed. `to`: end of the month. */
export function isMonthDue(of: string, to: number, days: KeepDays, cutoff: number): boolean {
  const keep = Object.hasOwn(CLASSES, of) ? days[of as ClassName] : null
  return keep !== null && to + keep * DAY_MS <= cutoff
}

const STATES_ZH: Readonly<Record<string, string>> = {
  asked: '待决定',
  refused: '已拒绝',
  approved: '已批准',
  running: '正在销毁',
  done: '已完成',
  cancelled: '已取消',
  lifted: '已解除',
}
/** A state in the words of the error table. */
export const stateWords = (state: string) => ({ stateZh: STATES_ZH[state] ?? state, stateEn: state })
