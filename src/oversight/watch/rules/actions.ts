import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import type { RuleChange } from '../model.ts'
import { shippedRule } from './shipped.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** Thresholds, severity or reaction of a rule changed: whoever applies it reads it anew. */
    'watch.rule_changed': { ruleId: string }
  }
}

/**
 * Changes a rule as a whole; every change is evidence with what stood there before.
 * @throws XinyuError NOT_FOUND, WATCH_THRESHOLD
 */
export function changeRule(
  core: Core,
  actor: UserActor,
  ruleId: string,
  change: RuleChange,
): Promise<Acted<void>> {
  const rule = shippedRule(ruleId)
  if (!rule) throw new XinyuError('NOT_FOUND', { what: 'rule' })
  mustBeThresholds(rule.threshold, change.threshold)
  return act(core, actor, async ({ tx, now, note, emit }) => {
    const before = await tx
      .selectFrom('watch_rule')
      .selectAll()
      .where('id', '=', ruleId)
      .forUpdate()
      .executeTakeFirst()
    const version = (before?.version ?? 1) + 1
    const { enabled, severity, reaction } = change
    const row = {
      version,
      enabled,
      severity,
      reaction,
      threshold: JSON.stringify(change.threshold),
      changed_by: actor.userId,
      changed_at: now,
    }
    await tx
      .insertInto('watch_rule')
      .values({ id: ruleId, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    note({
      kind: 'watch.rule_changed',
      subject: { rule: ruleId },
      payload: {
        version,
        before: before
          ? {
              enabled: before.enabled,
              severity: before.severity,
              reaction: before.reaction,
              threshold: before.threshold,
            }
          : { enabled: true, severity: rule.severity, reaction: rule.reaction, threshold: rule.threshold },
        after: { enabled, severity, reaction, threshold: change.threshold },
      },
    })
    emit('watch.rule_changed', { ruleId })
  })
}

/** The same names as shipped, and none that would make a rule fire on nothing. */
function mustBeThresholds(known: Readonly<Record<string, number>>, given: RuleChange['threshold']): void {
  const names = Object.keys(known)
  const wrong =
    Object.keys(given).find((name) => !names.includes(name)) ??
    names.find((name) => given[name] === undefined || (given[name] === 0 && name !== 'from'))
  if (wrong !== undefined) throw new XinyuError('WATCH_THRESHOLD', { name: wrong, known: names.join(', ') })
}
