import type { Look } from '../look/look.ts'
import type { Samples } from './png-samples.ts'

/** Samples looked at together: enough for a share to mean something, few enough that a short message shows. */
const WINDOW = 512
/** A message needs some windows; drawn edges make one or the other. */
const WINDOWS = 2

/**
 * Data in the lowest bit. Drawn areas are flat: where the upper seven bits of neighbours are equal the lowest are equal
 * too. A message makes them differ about every second time, to the left as well as upwards (a gradient does it in one
 * direction alone). Photographs look the same: people decide.
 */
export function lookAtPixels(look: Look, { width, height, channels, bytes }: Samples, place: string): void {
  if (channels === 0) return
  look.looked('hidden-in-pixels')
  const line = width * channels
  // Each channel for itself: a message may use one alone.
  const counts = Array.from({ length: channels }, () => ({ alike: 0, left: 0, up: 0, loud: 0 }))
  for (let y = 1; y < height; y++) {
    for (let x = channels; x < line; x++) {
      const at = y * line + x
      const here = bytes[at]!
      const [beside, above] = [bytes[at - channels]!, bytes[at - line]!]
      if (here >> 1 !== beside >> 1 || here >> 1 !== above >> 1) continue
      const count = counts[x % channels]!
      count.alike++
      count.left += (here ^ beside) & 1
      count.up += (here ^ above) & 1
      if (count.alike < WINDOW) continue
      if (isRandom(count.left) && isRandom(count.up)) count.loud++
      count.alike = count.left = count.up = 0
    }
  }
  if (counts.some(({ loud }) => loud >= WINDOWS)) look.found('hidden-in-pixels', place)
}

/** Within five standard deviations of a half. */
const isRandom = (differ: number): boolean => Math.abs(differ - WINDOW / 2) < 5 * Math.sqrt(WINDOW / 4)
