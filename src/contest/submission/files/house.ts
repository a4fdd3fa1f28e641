import type { Core } from '../../../safeguard/evidence/index.ts'
import { createFair, type Fair } from './fair.ts'
import { findScanner, type Scanner } from './virus.ts'

/** Hashes and syncs at a time: more only make each other slow on a small machine. */
const AT_ONCE = 2

/** What the files of all contests share while the server runs. */
export interface House {
  readonly core: Core
  readonly fair: Fair
  readonly scanner: Scanner | null
  /** Files of which a piece is being received, and how many of each team. */
  readonly busy: Set<string>
  readonly open: Map<string, number>
}

export const createHouse = (core: Core, scanner: Scanner | null = findScanner()): House => ({
  core,
  fair: createFair(AT_ONCE),
  scanner,
  busy: new Set(),
  open: new Map(),
})
