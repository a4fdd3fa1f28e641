import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Leaf, leaves, sections } from './leaves.ts'
import { nearest } from './nearest.ts'
import { Config } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Names that begin with XINYU_ and are no settings. */
const OTHER_NAMES = ['XINYU_HOME', 'XINYU_LONG_TESTS']

export interface ConfigSources {
  readonly home: string
  readonly env: Environment
  readonly settings?: Readonly<Record<string, unknown>> | undefined
}

/** The data folder: `XINYU_HOME`, else `data` in the working folder. Absolute. */
export const homeOf = (env: Environment): string => resolve(env.XINYU_HOME || 'data')

export const configFile = (home: string): string => join(home, 'xinyu.yaml')

/**
 * Defaults, overlaid by `home`/xinyu.yaml, by the environment, and last by `settings` (a command's flags).
 * @throws XinyuError CONFIG_INVALID (which file or variable, what, why), CONFIG_UNKNOWN_KEY (with the nearest known one)
 */
export function loadConfig({ home, env, settings = {} }: ConfigSources): Config {
  const file = configFile(home)
  const values = existsSync(file) ? readYaml(file) : {}
  check(values, file)
  for (const leaf of leaves()) {
    const name = leaf.env.find((name) => env[name] !== undefined && env[name] !== '')
    if (!name) continue
    put(values, leaf, fromText(leaf, env[name]!))
    check(values, name)
  }
  refuseMisspelt(env)
  for (const leaf of leaves()) {
    const value = leaf.path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      settings,
    )
    if (value !== undefined) put(values, leaf, value)
  }
  check({ ...settings }, 'settings')
  check(values, 'settings')
  return Config.parse(values)
}

/** Writes xinyu.yaml with every setting commented out, if there is none. Returns its path. */
export function writeDefaultConfig(home: string): string {
  const file = configFile(home)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) writeFileSync(file, defaultConfigText(), { mode: 0o600, flag: 'wx' })
  return file
}

/** The commented file: remove a `#` before a line (and before its section) to change the setting. */
export function defaultConfigText(): string {
  const line = (leaf: Leaf, indent: string) =>
    `#${indent} ${leaf.sentence} (${leaf.env.join(' or ')})\n#${indent}${leaf.path.at(-1)}: ${JSON.stringify(leaf.fallback)}\n`
  return sections()
    .map(({ name, sentence, leaves }) =>
      name === null
        ? `# Settings of this space. What is commented out shows the default.\n\n${leaves.map((leaf) => line(leaf, '')).join('\n')}`
        : `\n# ${sentence}\n#${name}:\n${leaves.map((leaf) => line(leaf, '  ')).join('')}`,
    )
    .join('')
}

function readYaml(file: string): Record<string, unknown> {
  const document = parseDocument(readFileSync(file, 'utf8'))
  const fault = document.errors[0]
  if (fault) throw new XinyuError('CONFIG_INVALID', { where: file, why: fault.message })
  const values: unknown = document.toJS() ?? {}
  if (typeof values === 'object' && !Array.isArray(values)) return values as Record<string, unknown>
  throw new XinyuError('CONFIG_INVALID', { where: file, why: 'not a list of settings' })
}

function check(values: Record<string, unknown>, where: string): void {
  const result = Config.safeParse(values)
  const issue = result.error?.issues[0]
  if (!issue) return
  if (issue.code === 'unrecognized_keys') throw unknownKey(issue, where)
  // The value itself is not shown: it may be a password.
  throw new XinyuError('CONFIG_INVALID', { where, why: `${issue.path.join('.')}: ${issue.message}` })
}

function unknownKey(issue: z.core.$ZodIssueUnrecognizedKeys, where: string): XinyuError {
  const key = [...issue.path, issue.keys[0]].join('.')
  return new XinyuError('CONFIG_UNKNOWN_KEY', {
    where,
    key,
    known: nearest(
      key,
      leaves().map(({ path }) => path.join('.')),
    ),
  })
}

/** A misspelt variable would be ignored in silence; one that resembles nothing belongs to somebody else. */
function refuseMisspelt(env: Environment): void {
  const known = leaves().flatMap((leaf) => leaf.env)
  for (const key of Object.keys(env)) {
    if (
      !key.startsWith('XINYU_') ||
      key.startsWith('XINYU_TEST_') ||
      OTHER_NAMES.includes(key) ||
      known.includes(key)
    )
      continue
    const close = nearest(key, known, 3)
    if (close) throw new XinyuError('CONFIG_UNKNOWN_KEY', { where: 'env', key, known: close })
  }
}

function fromText(leaf: Leaf, text: string): unknown {
  if (leaf.kind === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (leaf.kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text
  if (leaf.kind === 'list')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return text
}

function put(values: Record<string, unknown>, leaf: Leaf, value: unknown): void {
  const [first, second] = leaf.path
  if (second === undefined) values[first!] = value
  else values[first!] = { ...(values[first!] as object | undefined), [second]: value }
}
