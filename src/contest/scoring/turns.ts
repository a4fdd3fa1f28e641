/** A run that waits. */
export interface Waiting {
  readonly id: string
  readonly teamId: string
  readonly createdAt: number
}

/**
 * Fair turns between teams: each run stands in the round that its team has come to, by what the team had within the
 * last day; within a round who came first. A team that asks for many runs waits for itself, not the others for it.
 */
export function fairOrder<W extends Waiting>(waiting: readonly W[], had: ReadonlyMap<string, number>): W[] {
  const rounds = new Map(had)
  const came = waiting.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const turns = came.map((run, at) => {
    const round = rounds.get(run.teamId) ?? 0
    rounds.set(run.teamId, round + 1)
    return { run, round, at }
  })
  return turns.sort((a, b) => a.round - b.round || a.at - b.at).map(({ run }) => run)
}
