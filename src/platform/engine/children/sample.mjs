// How many members many rows have, told from the first of them.

/**
 * The number of members of which a sample of rows would hold as many twice as these do: of n rows at random, n² ÷ 2m
 * fall on a member that is there already. Rows of one person that lie together make it smaller.
 */
export function membersIn({ rows, persons, length }) {
  const size = 2 ** Math.ceil(Math.log2(2 * length))
  const slots = new Int32Array(size).fill(-1)
  let twice = 0
  for (let at = 0; at < length; at++) {
    const mixed = Math.imul(rows[at] ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(persons[at], 0xc2b2ae35)
    let slot = (mixed ^ (mixed >>> 15)) & (size - 1)
    for (; slots[slot] >= 0; slot = (slot + 1) & (size - 1)) {
      const known = slots[slot]
      if (rows[known] !== rows[at] || persons[known] !== persons[at]) continue
      twice++
      break
    }
    if (slots[slot] < 0) slots[slot] = at
  }
  return twice === 0 ? Number.POSITIVE_INFINITY : length ** 2 / (2 * twice)
}
