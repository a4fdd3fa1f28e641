import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Policy } from '../../../flow/policy/index.ts'
import type { RiskFormInput } from '../../../flow/risk/index.ts'
import type { FinalOffer, Needs } from '../model.ts'

/** What stands for a team: its own line before that of its division, and that before the line for all. */
export function offersFor(
  team: { readonly id: string; readonly division: string },
  offers: readonly FinalOffer[],
) {
  const best = new Map<string, { readonly offer: FinalOffer; readonly weight: number }>()
  for (const offer of offers) {
    if (offer.teamId !== null && offer.teamId !== team.id) continue
    if (offer.division !== null && offer.division !== team.division) continue
    const weight = offer.teamId !== null ? 2 : offer.division !== null ? 1 : 0
    const known = best.get(offer.offerId)
    if (!known || weight > known.weight) best.set(offer.offerId, { offer, weight })
  }
  return [...best.values()].map(({ offer }) => offer)
}

/**
 * The offered policy with the named columns only (最小够用): the rest is hidden, and joins over it are gone. Null: as
 * offered. @throws XinyuError FINAL_COLUMN for one that the offer does not open
 */
export function minimalPolicy(policy: Policy, columns: FinalOffer['columns']): Policy | null {
  if (columns === null) return null
  for (const [table, names] of Object.entries(columns))
    for (const column of names)
      if ((policy.columns[table]?.[column] ?? 'hidden') === 'hidden')
        throw new XinyuError('FINAL_COLUMN', { column: `${table}.${column}` })
  const kept = (table: string, column: string) => columns[table]?.includes(column) ?? false
  const narrowed = Object.fromEntries(
    Object.entries(policy.columns).flatMap(([table, levels]) => {
      const left = Object.entries(levels).filter(([column]) => kept(table, column))
      return left.length === 0 ? [] : [[table, Object.fromEntries(left)]]
    }),
  )
  const joinKeys = policy.joinKeys.filter((pair) => pair.every(({ table, column }) => kept(table, column)))
  const same = openColumns({ ...policy, columns: narrowed }).length === openColumns(policy).length
  return same ? null : { ...policy, columns: narrowed, joinKeys }
}

/** `table.column` of everything that a policy opens. */
export const openColumns = ({ columns }: Pick<Policy, 'columns'>): string[] =>
  Object.entries(columns).flatMap(([table, levels]) =>
    Object.entries(levels)
      .filter(([, level]) => level !== 'hidden')
      .map(([column]) => `${table}.${column}`),
  )

/** The assessment before use that goes with a team's request. */
export const riskForm = (needs: Needs, policy: Policy, people: number): RiskFormInput => ({
  ...needs,
  people,
  columns: openColumns(policy),
  joins: 'contract',
})
