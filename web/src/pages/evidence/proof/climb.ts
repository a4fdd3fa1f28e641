import type { EntryProof } from '../../../api/log.ts'
import { hashOfNode } from './tree-hash.ts'

/** A node on the way up: which leaves it stands for, `from` inclusive. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What each node on the way stands for, the leaf first and the root last. */
export function rangesOf({ leaf, path }: Pick<EntryProof, 'leaf' | 'path'>): Range[] {
  const ranges: Range[] = [{ from: leaf, to: leaf + 1 }]
  for (const { from, to } of path) {
    const last = ranges.at(-1)!
    ranges.push({ from: Math.min(last.from, from), to: Math.max(last.to, to) })
  }
  return ranges
}

/** The hash one level up, from the hash below and its sibling. */
export const oneUp = (hash: string, step: EntryProof['path'][number]): Promise<string> =>
  step.side === 'left' ? hashOfNode(step.hash, hash) : hashOfNode(hash, step.hash)
