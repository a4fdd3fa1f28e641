import type { Core } from '../../../safeguard/evidence/index.ts'
import type { WatchRuleView } from '../model.ts'
import { SHIPPED_RULES } from './shipped.ts'

/** The rules in force: as shipped, with what the security officer changed. */
export async function rulesInForce(core: Pick<Core, 'db'>): Promise<WatchRuleView[]> {
  const rows = await core.db.selectFrom('watch_rule').selectAll().execute()
  const changed = new Map(rows.map((row) => [row.id, row]))
  return SHIPPED_RULES.map((rule) => {
    const { id, titleZh, titleEn, zh, en } = rule
    const row = changed.get(id)
    return {
      id,
      titleZh,
      titleEn,
      zh,
      en,
      severity: row?.severity ?? rule.severity,
      reaction: row?.reaction ?? rule.reaction,
      threshold: { ...rule.threshold, ...row?.threshold },
      enabled: row?.enabled ?? true,
      version: row?.version ?? 1,
    }
  })
}
