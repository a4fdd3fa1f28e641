import type { ContestTools } from '../tools.ts'
import { createScoring, type Scoring } from './scoring.ts'

/** One for each space: its seats, its queue. */
const scorings = new WeakMap<ContestTools, Scoring>()

export function scoringOf(tools: ContestTools): Scoring {
  const known = scorings.get(tools)
  if (known) return known
  const { core, ports } = tools
  const scoring = createScoring({ core, driver: ports.trials ?? null, demo: ports.demo })
  scorings.set(tools, scoring)
  return scoring
}

/** By the clock: answers that are due, runs that may begin. */
export const scoringTick = (tools: ContestTools): Promise<void> => scoringOf(tools).tick()

/** What runs waits for the next start; then its seats end. */
export async function stopScoring(tools: ContestTools): Promise<void> {
  await scorings.get(tools)?.stop()
  await tools.ports.trials?.stop()
}
