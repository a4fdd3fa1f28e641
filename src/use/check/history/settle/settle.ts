import type { Candidate, Settled } from '../model.ts'
import { createBreath } from '../breath.ts'
import { createKeeper, indexOfNew } from '../keep.ts'
import type { ProjectHistory } from '../project.ts'
import { createSegmentWriter, type SegmentWriter } from '../segment/write.ts'
import { type CheckedBase, isWithheld } from '../../model.ts'
import { createOrdered } from '../set/order.ts'
import { settleCell } from './cell.ts'
import type { Column, Desk, Value } from './desk.ts'
import { rememberHidden } from './hidden.ts'

/** A settled run whose segment is durable and does not count yet. */
export interface Draft {
  readonly settled: Settled
  readonly writer: SegmentWriter
}

/** Compares a run with what the project released, and writes down what is new. The caller holds the project. */
export async function settleRun(project: ProjectHistory, candidate: Candidate): Promise<Draft> {
  const { runId, minGroup, bases } = candidate
  const writer = createSegmentWriter(project.folder, runId)
  const first = project.records.length
  project.writer = writer
  const tally = { looked: 0, given: 0, near: 0, unions: 0, changed: 0, withheld: 0, hidden: 0, unseen: 0 }
  const keep = createKeeper(project, writer, minGroup)
  const desk: Desk = { project, keep, k: minGroup, breath: createBreath(), tally }
  try {
    const settled: CheckedBase[] = []
    for (const base of bases) settled.push(await settleBase(desk, base))
    const fresh = project.records.slice(first)
    const cells = fresh.filter(({ value }) => !isWithheld(value)).length
    const written = fresh.length === 0 ? null : await writer.finish(indexOfNew(project, first))
    const segment = written && { ...written, cells, exposure: project.exposures.highest }
    const { looked, given, near, unions, changed, withheld, hidden, unseen } = tally
    return {
      writer,
      settled: {
        bases: settled,
        segment,
        record: [
          {
            rule: 'history',
            inputs: { minGroup, cells: looked, unions },
            result: {
              given,
              near,
              changed,
              withheld,
              hidden,
              unseen,
              kept: cells,
              bytes: segment?.bytes ?? 0,
            },
          },
        ],
      },
    }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

/** Tables without persons, and runs that brought no members, pass as they are. */
async function settleBase(desk: Desk, { raw, checked }: Candidate['bases'][number]): Promise<CheckedBase> {
  if (!raw.persons || raw.members === null) return checked
  const ordered = createOrdered(raw.members, desk.project.key.hasher)
  const columns: Value[][] = []
  const first = desk.project.records.length
  for (const [cell, shape] of raw.cells.entries()) {
    const values = checked.rows.map((row) => row.cells[cell]!)
    const width = raw.keys.length
    const column: Column = { ordered, shape, cell, rows: checked.rows, width, values }
    await settleCell(desk, column)
    columns.push(values)
    await rememberHidden(desk, column)
  }
  desk.project.shelve(first)
  return {
    rows: checked.rows.map((row, place) => ({ ...row, cells: columns.map((values) => values[place]!) })),
  }
}
