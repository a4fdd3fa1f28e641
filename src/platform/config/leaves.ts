import { z } from 'zod'
import { Config } from './settings.ts'

/** One setting, as the file, the environment and the handbook see it. */
export interface Leaf {
  /** `['session', 'idleMinutes']`. */
  readonly path: readonly string[]
  /** `XINYU_SESSION_IDLE_MINUTES`, and the short name where there is one. */
  readonly env: readonly string[]
  readonly kind: 'number' | 'flag' | 'text' | 'list'
  readonly fallback: unknown
  readonly sentence: string
}

export interface Section {
  readonly name: string | null
  readonly sentence: string
  readonly leaves: readonly Leaf[]
}

const SHORT: Readonly<Record<string, string>> = { host: 'HOST', port: 'PORT', databaseUrl: 'DATABASE_URL' }

/** The settings in the order of the file: first those without a section. */
export function sections(): Section[] {
  const entries = Object.entries(Config.shape) as [string, z.ZodType][]
  const nested = entries.filter(([, schema]) => shapeOf(schema))
  const top = entries.filter(([, schema]) => !shapeOf(schema))
  return [
    { name: null, sentence: '', leaves: top.map(([name, schema]) => leafOf([name], schema)) },
    ...nested.map(([name, schema]) => ({
      name,
      sentence: schema.description ?? '',
      leaves: Object.entries(shapeOf(schema)!).map(([key, leaf]) => leafOf([name, key], leaf)),
    })),
  ]
}

export const leaves = (): Leaf[] => sections().flatMap((section) => section.leaves)

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> | null {
  if (schema instanceof z.ZodPrefault) return shapeOf(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodObject ? schema.shape : null
}

function leafOf(path: string[], schema: z.ZodType): Leaf {
  const inner = innermost(schema)
  const long = `XINYU_${path.map((word) => word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('_')}`
  const short = SHORT[path.join('.')]
  return {
    path,
    env: short ? [short, long] : [long],
    kind: kindOf(inner),
    fallback: schema.parse(undefined),
    sentence: schema.description ?? '',
  }
}

function kindOf(inner: z.ZodType): Leaf['kind'] {
  if (inner instanceof z.ZodNumber) return 'number'
  if (inner instanceof z.ZodBoolean) return 'flag'
  return inner instanceof z.ZodArray ? 'list' : 'text'
}

const innermost = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? innermost(schema.unwrap() as z.ZodType)
    : schema
