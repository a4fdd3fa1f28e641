import type { RankRow } from '../../api/contest-judging.ts'

/** What an officer changed of the list by rank: team → reason. */
export interface Changes {
  readonly add: Readonly<Record<string, string>>
  readonly remove: Readonly<Record<string, string>>
}

export const NO_CHANGES: Changes = { add: {}, remove: {} }

/** Whether a team goes on with these changes. */
export const goesOn = (row: Pick<RankRow, 'teamId' | 'byRank'>, { add, remove }: Changes): boolean =>
  row.byRank === 'on' ? !(row.teamId in remove) : row.teamId in add

const without = (map: Readonly<Record<string, string>>, key: string) => {
  const { [key]: _, ...rest } = map
  return rest
}

/** Turns a team the other way, with the reason; back to its rank needs none. */
export function turned(row: Pick<RankRow, 'teamId' | 'byRank'>, changes: Changes, why: string): Changes {
  const side = row.byRank === 'on' ? 'remove' : 'add'
  const changed = row.teamId in changes[side]
  const next = changed ? without(changes[side], row.teamId) : { ...changes[side], [row.teamId]: why }
  return { ...changes, [side]: next }
}

/** What was decided before, to be gone on from. */
export const changesOf = ({ add, remove }: ReturnType<typeof asBody>): Changes => ({
  add: Object.fromEntries(add.map(({ teamId, why }) => [teamId, why])),
  remove: Object.fromEntries(remove.map(({ teamId, why }) => [teamId, why])),
})

export const asBody = ({ add, remove }: Changes) => ({
  add: Object.entries(add).map(([teamId, why]) => ({ teamId, why })),
  remove: Object.entries(remove).map(([teamId, why]) => ({ teamId, why })),
})
