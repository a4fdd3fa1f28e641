import { createIntactCheck, type IntactCheck } from '../../flow/decision/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createHistory, type History } from '../check/index.ts'
import { createTurns, type InTurn } from './turns.ts'

/** A grant is valid for minutes; longer work renews it by a fresh decision. */
export const GRANT_MS = 5 * 60_000

/** What the moments of a use lean on. Made once with the runs. */
export interface Tools {
  readonly core: Core
  readonly intact: IntactCheck
  readonly grantMs: number
  readonly inTurn: InTurn
  /** What each project was shown: near sets are given the released value again. */
  readonly history: History
}

export const createTools = (core: Core, grantMs = GRANT_MS): Tools => ({
  core,
  intact: createIntactCheck(),
  grantMs,
  inTurn: createTurns(core),
  history: createHistory(core),
})
