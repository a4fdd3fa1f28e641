/** What one inspection may use. Each bound is a count, so that equal files get equal answers on any machine. */
export interface Limits {
  /** Bytes that all unpacking together may yield. */
  readonly unpackedBytes: number
  /** Files within archives, nested ones included. */
  readonly entries: number
  /** Containers within containers. */
  readonly depth: number
  /** Cells of tables. */
  readonly cells: number
  /** Characters of text. */
  readonly characters: number
  /** Pixels of one image. */
  readonly pixels: number
  /** Steps of a pickle, and values that it builds. */
  readonly steps: number
}

/** Files that a team brings may be data, which results are not. */
export const LIMITS_IN: Limits = {
  unpackedBytes: 512 * 1024 * 1024,
  entries: 20_000,
  depth: 5,
  cells: 6_000_000,
  characters: 192_000_000,
  pixels: 64_000_000,
  steps: 8_000_000,
}

export const LIMITS: Limits = {
  unpackedBytes: 128 * 1024 * 1024,
  entries: 5_000,
  depth: 5,
  cells: 2_000_000,
  characters: 48_000_000,
  pixels: 24_000_000,
  steps: 2_000_000,
}
