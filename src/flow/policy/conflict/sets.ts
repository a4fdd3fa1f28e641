import type { Atom, Point } from './atom.ts'

/** Is there a situation in which all these atoms hold? */
export function canHold(atoms: readonly Atom[]): boolean {
  return [...byDimension(atoms).values()].every((group) => {
    const points = possible(group, group)
    return points.length > 0 && group.every(({ some }) => some.every((one) => points.some(one)))
  })
}

/** Does `outer` hold in every situation in which `inner` holds? `inner` must be able to hold. */
export function covers(outer: readonly Atom[], inner: readonly Atom[]): boolean {
  const inside = byDimension(inner)
  return [...byDimension(outer)].every(([dimension, group]) => {
    const given = inside.get(dimension) ?? []
    const points = possible(given, [...given, ...group])
    return group.every(
      (atom) => points.every(atom.each) && atom.some.every((one) => implied(one, given, points)),
    )
  })
}

/** Something inside `one` is asked for whatever is asked: all is inside it, or all that a demand of `given` allows. */
const implied = (one: (point: Point) => boolean, given: readonly Atom[], points: readonly Point[]): boolean =>
  points.every(one) || given.some(({ some }) => some.some((demand) => points.filter(demand).every(one)))

function possible(atoms: readonly Atom[], seededBy: readonly Atom[]): Point[] {
  const points = new Set(seededBy.flatMap(({ seeds }) => seeds))
  return [...points].filter((point) => atoms.every(({ each }) => each(point)))
}

function byDimension(atoms: readonly Atom[]): Map<string, Atom[]> {
  const groups = new Map<string, Atom[]>()
  for (const atom of atoms) {
    const group = groups.get(atom.dimension)
    if (group) group.push(atom)
    else groups.set(atom.dimension, [atom])
  }
  return groups
}
