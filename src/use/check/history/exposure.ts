import type { ContributionSet } from './set/set.ts'
import type { Sketch } from './set/sketch.ts'

/**
 * How much has been told about each person of a project: e_p = Σ 1 ÷ |S| over the released sets S that hold p, for the
 * family where that is most. Each released value is one linear equation with as many unknowns as its set has persons;
 * the exposures of all persons of a family add up to the number of its equations, and nobody can solve for more
 * persons than there are independent equations. So where nobody's exposure exceeds E, no more than the share E of all
 * persons can be solved for, however the groups were chosen. It bounds reconstruction of many; single persons are the
 * business of near sets and of the audit.
 */
export interface Exposures {
  /** Of a newly kept set; the same persons under another family are another unknown of the same person. */
  add(family: string, sketch: Sketch, set: ContributionSet): void
  readonly highest: number
  of(person: number): number
  readonly bytes: number
}

export function createExposures(): Exposures {
  let exposure = new Float32Array(1024)
  let highest = 0
  /** How often these persons were a set of this family, and of the family that had them most often. */
  const times = new Map<string, number>()

  return {
    add(family, { persons: key, size }, { persons }) {
      const ofFamily = `${key} ${family}`
      const now = (times.get(ofFamily) ?? 0) + 1
      times.set(ofFamily, now)
      if (now <= (times.get(key) ?? 0)) return
      times.set(key, now)
      const last = persons.at(-1) ?? 0
      if (last >= exposure.length) {
        const wider = new Float32Array(Math.max(last + 1, Math.min(2 * exposure.length, last + 1_048_576)))
        wider.set(exposure)
        exposure = wider
      }
      const share = 1 / size
      for (let i = 0; i < persons.length; i++) {
        const sum = exposure[persons[i]!]! + share
        exposure[persons[i]!] = sum
        if (sum > highest) highest = sum
      }
    },
    get highest() {
      return highest
    },
    of: (person) => exposure[person] ?? 0,
    get bytes() {
      return exposure.byteLength + 150 * times.size
    },
  }
}
