const known = new Map<string, Intl.DateTimeFormat>()

/** A formatter by the clocks of a zone. Kept: making one takes milliseconds, and some stand in every request. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const found = known.get(key) ?? new Intl.DateTimeFormat(locale, options)
  known.set(key, found)
  return found
}
