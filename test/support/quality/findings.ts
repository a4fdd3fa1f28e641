import type { PlantClass } from '../../../src/demo/plant/truth.ts'
import { shippedPack } from '../../../src/supply/treat/quality/library.ts'
import type { BoundTable, QualityClass } from '../../../src/supply/treat/quality/model.ts'
import type { Duck } from '../../../src/supply/treat/quality/sql.ts'
import { truthsOf } from './demo.ts'

const CLASSES: Partial<Record<PlantClass, QualityClass>> = {
  完整性: 'completeness',
  唯一性: 'uniqueness',
  准确性: 'accuracy',
  规范性: 'conformity',
  一致性: 'consistency',
  时效性: 'timeliness',
  关联性: 'reference',
  逻辑性: 'logic',
}

/** `class|table|column|rid` → what says so. */
export type Findings = Map<string, string>

/** What the check left in the engine, by class: two rules of one class on one cell are one finding. */
export async function foundBy(duck: Duck, tables: readonly BoundTable[]): Promise<Findings> {
  const classes = new Map(shippedPack().rules.map((rule) => [rule.id, rule.class]))
  const found: Findings = new Map()
  for (const { name, relation, reference } of tables) {
    if (reference) continue
    const rows = await duck.rows(
      `SELECT f.rule, f.col, t.rid FROM finding f JOIN ${relation} t ON t.__row = f.row WHERE f.tbl = '${name}'`,
    )
    for (const { rule, col, rid } of rows) {
      const key = [classes.get(String(rule)), name, col, rid].join('|')
      found.set(key, [found.get(key), rule].filter(Boolean).join(', '))
    }
  }
  return found
}

/** What the truth file plants in a bureau and what each planting implies; misuse is for the supervision of later. */
export async function expectedOf(duck: Duck, dir: string, bureau: string): Promise<Findings> {
  const expected: Findings = new Map()
  for (const truth of truthsOf(dir, bureau)) {
    const own = CLASSES[truth.class]
    if (own === undefined) continue
    // A row that is too much has no column of its own: the key that it shares is what is found.
    const column =
      truth.column ||
      truth.implies.find((one) => one.class === truth.class && one.table === truth.table)?.column
    expected.set([own, truth.table, column, truth.key].join('|'), `${truth.table} ${truth.kind}`)
    for (const one of truth.implies) {
      const valid = one.table === 'natural_person' ? '' : ` AND vali_flag = '1'`
      const rows = await duck.rows(`SELECT rid FROM ${one.table} WHERE ${one.by} = '${one.key}'${valid}`)
      if (rows.length !== one.rows)
        throw new Error(`${truth.kind} implies ${one.rows} rows of ${one.kind}, not ${rows.length}`)
      for (const { rid } of rows) {
        expected.set(
          [CLASSES[one.class], one.table, one.column, rid].join('|'),
          `${truth.kind} implies ${one.kind}`,
        )
      }
    }
  }
  return expected
}

/** What is in the one and not in the other, with who says so; of `class|…` keys the class goes first. */
export const without = (some: Findings, others: Findings): string[] =>
  [...some].filter(([key]) => !others.has(key)).map(([key, says]) => `${key} (${says})`)
