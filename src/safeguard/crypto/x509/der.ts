/** One element of DER (X.690): definite lengths only, in the shortest form. */
export interface Der {
  readonly tag: number
  readonly value: Buffer
  /** Tag, length and value. */
  readonly whole: Buffer
}

/** Reads the elements that fill the bytes exactly. @throws RangeError on anything else */
export function readDer(bytes: Buffer): Der[] {
  const found: Der[] = []
  for (let at = 0; at < bytes.length; ) {
    const one = element(bytes, at)
    found.push(one)
    at += one.whole.length
  }
  return found
}

/** The one element that the bytes are. */
export function readOne(bytes: Buffer): Der {
  const [one, ...more] = readDer(bytes)
  if (!one || more.length > 0) throw new RangeError('not one DER element')
  return one
}

function element(bytes: Buffer, at: number): Der {
  const tag = bytes[at]!
  if ((tag & 0x1f) === 0x1f) throw new RangeError('long tags are not read')
  let head = at + 2
  let length = bytes[at + 1] ?? -1
  if (length > 0x80) {
    const count = length - 0x80
    if (count > 4 || head + count > bytes.length) throw new RangeError('a length runs over the end')
    length = bytes.readUIntBE(head, count)
    if (length < 0x80 || (count > 1 && bytes[head] === 0))
      throw new RangeError('a length is not the shortest')
    head += count
  } else if (length === 0x80 || length < 0) throw new RangeError('no definite length')
  if (head + length > bytes.length) throw new RangeError('an element runs over the end')
  return { tag, value: bytes.subarray(head, head + length), whole: bytes.subarray(at, head + length) }
}
