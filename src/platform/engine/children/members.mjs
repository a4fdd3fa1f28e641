// Plain JavaScript on purpose: stripping types inside a waiting child costs it 16 MB.
// Who is in which row: rows of (row, person, columns) folded to one member for each row and person.
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { failed } from './fail.mjs'
import { fold } from './fold.mjs'
import { assemble, byTheLibrary } from './library.mjs'
import { membersIn } from './sample.mjs'

const BLOCK = 1 << 16
/** Share of the rows: where there are no more members than that, the library folds and orders them sooner. */
const FEW = 0.4

/** Folds the members of one work and writes them to its temp folder; the layout is told in `members.ts`. */
export async function bring(select, work) {
  const { sql, folds, size, unions, most } = work.members
  const room = work.membersBytes
  const columns = 1 + Math.max(-1, ...folds.map(({ of }) => of ?? -1))
  const expected = size === null ? 0 : await numberOf(await select(size))
  const areFew = (block) => membersIn(block) < FEW * expected
  const rows = await collect(await select(sql), columns, folds.length, room, areFew)
  const members = rows ? fold(rows, folds, most) : await folded(select, work.members, columns, room)
  const joined = unions === null ? null : await together(await select(unions), members)
  write(members, joined, work)
  return { count: members.count, parts: folds.length, groups: members.groups, unions: joined?.count ?? 0 }
}

async function folded(select, { sql, folds, most }, columns, room) {
  const rows = await collect(
    await select(byTheLibrary(sql, columns, folds)),
    folds.length,
    folds.length,
    room,
  )
  if (rows === null) throw failed('memory')
  return assemble(rows, folds.length, most)
}

const numberOf = async (result) => (await result.fetchChunk())?.getColumnVector(0).items[0] ?? 0

/**
 * Everything in blocks, how many groups there are and the last person. Null where it takes more than the given bytes, or
 * the first block says that it is for the library.
 */
async function collect(result, columns, parts, room, isForOthers = () => false) {
  const blocks = []
  let block = null
  let [groups, last] = [0, 0]
  // Beside the blocks: persons in order and the member of each row, the folded parts, the place and rank of each person.
  const bytes = () => blocks.length * BLOCK * (16 + 8 * columns + 8 * parts) + 8 * last
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const n = chunk.rowCount
    if (block === null || block.length + n > BLOCK) {
      if (blocks.length === 1 && isForOthers(block)) return null
      blocks.push((block = blockOf(columns)))
      if (bytes() > room) return null
    }
    const at = block.length
    const rows = chunk.getColumnVector(0).items
    const persons = chunk.getColumnVector(1).items
    groups = greatest(rows, groups - 1) + 1
    last = greatest(persons, last)
    block.rows.set(rows, at)
    block.persons.set(persons, at)
    for (let one = 0; one < columns; one++) block.columns[one].set(chunk.getColumnVector(2 + one).items, at)
    block.length += n
  }
  return bytes() > room ? null : { blocks, groups, last }
}

const blockOf = (columns) => ({
  rows: new Uint32Array(BLOCK),
  persons: new Uint32Array(BLOCK),
  columns: Array.from({ length: columns }, () => new Float64Array(BLOCK)),
  length: 0,
})

function greatest(values, known) {
  let most = known
  for (let at = 0; at < values.length; at++) if (values[at] > most) most = values[at]
  return most
}

/** Distinct persons of larger groups, and for each part of those on whom it rests. */
async function together(result, { start, person, parts, last }) {
  const leaves = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const [rows, groups] = [chunk.getColumnVector(0).items, chunk.getColumnVector(1).items]
    for (let at = 0; at < chunk.rowCount; at++) (leaves[groups[at]] ??= []).push(rows[at])
  }
  const counts = Array.from({ length: parts.length + 1 }, () => new Uint32Array(leaves.length))
  const seen = new Uint32Array(last + 1)
  for (const [column, part] of [null, ...parts].entries()) {
    seen.fill(0)
    for (let group = 0; group < leaves.length; group++) {
      let found = 0
      for (const row of leaves[group] ?? [])
        for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) {
          const who = person[at]
          if (seen[who] === group + 1 || (part !== null && part[at] !== part[at])) continue
          seen[who] = group + 1
          found++
        }
      counts[column][group] = found
    }
  }
  return { count: leaves.length, counts }
}

/** How many members of each group a part rests on. */
function supports({ start, groups }, part) {
  const counts = new Uint32Array(groups)
  for (let group = 0; group < groups; group++) {
    let found = 0
    for (let at = start[group]; at < start[group + 1]; at++) if (part[at] === part[at]) found++
    counts[group] = found
  }
  return counts
}

function write(members, joined, { tempDirectory, tempBytes }) {
  const { start, person, parts } = members
  const columns = [
    ...parts,
    person,
    start,
    ...parts.map((part) => supports(members, part)),
    ...(joined?.counts ?? []),
  ]
  if (columns.reduce((total, { byteLength }) => total + byteLength, 0) > tempBytes) throw failed('disk')
  const file = openSync(join(tempDirectory, 'members.bin'), 'wx', 0o600)
  for (const column of columns) {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  }
  closeSync(file)
}
