import hainan from './examples/hainan.json' with { type: 'json' }
import national2024 from './examples/national-2024.json' with { type: 'json' }
import national2025 from './examples/national-2025.json' with { type: 'json' }
import { Scheme } from './model.ts'

/** Three real forms of a contest; where each fact comes from, and what is assumed, stands in `about` of each file. */
const EXAMPLES = { 'national-2025': national2025, 'national-2024': national2024, hainan } as const

export type ExampleName = keyof typeof EXAMPLES
export const EXAMPLE_NAMES = Object.keys(EXAMPLES) as [ExampleName, ...ExampleName[]]

/** The example with its days counted from `startAt`, which is best a midnight of the contest's time zone. */
export function exampleScheme(name: ExampleName, startAt: number): Scheme {
  return Scheme.parse(datedFrom(EXAMPLES[name].scheme, startAt))
}

/** Where an example's facts come from, and what of it is assumed. */
export const aboutExample = (name: ExampleName): { sources: string[]; assumed: string[] } =>
  EXAMPLES[name].about

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MOMENT_KEYS = new Set(['opensAt', 'closesAt'])

/** `day 45 18:00` → ms: days and hours after the start. */
function momentOf(text: string, startAt: number): number {
  const parts = /^day (\d{1,4})(?: (\d\d):(\d\d))?$/.exec(text)
  if (!parts) throw new TypeError(`an example has no such moment: ${text}`)
  const [, day, hours = '0', minutes = '0'] = parts
  return startAt + Number(day) * DAY_MS + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}

function datedFrom(value: unknown, startAt: number): unknown {
  if (Array.isArray(value)) return value.map((item) => datedFrom(item, startAt))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      MOMENT_KEYS.has(key) && typeof item === 'string' ? momentOf(item, startAt) : datedFrom(item, startAt),
    ]),
  )
}
