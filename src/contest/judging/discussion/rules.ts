/** Whether the experts of a work may see each other's sheets. */
export function mayTalk(work: {
  /** Experts who still have the work. */
  readonly assigned: number
  readonly submitted: number
  /** Sheets that the scheme wants of each work. */
  readonly wanted: number
  /** The review is over: nobody else will be given it. */
  readonly over: boolean
}): boolean {
  if (work.assigned === 0 || work.submitted < work.assigned) return false
  // After a decline the work waits for its next expert: what is in is not all yet.
  return work.over || work.assigned >= work.wanted
}

/** An order that is drawn: neither of names nor of ids nor of times. */
export function drawn<T>(items: readonly T[], byte: (length: number) => Uint8Array): T[] {
  const order = [...items]
  for (let at = order.length - 1; at > 0; at--) {
    const bytes = Buffer.from(byte(4))
    const other = bytes.readUInt32BE(0) % (at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}
