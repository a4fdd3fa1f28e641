// Plain JavaScript on purpose: stripping types inside a waiting child costs it 16 MB.
// Who is in which row: rows of (row, person, parts) folded to one member for each row and person, in typed arrays.
// Ten million of them take about a second; a hash aggregate over (row, person) of the library takes ten times that.
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const BLOCK = 1 << 16
const failed = (kind) => Object.assign(new Error(kind), { kind })

/** Folds the members of one work and writes them to its temp folder; the layout is told in `members.ts`. */
export async function bring(select, work) {
  const { sql, folds, unions, most } = work.members
  const room = work.membersBytes
  const rows =
    (await collect(await select(sql), folds.length, room)) ?? (await byTheEngine(select, sql, folds, room))
  const members = fold(rows, folds, most)
  const joined = unions === null ? null : await together(await select(unions), members, folds.length)
  write(members, joined, work)
  return { count: members.count, parts: folds.length, groups: members.groups, unions: joined?.count ?? 0 }
}

/** Everything in blocks, how many groups there are and the last person; null where it takes more than the given bytes. */
async function collect(result, parts, room) {
  const blocks = []
  let block = null
  let [groups, last] = [0, 0]
  // Twice for the copy in order, and the place of each person.
  const bytes = () => blocks.length * BLOCK * (8 + 2 * (4 + 8 * parts)) + 4 * last
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const n = chunk.rowCount
    if (block === null || block.length + n > BLOCK) {
      blocks.push((block = blockOf(parts)))
      if (bytes() > room) return null
    }
    const at = block.length
    const rows = chunk.getColumnVector(0).items
    const persons = chunk.getColumnVector(1).items
    groups = Math.max(groups, greatest(rows) + 1)
    last = Math.max(last, greatest(persons))
    block.rows.set(rows, at)
    block.persons.set(persons, at)
    for (let part = 0; part < parts; part++) block.parts[part].set(chunk.getColumnVector(2 + part).items, at)
    block.length += n
  }
  return bytes() > room ? null : { blocks, groups, last }
}

/** The same, folded by the library, which can spill. */
async function byTheEngine(select, sql, folds, room) {
  const parts = folds.map(
    (how, part) => `coalesce(${how}(c${part}) FILTER (WHERE NOT isnan(c${part})), CAST('NaN' AS DOUBLE))`,
  )
  const names = ['r', 'p', ...folds.map((_, part) => `c${part}`)].join(', ')
  const folded = `SELECT ${['r', 'p', ...parts].join(', ')} FROM (${sql}) AS m(${names}) GROUP BY r, p`
  const rows = await collect(await select(folded), folds.length, room)
  if (rows === null) throw failed('memory')
  return rows
}

const blockOf = (parts) => ({
  rows: new Uint32Array(BLOCK),
  persons: new Uint32Array(BLOCK),
  parts: Array.from({ length: parts }, () => new Float64Array(BLOCK)),
  length: 0,
})

function greatest(values) {
  let most = 0
  for (let at = 0; at < values.length; at++) if (values[at] > most) most = values[at]
  return most
}

/**
 * One member for each group and person. Rows are put in the order of their groups, and within a group by ranges of
 * persons that a cache holds (four times as fast as persons at random), then folded in place.
 */
function fold({ blocks, groups, last }, folds, most) {
  const ranges = Math.max(1, Math.min((last >>> 14) + 1, Math.floor(DESTINATIONS / Math.max(1, groups))))
  const width = Math.floor(last / ranges) + 1
  const begin = begins(blocks, groups, ranges, width)
  const { person, parts } = inOrder(blocks, begin, folds.length, ranges, width)
  const start = new Uint32Array(groups + 1)
  const to = new Uint32Array(person.length)
  const count = compact(person, begin, to, last, ranges, start, most)
  for (const [at, part] of parts.entries()) {
    if (folds[at] === 'sum') sums(part, to)
    else extremes(part, to, folds[at] === 'min' ? 1 : -1)
  }
  return { groups, count, last, start, person, parts }
}

/** Most places that rows are put into at once. */
const DESTINATIONS = 8_192

/** Where the rows of each group and range of persons begin. */
function begins(blocks, groups, ranges, width) {
  const begin = new Uint32Array(groups * ranges + 1)
  for (const { rows, persons, length } of blocks)
    for (let at = 0; at < length; at++) begin[rows[at] * ranges + ((persons[at] / width) | 0) + 1]++
  for (let at = 1; at < begin.length; at++) begin[at] += begin[at - 1]
  return begin
}

function inOrder(blocks, begin, count, ranges, width) {
  const total = begin[begin.length - 1]
  const cursor = begin.slice()
  const person = new Uint32Array(total)
  const parts = Array.from({ length: count }, () => new Float64Array(total))
  while (blocks.length > 0) {
    const block = blocks.pop()
    put(block, cursor, person, ranges, width)
    for (let part = 0; part < count; part++) move(block.parts[part], parts[part], block.rows, block.length)
  }
  return { person, parts }
}

/** Puts persons into place, and leaves in `rows` where. */
function put({ rows, persons, length }, cursor, person, ranges, width) {
  for (let at = 0; at < length; at++) {
    const who = persons[at]
    const place = cursor[rows[at] * ranges + ((who / width) | 0)]++
    rows[at] = place
    person[place] = who
  }
}

function move(from, into, places, length) {
  for (let at = 0; at < length; at++) into[places[at]] = from[at]
}

/** Each person of a group once, and in `to` the member that each row belongs to. */
function compact(person, begin, to, last, ranges, start, most) {
  // Where a person's member stands; it holds only what was written in this group and range.
  const place = new Uint32Array(last + 1)
  let count = 0
  for (let part = 0; part + 1 < begin.length; part++) {
    const first = count
    for (let at = begin[part]; at < begin[part + 1]; at++) {
      const who = person[at]
      let member = place[who]
      if (member < first || member >= count || person[member] !== who) {
        member = count++
        place[who] = member
        person[member] = who
      }
      to[at] = member
    }
    if (count > most) throw failed('members')
    if ((part + 1) % ranges === 0) start[(part + 1) / ranges] = count
  }
  return count
}

/** Sums within each member; not a number: nothing of the cell rests on it. */
function sums(part, to) {
  let next = 0
  for (let at = 0; at < to.length; at++) {
    const [member, more] = [to[at], part[at]]
    if (member === next) {
      part[next++] = more
    } else if (more === more) {
      const held = part[member]
      part[member] = held === held ? held + more : more
    }
  }
}

/** The least (sign 1) or greatest (sign -1) within each member. */
function extremes(part, to, sign) {
  let next = 0
  for (let at = 0; at < to.length; at++) {
    const [member, more] = [to[at], part[at]]
    if (member === next) {
      part[next++] = more
    } else if (more === more) {
      const held = part[member]
      if (held !== held || sign * more < sign * held) part[member] = more
    }
  }
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
  const { start, person, parts, count } = members
  const columns = [
    ...parts.map((part) => part.subarray(0, count)),
    person.subarray(0, count),
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
