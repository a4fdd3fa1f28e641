import { readFileSync } from 'node:fs'
import { etagOf } from './cache.ts'

const body = readFileSync(new URL('./html/style.css', import.meta.url), 'utf8')

/** The one style sheet of the front. */
export const STYLE = { body, etag: etagOf(body) } as const

/** A new style sheet has a new address. */
export const STYLE_AT = `/contest/style.css?v=${STYLE.etag.slice(1, 11)}`
