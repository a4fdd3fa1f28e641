import { z } from 'zod'

const Pointer = z.string().regex(/^(\/[^/]*)*$/, 'must be a JSON pointer such as /data/rows')
const Name = z.string().min(1).max(128)
/** A header or parameter name: what RFC 9110 §5.6.2 calls a token. */
const Param = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/)
const Column = z.string().min(1).max(128)
const size = z.int().min(1).max(10_000).default(500)

/** How a service hands out a long list. */
export const Paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    param: Param.default('page'),
    sizeParam: Param.nullable().default('size'),
    size,
    first: z.int().min(0).max(1).default(1),
  }),
  z.strictObject({
    kind: z.literal('offset'),
    param: Param.default('offset'),
    sizeParam: Param.nullable().default('limit'),
    size,
  }),
  z.strictObject({
    kind: z.literal('cursor'),
    param: Param.default('cursor'),
    /** Where the answer holds the next cursor; absent, null or empty there: the end. */
    pointer: Pointer.default('/next'),
    sizeParam: Param.nullable().default(null),
    size,
  }),
  z.strictObject({ kind: z.literal('link'), pointer: Pointer.default('/next') }),
])
export type Paging = z.output<typeof Paging>

/** How we say who we are. The secret part is in `HttpSecret`. */
export const Access = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({ kind: z.literal('api-key'), header: Param.default('X-API-Key') }),
  z.strictObject({
    kind: z.literal('client-credentials'),
    tokenUrl: z.url({ protocol: /^https?$/ }),
    scope: z.string().max(400).default(''),
  }),
])
export type Access = z.output<typeof Access>

export const HttpTable = z.strictObject({
  name: Name,
  /** Below the base address. */
  path: z.string().max(1_000).default(''),
  /** Parameters that are always sent, such as an order by the key. */
  params: z.record(Param, z.string().max(1_000)).default({}),
  rows: Pointer.default(''),
  /** Where the answer says how many rows there are in all. */
  total: Pointer.nullable().default(null),
  key: z.array(Column).max(20).default([]),
  /** Left empty: taken from the first page. */
  columns: z.array(Column).max(1_000).default([]),
  /** Rows changed at or after a value: the column that says when, and the parameter that asks. */
  watermark: z.strictObject({ column: Column, param: Param }).nullable().default(null),
})
export type HttpTable = z.output<typeof HttpTable>

/** A service that answers with JSON over HTTP. */
export const HttpSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).max(1_000),
  /** POST sends parameters as a JSON object instead of in the address. */
  method: z.enum(['GET', 'POST']).default('GET'),
  access: Access.default({ kind: 'none' }),
  paging: Paging.default({ kind: 'none' }),
  tables: z.array(HttpTable).min(1).max(200),
  /** Certificates that sign the service's own, in PEM, where they are not among the usual ones. */
  caPem: z.string().max(100_000).nullable().default(null),
  timeoutSeconds: z.int().min(1).max(600).default(60),
  maxAnswerBytes: z.int().min(1_024).max(268_435_456).default(67_108_864),
  maxPages: z.int().min(1).max(10_000_000).default(1_000_000),
  retries: z.int().min(0).max(12).default(6),
  /** First wait before asking again, in ms; doubled each time. */
  retryBaseMs: z.int().min(1).max(60_000).default(500),
})
export type HttpSettings = z.output<typeof HttpSettings>

/** A token or key, or a client with its secret. */
export const HttpSecret = z.strictObject({
  token: z.string().max(8_192).optional(),
  clientId: z.string().max(1_000).optional(),
  clientSecret: z.string().max(8_192).optional(),
})
export type HttpSecret = z.output<typeof HttpSecret>
