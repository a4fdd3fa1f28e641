import type { Random } from '../../kernel/index.ts'
import { checkBase } from './base.ts'
import type { Checked, CheckRules, RawBase } from './model.ts'

/**
 * The output rules, before anything is shown: minimum group, institutions, dominance, support on both sides of a
 * quantile, small groups with their margins, complementary withholding, rounding (ADR 0009). The checked bases stand
 * in the order of the raw ones. The record says of each rule what it looked at and did; it is for the evidence, never
 * for the user: how much was withheld tells about the data. `random` is drawn from where the rules have slack.
 * @throws TypeError for a base that is not what the model says: nothing of it is shown then
 */
export function checkBases(bases: readonly RawBase[], rules: CheckRules, random?: Random): Checked {
  const least = leastOf(rules, random)
  const checked = bases.map((base, at) => checkBase(base, rules, at, least))
  return { bases: checked.map(({ base }) => base), record: checked.flatMap(({ record }) => record) }
}

/** How many persons the next row needs. */
function leastOf({ minGroup, slack = 0 }: CheckRules, random: Random | undefined): () => number {
  if (slack === 0) return () => minGroup
  if (!random) throw new TypeError('rules with slack need a source of randomness')
  return () => minGroup + (Buffer.from(random.bytes(4)).readUInt32LE() % (slack + 1))
}
