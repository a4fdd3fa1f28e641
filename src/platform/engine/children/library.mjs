// Members that the library folds: it can spill, and of few members among many rows it makes short work.
import { failed } from './fail.mjs'

const NAN = "CAST('NaN' AS DOUBLE)"

/** One row for each member, its parts folded, in the order of rows and persons. */
export function byTheLibrary(sql, columns, folds) {
  const names = ['r', 'p', ...Array.from({ length: columns }, (_, at) => `c${at}`)]
  const parts = folds.map(({ how, of }) => {
    const given = of === null ? '*' : `nullif(c${of}, ${NAN})`
    if (how === 'count') return `coalesce(CAST(nullif(count(${given}), 0) AS DOUBLE), ${NAN})`
    if (how === 'one') return `CASE WHEN count(${given}) > 0 THEN CAST(1 AS DOUBLE) ELSE ${NAN} END`
    return `coalesce(${how}(${given}), ${NAN})`
  })
  const shown = ['r', 'p', ...parts].join(', ')
  return `SELECT ${shown} FROM (${sql}) AS m(${names.join(', ')}) GROUP BY r, p ORDER BY r, p`
}

/** What the library folded, as `fold` gives it. */
export function assemble({ blocks, groups, last }, parts, most) {
  const count = blocks.reduce((sum, { length }) => sum + length, 0)
  if (count > most) throw failed('members')
  const start = new Uint32Array(groups + 1)
  const person = new Uint32Array(count)
  const all = Array.from({ length: parts }, () => new Float64Array(count))
  let at = 0
  for (const { rows, persons, columns, length } of blocks.splice(0)) {
    for (let i = 0; i < length; i++) start[rows[i] + 1]++
    person.set(persons.subarray(0, length), at)
    for (const [part, into] of all.entries()) into.set(columns[part].subarray(0, length), at)
    at += length
  }
  for (let group = 1; group <= groups; group++) start[group] += start[group - 1]
  return { groups, count, last, start, person, parts: all }
}
