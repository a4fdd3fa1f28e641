/** Places in the order of their keys: a radix sort, in digits of 8 bits where few and of 11 where many. */
export function sortedBy(keys: Uint32Array, places: Uint32Array): Uint32Array {
  let ascending = true
  let highest = 0
  for (let i = 0; i < places.length; i++) {
    const key = keys[places[i]!]!
    if (key < highest) ascending = false
    else highest = key
  }
  if (ascending) return places
  const bits = places.length < 4096 ? 8 : 11
  const mask = 2 ** bits - 1
  const next = new Uint32Array(mask + 1)
  let from = places.slice()
  let to = new Uint32Array(places.length)
  let fromKeys = new Uint32Array(places.length)
  for (let i = 0; i < places.length; i++) fromKeys[i] = keys[places[i]!]!
  let toKeys = new Uint32Array(places.length)
  for (let shift = 0; shift < 32 && highest >= 2 ** shift; shift += bits) {
    next.fill(0)
    for (let i = 0; i < fromKeys.length; i++) next[(fromKeys[i]! >>> shift) & mask]!++
    let before = 0
    for (let digit = 0; digit <= mask; digit++) {
      const here = next[digit]!
      next[digit] = before
      before += here
    }
    for (let i = 0; i < from.length; i++) {
      const place = next[(fromKeys[i]! >>> shift) & mask]!++
      toKeys[place] = fromKeys[i]!
      to[place] = from[i]!
    }
    ;[from, to, fromKeys, toKeys] = [to, from, toKeys, fromKeys]
  }
  return from
}

/** `from` to `to` − 1. */
export function range(from: number, to: number): Uint32Array {
  const places = new Uint32Array(to - from)
  for (let i = 0; i < places.length; i++) places[i] = from + i
  return places
}

/** Do the values from `from` to `to` − 1 never fall? */
export function ascends(values: Uint32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (values[i]! < values[i - 1]!) return false
  return true
}

/** 0 of none. */
export function greatest(values: Uint32Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!
  return most
}
