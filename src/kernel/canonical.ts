/** A JSON value as it crosses a border: no undefined, no dates, no class instances. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * Canonical JSON (RFC 8785 for the values we allow): keys sorted by UTF-16 code units, no white space.
 * Numbers must be finite; `undefined` members are dropped so that optional fields need no cleaning.
 * @throws TypeError on a value that JSON cannot hold (NaN, a function, a bigint)
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>)
  throw new TypeError(`canonical JSON cannot hold a ${typeof value}`)
}

function canonicalObject(value: Record<string, unknown>): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${text}}`
}
