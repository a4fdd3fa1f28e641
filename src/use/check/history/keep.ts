import type { Kept, ProjectHistory } from './project.ts'
import type { Index, Place } from './segment/format.ts'
import type { SegmentWriter } from './segment/write.ts'
import { encodePersons, encodeTokens } from './set/encode.ts'
import type { ContributionSet } from './set/set.ts'
import type { Sketch } from './set/sketch.ts'

/** Remembers a value that is about to be released. */
export type Keeper = (
  family: string,
  value: Kept['value'],
  margin: boolean,
  found: { readonly set: ContributionSet; readonly sketch: Sketch },
) => Promise<Kept>

/** Writes sets into the segment of a run. Sets of persons that several cells share are written once. */
export function createKeeper(project: ProjectHistory, writer: SegmentWriter, k: number): Keeper {
  const places = new Map<string, Place>()
  return async (family, value, margin, { set, sketch }) => {
    let persons = places.get(sketch.persons)
    if (!persons) {
      persons = await writer.append(encodePersons(set.persons))
      places.set(sketch.persons, persons)
    }
    const tokens = await writer.append(encodeTokens(set.tokens))
    return project.add({ family, value, margin, k, most: set.most, sketch, file: null, persons, tokens }, set)
  }
}

/** The index of the records from `first` on. */
export function indexOfNew(project: ProjectHistory, first: number): Index {
  const families: string[] = []
  const places = new Map<string, number>()
  const entries = project.records.slice(first).map((record) => {
    const known = places.get(record.family) ?? families.push(record.family) - 1
    places.set(record.family, known)
    const { value, k, most, margin, persons, tokens } = record
    return { f: known, n: record.sketch.size, v: value, k, x: most, m: margin, p: persons, t: tokens }
  })
  return { families, entries }
}
