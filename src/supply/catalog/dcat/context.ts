import { XinyuError } from '../../../kernel/errors/index.ts'

/**
 * The part of JSON-LD 1.1 contexts that catalogues use: prefixes, terms with @id, @type, @language and @container,
 * @vocab, @base, aliases of keywords. Contexts are never fetched; anything else is refused by name.
 */
export interface Context {
  readonly base: string | null
  readonly vocab: string | null
  readonly language: string | null
  readonly terms: ReadonlyMap<string, Term>
}

export interface Term {
  /** Null: said to mean nothing. */
  readonly iri: string | null
  readonly type: string | null
  readonly language: string | null
  readonly container: '@set' | '@list' | '@language' | null
}

export const NO_CONTEXT: Context = { base: null, vocab: null, language: null, terms: new Map() }

const KEYWORDS = new Set(['@base', '@vocab', '@language', '@version', '@protected'])
const TERM_KEYS = new Set(['@id', '@type', '@language', '@container', '@prefix', '@protected'])
const CONTAINERS = new Set(['@set', '@list', '@language'])

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const pointTo = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** @throws XinyuError DCAT_FEATURE */
export function refuse(feature: string, pointer: string): never {
  throw new XinyuError('DCAT_FEATURE', { feature: feature.slice(0, 100), pointer: pointer || '/' })
}

/** The context that holds inside of a node that brings `local`. @throws XinyuError DCAT_CONTEXT_UNKNOWN, DCAT_FEATURE */
export function contextWith(context: Context, local: unknown, pointer: string): Context {
  if (local === null) return NO_CONTEXT
  if (Array.isArray(local))
    return local.reduce<Context>(
      (held, one: unknown, at) => contextWith(held, one, pointTo(pointer, at)),
      context,
    )
  if (typeof local === 'string')
    throw new XinyuError('DCAT_CONTEXT_UNKNOWN', { context: local.slice(0, 200) })
  if (!isObject(local)) return refuse('@context', pointer)
  for (const key of Object.keys(local))
    if (key.startsWith('@') && !KEYWORDS.has(key)) refuse(key, pointTo(pointer, key))
  const held: Context = {
    base: '@base' in local ? textOrNull(local['@base'], pointTo(pointer, '@base')) : context.base,
    vocab: '@vocab' in local ? textOrNull(local['@vocab'], pointTo(pointer, '@vocab')) : context.vocab,
    language:
      '@language' in local ? textOrNull(local['@language'], pointTo(pointer, '@language')) : context.language,
    terms: context.terms,
  }
  const terms = new Map(context.terms)
  const open = new Set<string>()
  const define = (name: string): void => {
    if (!Object.hasOwn(local, name) || name.startsWith('@') || terms.get(name) !== context.terms.get(name))
      return
    if (open.has(name)) refuse(`@context: ${name}`, pointTo(pointer, name))
    open.add(name)
    const resolve = (text: string): string | null => {
      const prefix = text.split(':', 1)[0]!
      define(prefix === text ? text : prefix)
      return nameOf(text, { ...held, terms })
    }
    terms.set(name, termOf(name, local[name], resolve, pointTo(pointer, name)))
  }
  for (const name of Object.keys(local)) define(name)
  return { ...held, terms }
}

function termOf(
  name: string,
  value: unknown,
  resolve: (text: string) => string | null,
  pointer: string,
): Term {
  const plain = { type: null, language: null, container: null }
  if (value === null) return { iri: null, ...plain }
  if (typeof value === 'string') return { iri: value === name ? value : resolve(value), ...plain }
  if (!isObject(value)) return refuse('@context', pointer)
  for (const key of Object.keys(value)) if (!TERM_KEYS.has(key)) refuse(key, pointTo(pointer, key))
  const id = textOrNull(value['@id'] ?? null, pointTo(pointer, '@id'))
  const type = textOrNull(value['@type'] ?? null, pointTo(pointer, '@type'))
  const container = value['@container'] ?? null
  const kinds = Array.isArray(container) ? (container as unknown[]) : [container]
  const kind = kinds.find((one) => one !== '@set') ?? kinds[0] ?? null
  if (kind !== null && (typeof kind !== 'string' || !CONTAINERS.has(kind)))
    refuse(`@container: ${JSON.stringify(kind)}`, pointer)
  return {
    iri: id === null || id === name ? absolute(name, resolve) : resolve(id),
    type: type === null || type.startsWith('@') ? type : resolve(type),
    language: textOrNull(value['@language'] ?? null, pointTo(pointer, '@language')),
    container: kind as Term['container'],
  }
}

/** A term that only says how its values are read: its own name is its meaning. */
function absolute(name: string, resolve: (text: string) => string | null): string | null {
  const colon = name.indexOf(':')
  if (colon < 0) return name
  const prefix = resolve(name.slice(0, colon))
  return prefix !== null && /[/#:]$/.test(prefix) ? `${prefix}${name.slice(colon + 1)}` : name
}

/** What a property, a type or a term means: keyword, full name, or null where it means nothing. */
export function nameOf(text: string, context: Context): string | null {
  if (text.startsWith('@')) return text
  const term = context.terms.get(text)
  if (term) return term.iri
  const colon = text.indexOf(':')
  if (colon > 0) return prefixed(text, colon, context)
  return context.vocab === null ? null : `${context.vocab}${text}`
}

/** What `@id` means: full name, blank node, or resolved against @base; unchanged where there is none. */
export function iriOf(text: string, context: Context): string {
  const colon = text.indexOf(':')
  if (colon > 0 && !/[/?#]/.test(text.slice(0, colon))) return prefixed(text, colon, context)
  if (context.base === null) return text
  try {
    return new URL(text, context.base).href
  } catch {
    return text
  }
}

function prefixed(text: string, colon: number, context: Context): string {
  const [prefix, rest] = [text.slice(0, colon), text.slice(colon + 1)]
  if (prefix === '_' || rest.startsWith('//')) return text
  const term = context.terms.get(prefix)
  return term?.iri ? `${term.iri}${rest}` : text
}

function textOrNull(value: unknown, pointer: string): string | null {
  if (value === null || typeof value === 'string') return value
  return refuse('@context', pointer)
}
