import { z } from 'zod'
import type { Json } from '../../../kernel/canonical.ts'
import type { Policy } from '../../policy/index.ts'

export interface Difference {
  /** `columns.setl_d.sex`, `permissions[0].constraints[1].value`. */
  readonly path: string
  /** Null where there was nothing. */
  readonly before: Json
  readonly after: Json
}

export const DifferenceView = z.object({ path: z.string(), before: z.json(), after: z.json() })

/** What one policy says otherwise than another, in the order of the paths. Lists of plain values are compared as a whole. */
export function differences(before: Policy, after: Policy): Difference[] {
  const found: Difference[] = []
  compare('', before, after, found)
  return found
}

type Member = Json | undefined

function compare(path: string, before: Member, after: Member, found: Difference[]): void {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    for (const key of keys) compare(path === '' ? key : `${path}.${key}`, before[key], after[key], found)
    return
  }
  if (isListOfThings(before) && isListOfThings(after)) {
    const length = Math.max(before.length, after.length)
    for (let at = 0; at < length; at++) compare(`${path}[${at}]`, before[at], after[at], found)
    return
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return
  found.push({ path, before: before ?? null, after: after ?? null })
}

const isRecord = (value: Member): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isListOfThings = (value: Member): value is Json[] =>
  Array.isArray(value) && value.some((one) => typeof one === 'object')
