import { closeSync, openSync, writeSync } from 'node:fs'

const BUFFER_BYTES = 1024 * 1024

/**
 * Takes the insured cells out of the stream while it is read anyhow, so that the engine need not parse the whole file
 * twice. Cells go as they stand, quotes and all, one a line: a CSV file of one column in the same dialect.
 */
export interface KeySink {
  /** Name of the column, case ignored. */
  readonly column: string
  take(bytes: Buffer, from: number, to: number): void
  close(): void
}

export function openKeySink(path: string, column: string): KeySink {
  const file = openSync(path, 'a', 0o600)
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  let length = 0
  const write = (bytes: Buffer, size: number) => {
    for (let at = 0; at < size; ) at += writeSync(file, bytes, at, size - at)
  }
  const flush = () => {
    write(buffer, length)
    length = 0
  }
  return {
    column,
    take(bytes, from, to) {
      const size = to - from
      if (length + size + 1 > BUFFER_BYTES) flush()
      if (size >= BUFFER_BYTES)
        return write(Buffer.concat([bytes.subarray(from, to), Buffer.from('\n')]), size + 1)
      // A loop beats `copy` for the few bytes that an identifier has.
      for (let i = from; i < to; i++) buffer[length++] = bytes[i]!
      buffer[length++] = 10
    },
    close() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}
