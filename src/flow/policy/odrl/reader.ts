import { XinyuError } from '../../../kernel/errors/index.ts'

/** What may stand at a place, as an example that every language reads. */
const form = (path: string, expected: string): XinyuError => new XinyuError('POLICY_FORM', { path, expected })
const SHOWN = 80

/** One JSON object of a document, read field by field; what nobody read is refused by name. */
export class Reader {
  readonly path: string
  readonly #object: Readonly<Record<string, unknown>>
  readonly #known: readonly string[]

  /** @throws XinyuError POLICY_FORM, POLICY_EXCLUSIVE, POLICY_UNKNOWN_TERM */
  constructor(value: unknown, path: string, known: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw form(path, '{ … }')
    this.path = path
    this.#object = value as Record<string, unknown>
    this.#known = known
    refuseBoth(this.#object, path)
    for (const key of Object.keys(this.#object)) if (!known.includes(key)) throw unknownTerm(path, key, known)
  }

  /** Is the field there? */
  has(key: string): boolean {
    return Object.hasOwn(this.#object, key)
  }

  /** The raw value of a field that may be missing. */
  raw(key: string): unknown {
    if (!this.#known.includes(key)) throw new TypeError(`${key} is not declared`)
    return this.has(key) ? this.#object[key] : undefined
  }

  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`
  }

  /** @throws XinyuError POLICY_INCOMPLETE, POLICY_FORM */
  text(key: string): string {
    return textOf(this.#must(key), this.at(key))
  }

  /** One of the words. @throws XinyuError POLICY_INCOMPLETE, POLICY_FORM, POLICY_UNKNOWN_TERM */
  word<const T extends string>(key: string, words: readonly T[]): T {
    return wordOf(this.#must(key), this.at(key), words)
  }

  /** A whole number written as text. @throws XinyuError POLICY_INCOMPLETE, POLICY_FORM */
  whole(key: string): number {
    const text = this.text(key)
    if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw form(this.at(key), '"10"')
    return Number(text)
  }

  /** @throws XinyuError POLICY_INCOMPLETE, POLICY_FORM */
  flag(key: string): boolean {
    const value = this.#must(key)
    if (typeof value !== 'boolean') throw form(this.at(key), 'true / false')
    return value
  }

  /** A list; one thing alone is a list of one (JSON-LD compacts it so); none when the field is missing. */
  list(key: string): { readonly value: unknown; readonly path: string }[] {
    const value = this.raw(key)
    if (value === undefined) return []
    if (value === null) throw form(this.at(key), '[ … ]')
    if (!Array.isArray(value)) return [{ value, path: this.at(key) }]
    return value.map((one: unknown, place) => ({ value: one, path: `${this.at(key)}[${place}]` }))
  }

  #must(key: string): unknown {
    const value = this.raw(key)
    if (value === undefined) throw new XinyuError('POLICY_INCOMPLETE', { field: this.at(key) })
    return value
  }
}

/** @throws XinyuError POLICY_FORM: a number, a flag, an object where a text belongs */
export function textOf(value: unknown, path: string): string {
  if (typeof value !== 'string') throw form(path, '"…"')
  if (value.length > 2_000) throw form(path, '"…" (≤ 2000)')
  return value
}

/** @throws XinyuError POLICY_FORM, POLICY_UNKNOWN_TERM */
export function wordOf<const T extends string>(value: unknown, path: string, words: readonly T[]): T {
  const text = textOf(value, path)
  const known = words.find((word) => word === text)
  if (known === undefined) throw unknownTerm(path, text, words)
  return known
}

/** @throws XinyuError POLICY_FORM */
export function instantOf(text: string, path: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (Number.isNaN(at)) throw form(path, '"2026-12-31T15:59:59.999Z"')
  return at
}

/** @throws XinyuError POLICY_FORM */
export function uuidOf(text: string, path: string): string {
  const found = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(text)
  if (!found) throw form(path, '"urn:uuid:…"')
  return found[1]!.toLowerCase()
}

function unknownTerm(path: string, term: string, known: readonly string[]): XinyuError {
  return new XinyuError('POLICY_UNKNOWN_TERM', {
    path: path === '' ? 'policy' : path,
    term: term.slice(0, SHOWN),
    known: known.join(', '),
  })
}

/** Fields of ODRL and JSON-LD that say the same thing in two ways: whoever writes both leaves open which holds. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['rightOperand', 'rightOperandReference'],
  ['@id', 'uid'],
  ['@id', 'id'],
  ['@type', 'type'],
  ['duty', 'remedy'],
  ['duty', 'obligations'],
  ['remedy', 'consequence'],
  ['permission', 'permissions'],
  ['constraint', 'refinement'],
]

function refuseBoth(object: Readonly<Record<string, unknown>>, path: string): void {
  const both = EXCLUSIVE.find(([a, b]) => Object.hasOwn(object, a) && Object.hasOwn(object, b))
  if (both) throw new XinyuError('POLICY_EXCLUSIVE', { path: path || 'policy', a: both[0], b: both[1] })
}
