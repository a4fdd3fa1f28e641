import type { CellOutput, Recorded } from '../../api/audit.ts'

/** A cell as it stood at a moment of the session. */
export interface CellThen {
  readonly id: string
  readonly source: string
  readonly outputs: readonly CellOutput[]
  readonly by: string | null
  readonly at: number
  readonly leaf: number | null
}

/** A notebook as it stood: its cells in the order in which they first came up. */
export interface NotebookThen {
  readonly id: string
  readonly cells: readonly CellThen[]
}

export interface Then {
  readonly notebooks: readonly NotebookThen[]
  /** Users who were in the seat. */
  readonly present: readonly string[]
}

/** In the order of the recording, each step once, however the pages of the answer came. */
export function inOrder(steps: readonly Recorded[]): Recorded[] {
  const bySeq = new Map(steps.map((step) => [step.seq, step]))
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
}

/** What a person in the seat saw after the step at `place`: nothing of what came later. */
export function thenAt(steps: readonly Recorded[], place: number): Then {
  const notebooks = new Map<string, Map<string, CellThen>>()
  const present = new Set<string>()
  for (const step of steps.slice(0, place + 1)) {
    if (step.userId && step.kind === 'joined') present.add(step.userId)
    if (step.userId && step.kind === 'left') present.delete(step.userId)
    if (step.notebookId === null || step.cellId === null) continue
    const cells = notebooks.get(step.notebookId) ?? new Map<string, CellThen>()
    notebooks.set(step.notebookId, cells)
    const before = cells.get(step.cellId)
    const base = { id: step.cellId, at: step.at, leaf: step.leaf ?? before?.leaf ?? null }
    if (step.kind === 'cell')
      cells.set(step.cellId, { ...base, source: step.text, outputs: step.outputs, by: step.userId })
    else if (step.kind === 'output')
      cells.set(step.cellId, {
        ...base,
        source: before?.source ?? '',
        outputs: step.outputs,
        by: before?.by ?? step.userId,
      })
  }
  return {
    notebooks: [...notebooks].map(([id, cells]) => ({ id, cells: [...cells.values()] })),
    present: [...present],
  }
}

/** Nobody waits through a lunch break: a pause of the session is at most this long on the screen. */
const MOST_MS = 2000
const LEAST_MS = 40

/** How long the player rests before the next step. */
export const restMs = (step: Recorded, next: Recorded, speed: number): number =>
  Math.min(MOST_MS, Math.max(LEAST_MS, (next.at - step.at) / speed))

/** What an auditor looks for on the line of time. */
const MARKED: readonly Recorded['kind'][] = ['capped', 'import', 'export', 'state']

export interface Mark {
  readonly place: number
  /** 0 to 1. */
  readonly share: number
  readonly kind: Recorded['kind']
}

export function marksOf(steps: readonly Recorded[]): Mark[] {
  const last = Math.max(1, steps.length - 1)
  return steps.flatMap(({ kind }, place) =>
    MARKED.includes(kind) ? [{ place, share: place / last, kind }] : [],
  )
}
