import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A file that takes byte strings. Writing is synchronous: a slow disk slows the maker, memory stays flat. */
export interface Sink {
  row(text: string): void
  /** Writes what is left. @throws the system's error (ENOSPC when the disk is full) */
  close(): void
  rows(): number
  bytes(): number
}

const SIZE = 1 << 20

export function openSink(file: string, header: string | null): Sink {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'w')
  const buffer = Buffer.allocUnsafe(SIZE)
  let used = 0
  let written = 0
  let rows = 0
  let open = true
  const flush = (): void => {
    let at = 0
    while (at < used) at += writeSync(handle, buffer, at, used - at)
    written += used
    used = 0
  }
  const put = (text: string): void => {
    if (used + text.length + 1 > SIZE) flush()
    used += buffer.write(text, used, 'latin1')
    buffer[used++] = 10
  }
  if (header !== null) put(header)
  return {
    row(text) {
      put(text)
      rows++
    },
    close() {
      if (!open) return
      open = false
      try {
        flush()
      } finally {
        closeSync(handle)
      }
    },
    rows: () => rows,
    bytes: () => written + used,
  }
}
