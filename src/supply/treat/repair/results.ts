import type { Duck } from '../../source/child/index.ts'
import type { QualityClass, RulePack } from '../quality/index.ts'
import { maskCell } from '../quality/mask.ts'
import { QUALITY_CLASSES } from '../quality/model.ts'
import { fateOf } from './fates.ts'
import type { FixPack } from './model.ts'
import type { Standard } from './targets.ts'

/** Cells of one class, each counted once: found = repaired + quarantined + stillDirty. */
export interface ClassResult {
  readonly class: QualityClass
  readonly scanned: number
  readonly found: number
  readonly repaired: number
  readonly quarantined: number
  readonly stillDirty: number
}

export interface Sample {
  readonly row: number
  readonly before: string | null
  readonly after: string | null
}

/** What one fix did or would do at one column; the samples are masked. */
export interface FixResult {
  readonly fix: string
  readonly table: string
  readonly column: string
  readonly changed: number
  readonly merged: number
  readonly proposed: number
  readonly samples: readonly Sample[]
}

/** Rows of one rule: found = repaired + quarantined + stillDirty; and what becomes of what is left. */
export interface RuleResult {
  readonly rule: string
  readonly class: QualityClass
  readonly table: string
  readonly column: string
  readonly found: number
  readonly repaired: number
  readonly quarantined: number
  readonly stillDirty: number
  readonly fate: 'quarantine' | 'keep'
}

const CELLS = `SELECT DISTINCT cls, tbl, col, row FROM`

/** The eight classes; `scanned` are the cells that its rules look at, as the check counted them. */
export async function classResults(duck: Duck, scanned: ReadonlyMap<string, number>): Promise<ClassResult[]> {
  const rows = await duck.rows(
    `SELECT c.cls, count(*) AS found,
       count(*) FILTER (b.row IS NOT NULL AND q.row IS NOT NULL) AS quarantined,
       count(*) FILTER (b.row IS NOT NULL AND q.row IS NULL) AS dirty
     FROM (${CELLS} (SELECT cls, tbl, col, row FROM first_finding UNION ALL SELECT cls, tbl, col, row FROM blame)) c
     LEFT JOIN (${CELLS} blame) b ON b.cls = c.cls AND b.tbl = c.tbl AND b.col = c.col AND b.row = c.row
     LEFT JOIN quarantined q ON q.tbl = c.tbl AND q.row = c.row GROUP BY c.cls`,
  )
  const by = new Map(rows.map((row) => [String(row['cls']), row]))
  return QUALITY_CLASSES.map((cls) => {
    const n = (key: string): number => Number(by.get(cls)?.[key] ?? 0)
    const [found, quarantined, stillDirty] = [n('found'), n('quarantined'), n('dirty')]
    const repaired = found - quarantined - stillDirty
    return { class: cls, scanned: scanned.get(cls) ?? 0, found, repaired, quarantined, stillDirty }
  })
}

/** Each fix at each column with a few masked samples. */
export async function fixResults(duck: Duck, standard: Standard, samples: number): Promise<FixResult[]> {
  const done = await duck.rows(
    `SELECT fix, tbl, col, count(*) FILTER (kind = 'c') AS changed, count(*) FILTER (kind = 'm') AS merged,
       count(*) FILTER (kind = 'p') AS proposed,
       list({'row': row, 'before': before, 'after': after} ORDER BY row)[:${samples}] AS samples
     FROM (
       SELECT 'c' AS kind, fix, tbl, col, row, before, after FROM change
       UNION ALL SELECT 'm', fix, tbl, '', row, row::VARCHAR, kept::VARCHAR FROM merged
       UNION ALL SELECT 'p', fix, tbl, col, row, before, after FROM proposal
     ) GROUP BY ALL ORDER BY fix, tbl, col`,
  )
  return done.map((one) => {
    const [table, column] = [String(one['tbl']), String(one['col'])]
    const type = column === '' ? 'integer' : standard.columnOf(table, column)?.type
    const list = (one['samples'] ?? []) as { row: string; before: string | null; after: string | null }[]
    return {
      fix: String(one['fix']),
      table,
      column,
      changed: Number(one['changed']),
      merged: Number(one['merged']),
      proposed: Number(one['proposed']),
      samples: list.map(({ row, before, after }) => ({
        row: Number(row),
        before: maskCell(before, type),
        after: maskCell(after, type),
      })),
    }
  })
}

/** Every rule that found something, before or after. */
export async function ruleResults(
  duck: Duck,
  rules: RulePack['rules'],
  pack: FixPack,
): Promise<RuleResult[]> {
  const rows = await duck.rows(
    `SELECT r.rule, count(*) AS found, count(*) FILTER (b.row IS NOT NULL AND q.row IS NOT NULL) AS quarantined,
       count(*) FILTER (b.row IS NOT NULL AND q.row IS NULL) AS dirty
     FROM (SELECT rule, tbl, row FROM first_finding UNION SELECT rule, tbl, row FROM blame) r
     LEFT JOIN (SELECT DISTINCT rule, tbl, row FROM blame) b ON b.rule = r.rule AND b.tbl = r.tbl AND b.row = r.row
     LEFT JOIN quarantined q ON q.tbl = r.tbl AND q.row = r.row GROUP BY r.rule ORDER BY r.rule`,
  )
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  return rows.flatMap((row) => {
    const rule = known.get(String(row['rule']))
    if (!rule) return []
    const [found, quarantined, stillDirty] = [row['found'], row['quarantined'], row['dirty']].map(Number) as [
      number,
      number,
      number,
    ]
    return {
      rule: rule.id,
      class: rule.class,
      table: rule.table,
      column: rule.column,
      found,
      repaired: found - quarantined - stillDirty,
      quarantined,
      stillDirty,
      fate: fateOf(rule, pack),
    }
  })
}
