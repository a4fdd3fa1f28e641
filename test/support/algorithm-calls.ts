import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { globSync } from 'node:fs'

const ROOT = join(import.meta.dirname, '../..')

/** What of `node:crypto` is no algorithm, or compares and draws only. */
const HARMLESS = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFillSync',
  'timingSafeEqual',
  'X509Certificate',
  'KeyObject',
  'createPublicKey',
  'createPrivateKey',
  'createSecretKey',
  'constants',
])

/** A file and one way in which it reaches an algorithm past the suite. */
export interface Call {
  readonly file: string
  readonly what: string
}

const NODE = /import\s+(type\s+)?(?:\{([^}]*)\}|(\*\s+as\s+\w+|\w+))\s+from\s+'(?:node:)?crypto'/g
const LIBRARY =
  /(?<!import type [^'"]*)(?:from\s+|import\s*\(\s*|import\s+|require\(\s*)['"](@noble\/(?:hashes|curves|ciphers)[^'"]*|sm-crypto[^'"]*|@peculiar\/(?:webcrypto|x509)[^'"]*|otpauth|@simplewebauthn\/server|jose|node-forge|bcrypt[^'"]*)['"]/g
const DYNAMIC = /(?:import|require|getBuiltinModule)\(\s*['"](?:node:)?crypto['"]\s*\)/g
const SUBTLE = /\bcrypto\??\.subtle\b|\bwebcrypto\b/g
/** Within the text of a query: a digest that the engine or PostgreSQL counts. */
const SQL = /\b(?:[Ss][Hh][Aa](?:1|224|256|384|512)|[Mm][Dd]5(?:_number\w*)?|hmac|crypt|digest|pgp_\w+)\(/g
/** `hash.digest()`, a method or function of our own, is no SQL. */
const OWN = /[.\w]$|\bfunction\s+$/

/** Every call in a text of TypeScript; comments are left out. */
export function callsIn(file: string, source: string): Call[] {
  const text = source.replaceAll(/^\s*\/\*[\s\S]*?\*\//gm, '').replaceAll(/(^|\s)\/\/[^\n]*/g, '$1')
  const calls: Call[] = []
  for (const [, typeOnly, names, whole] of text.matchAll(NODE)) {
    if (typeOnly) continue
    if (whole) calls.push({ file, what: `node:crypto ${whole}` })
    for (const name of (names ?? '').split(',').map((one) => one.trim().split(/\s+as\s+/)[0]!)) {
      if (name !== '' && !name.startsWith('type ') && !HARMLESS.has(name)) calls.push({ file, what: name })
    }
  }
  for (const [, library] of text.matchAll(LIBRARY)) calls.push({ file, what: library! })
  for (const [found] of text.matchAll(DYNAMIC)) calls.push({ file, what: found })
  for (const [found] of text.matchAll(SUBTLE)) calls.push({ file, what: found })
  for (const found of text.matchAll(SQL)) {
    const before = text.slice(Math.max(0, found.index - 40), found.index)
    if (!OWN.test(before) && insideText(text, found.index)) calls.push({ file, what: `SQL ${found[0]}` })
  }
  return calls
}

/** Whether a place lies in a quoted text of its line, or in a template of several lines. */
function insideText(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at)
  const open = (mark: string) => line.split(mark).length % 2 === 0
  return open("'") || open('"') || text.slice(0, at).split('`').length % 2 === 0
}

/** Every call of the program and the portal; tests may count by whatever they like. */
export async function allCalls(): Promise<Call[]> {
  const files = globSync('{src,web/src}/**/*.{ts,tsx}', { cwd: ROOT }).filter(
    (file) => !/\.(test|fixture)\.tsx?$|\/(testing|corpus|fixtures)\//.test(file),
  )
  const calls = await Promise.all(
    files.map(async (file) => callsIn(file, await readFile(join(ROOT, file), 'utf8'))),
  )
  return calls.flat()
}
