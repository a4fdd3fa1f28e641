import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Batch, Cell, Hosts, ReadWork, SourceTable } from '../source.ts'
import { systemClock, systemRandom } from '../../../../kernel/index.ts'
import { httpDriver } from './http.ts'
import { HttpSettings } from './model.ts'
import { type TestService, testService } from './service.fixture.ts'

const hosts: Hosts = { allowedHosts: [], allowLoopback: true, resolve: async (host) => host }
const config = { sources: { timeZone: 'Asia/Shanghai' } }
const http = httpDriver(hosts, { clock: systemClock, random: systemRandom, config })
const signal = new AbortController().signal
const ROWS = Array.from({ length: 25 }, (_, i) => {
  const at = `2026-01-05 09:${String(i).padStart(2, '0')}:00`
  return `{"id": "S${String(i).padStart(3, '0')}", "amt": ${i}.50, "updt_time": "${at}"}`
})

let service: TestService
beforeEach(async () => {
  service = await testService(ROWS)
})
afterEach(() => service.close())

type Change = Partial<Record<keyof HttpSettings, unknown>> & { path?: string; total?: string }

const settingsOf = ({ path = '/list', total, ...change }: Change = {}): HttpSettings =>
  HttpSettings.parse({
    baseUrl: service.origin,
    paging: { kind: 'page', size: 10 },
    retryBaseMs: 1,
    tables: [
      {
        name: 'setl_d',
        path,
        rows: '/data/rows',
        total: total ?? null,
        key: ['id'],
        watermark: { column: 'updt_time', param: 'since' },
      },
    ],
    ...change,
  })

interface ReadResult {
  readonly rows: Cell[][]
  readonly batches: Batch[]
}

async function read(change: Change = {}, work: Partial<ReadWork> = {}, secret = {}): Promise<ReadResult> {
  const connection = await http.open(settingsOf(change), secret, signal, hosts)
  try {
    const [table] = await connection.tables()
    service.asked.length = 0
    const batches: Batch[] = []
    const given = { table: table!, mode: 'snapshot', watermark: null, after: null, signal, ...work } as const
    for await (const batch of connection.read(given)) batches.push(batch)
    return { batches, rows: batches.flatMap(({ rows }) => rows.map((row) => [...row])) }
  } finally {
    await connection.close()
  }
}

const expected = ROWS.map((_, i) => [
  `S${String(i).padStart(3, '0')}`,
  `${i}.50`,
  `2026-01-05 09:${String(i).padStart(2, '0')}:00`,
])
const TABLE: SourceTable = {
  name: 'setl_d',
  columns: [
    { name: 'id', type: 'json' },
    { name: 'amt', type: 'json' },
    { name: 'updt_time', type: 'json' },
  ],
  key: ['id'],
  watermarks: ['updt_time'],
  rowsApprox: null,
}

describe('paging', () => {
  const ways = [
    ['by page number', { kind: 'page', size: 10 }],
    ['by page number from 1 that the service caps', { kind: 'page', size: 500 }, 7],
    ['by offset', { kind: 'offset', size: 10 }],
    ['by cursor', { kind: 'cursor', size: 10, sizeParam: 'size' }],
    ['by link', { kind: 'link', pointer: '/nextLink' }, 10],
    ['on one page', { kind: 'none' }],
  ] as const
  test.each(ways)('%s gives every row once, numbers as they are written', async (...[, paging, cap]) => {
    service.cap = cap ?? 1_000
    expect((await read({ paging })).rows).toEqual(expected)
    expect(
      (await read({ paging, method: 'POST', ...(paging.kind === 'link' ? { method: 'GET' } : {}) })).rows,
    ).toEqual(expected)
  })

  test('a last page that is given again for every number behind it is the end', async () => {
    service.wraps = true
    expect((await read()).rows).toEqual(expected)
  })

  test('the same page for every number is noticed', async () => {
    service.stuck = true
    await expect(read()).rejects.toMatchObject({ code: 'SERVICE_PAGE_REPEATED' })
  })

  test('a list that shrinks while it is read is noticed', async () => {
    service.withTotal = true
    const connection = await http.open(settingsOf({ total: '/total' }), {}, signal, hosts)
    const pages = connection.read({ table: TABLE, mode: 'snapshot', watermark: null, after: null, signal })
    const iterator = pages[Symbol.asyncIterator]()
    await iterator.next()
    service.rows.shift()
    await expect(iterator.next()).rejects.toMatchObject({ code: 'SERVICE_CHANGED' })
    await connection.close()
  })

  test('a row that is inserted before what was read is noticed, because another comes twice', async () => {
    const connection = await http.open(settingsOf(), {}, signal, hosts)
    const pages = connection.read({ table: TABLE, mode: 'snapshot', watermark: null, after: null, signal })
    const iterator = pages[Symbol.asyncIterator]()
    await iterator.next()
    service.rows.unshift(ROWS[0]!.replace('S000', 'S900'))
    await expect(iterator.next()).rejects.toMatchObject({ code: 'SERVICE_CHANGED' })
    await connection.close()
  })

  test.each(['page', 'offset'] as const)(
    'by %s: a row that goes from a page that was read is noticed, though none comes twice and one comes anew',
    async (kind) => {
      const connection = await http.open(settingsOf({ paging: { kind, size: 10 } }), {}, signal, hosts)
      const pages = connection.read({ table: TABLE, mode: 'snapshot', watermark: null, after: null, signal })
      const iterator = pages[Symbol.asyncIterator]()
      // The second page is held until the third was seen, without the row that has moved to the second.
      await iterator.next()
      service.rows.splice(3, 1)
      service.rows.push(ROWS[0]!.replace('S000', 'S900'))
      await expect(iterator.next()).rejects.toMatchObject({ code: 'SERVICE_CHANGED' })
      await connection.close()
    },
  )

  test('an empty list ends with a place for the next increment', async () => {
    service.rows = []
    const { rows, batches } = await read({}, { table: TABLE })
    expect([rows, batches.length]).toEqual([[], 1])
  })
})

describe('after a kill', () => {
  test.each(['page', 'offset', 'cursor', 'link'] as const)(
    'reading by %s goes on after each batch',
    async (kind) => {
      service.cap = 4
      const paging = { kind, ...(kind === 'link' ? { pointer: '/nextLink' } : { size: 4 }) }
      const whole = await read({ paging })
      for (const [i, { cursor }] of whole.batches.entries()) {
        const rest = await read({ paging }, { after: cursor })
        expect(rest.rows, `after batch ${i}`).toEqual(expected.slice((i + 1) * 4))
      }
    },
  )

  test('a page that is another one by then is noticed', async () => {
    const { batches } = await read()
    service.rows.splice(3, 1)
    await expect(read({}, { after: batches[0]!.cursor })).rejects.toMatchObject({ code: 'SERVICE_CHANGED' })
  })
})

describe('what changed', () => {
  const watermark = 'updt_time'
  test('is asked for from the last watermark, less the overlap', async () => {
    const { batches } = await read({}, { watermark })
    service.rows.push('{"id": "S999", "amt": 1, "updt_time": "2026-01-05 10:00:00"}')
    const after = batches.at(-1)!.cursor
    const next = await read({}, { mode: 'increment', watermark, after, overlap: 60 })
    expect(service.asked[0]!.searchParams.get('since')).toBe('2026-01-05 09:23:00')
    expect(next.rows.map(([id]) => id)).toEqual(['S023', 'S024', 'S999'])
  })

  test('while it was read is asked for again', async () => {
    service.rows.push('{"id": "S999", "amt": 1, "updt_time": "2999-01-01 00:00:00"}')
    const { batches } = await read({}, { watermark })
    const again = await read({}, { mode: 'increment', watermark, after: batches.at(-1)!.cursor })
    expect(service.asked[0]!.searchParams.get('since')).toBe('2026-01-05 09:24:00')
    expect(again.rows.map(([id]) => id)).toEqual(['S024', 'S999'])
  })

  test('cannot be asked for where no parameter is named', async () => {
    const tables = [{ name: 'setl_d', path: '/list', rows: '/data/rows', key: ['id'] }]
    await expect(read({ tables }, { mode: 'increment', watermark })).rejects.toMatchObject({
      code: 'SERVICE_NO_WATERMARK',
    })
  })
})

describe('trouble on the way', () => {
  test('429, 500, cut answers and slow ones are asked again', async () => {
    const busy = { kind: 'status', status: 429, retryAfter: '0' } as const
    service.troubles = [
      null,
      busy,
      { kind: 'status', status: 500 },
      { kind: 'cut' },
      null,
      { kind: 'cut-open' },
    ]
    expect((await read()).rows).toEqual(expected)
    service.troubles = [null, { kind: 'slow', ms: 1_500 }]
    expect((await read({ timeoutSeconds: 1 })).rows).toEqual(expected)
  })

  test('Retry-After is honoured', async () => {
    service.troubles = [null, { kind: 'status', status: 503, retryAfter: '1' }]
    const began = performance.now()
    await read()
    expect(performance.now() - began).toBeGreaterThan(990)
  })

  test('what stays broken is told after the last try', async () => {
    service.troubles = Array.from({ length: 4 }, () => ({ kind: 'status', status: 500 }))
    const failed = read({ retries: 2 })
    await expect(failed).rejects.toMatchObject({
      code: 'SERVICE_STATUS',
      params: { status: 500, attempts: 3 },
    })
  })

  test('a token that ends on the way is renewed; a wrong secret is told', async () => {
    service.tokenUses = 2
    const access = { kind: 'client-credentials', tokenUrl: `${service.origin}/token` }
    const secret = { clientId: 'hospital', clientSecret: 's3cret' }
    expect((await read({ access, path: '/secure' }, {}, secret)).rows).toEqual(expected)
    expect(service.tokens).toBe(4)
    const wrong = { ...secret, clientSecret: 'other' }
    await expect(read({ access, path: '/secure' }, {}, wrong)).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    })
  })

  test('an API key goes into its header; without one the service refuses', async () => {
    const access = { kind: 'api-key' }
    expect((await read({ access, path: '/key' }, {}, { token: 'k1' })).rows).toEqual(expected)
    await expect(read({ path: '/key' })).rejects.toMatchObject({ code: 'SOURCE_REFUSED' })
    await expect(read({ access, path: '/key' }, {}, { token: 'k1\r\nx: y' })).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    })
  })

  test('a redirect to another host is refused, on the same host it is followed', async () => {
    service.troubles = [{ kind: 'redirect', to: 'http://127.0.0.2:1/list' }]
    await expect(read()).rejects.toMatchObject({ code: 'SERVICE_REDIRECT' })
    service.troubles = [{ kind: 'redirect', to: '/list?page=1&size=10' }]
    expect((await read()).rows).toEqual(expected)
  })

  test('an answer over the limit is not read to its end', async () => {
    await expect(read({ maxAnswerBytes: 1_024, paging: { kind: 'none' } })).rejects.toMatchObject({
      code: 'SERVICE_TOO_LARGE',
    })
  })

  test.each([
    ['no JSON', '<html>]', 'SERVICE_NOT_JSON'],
    ['no rows', '{"data": {}}', 'SERVICE_NO_ROWS'],
    ['a row that is no object', '{"data": {"rows": [1]}}', 'SERVICE_ROW_NESTED'],
    [
      'nested values',
      '{"data": {"rows": [{"id": "1", "updt_time": null, "amt": {"a": 1}}]}}',
      'SERVICE_ROW_NESTED',
    ],
    ['a new field', '{"data": {"rows": [{"id": "1", "more": 1}]}}', 'SERVICE_FIELD_NEW'],
  ])('%s is told by name', async (_, text, code) => {
    service.troubles = [null, { kind: 'text', text }]
    await expect(read({ paging: { kind: 'none' } }, { table: TABLE })).rejects.toMatchObject({ code })
  })

  test('a key that no row has is told when the tables are looked at', async () => {
    const tables = [{ name: 'setl_d', path: '/list', rows: '/data/rows', key: ['setl_id'] }]
    await expect(read({ tables })).rejects.toMatchObject({ code: 'SERVICE_FIELD_MISSING' })
  })

  test('aborting ends the waiting', async () => {
    const stop = new AbortController()
    service.troubles = [null, { kind: 'slow', ms: 5_000 }]
    setTimeout(() => stop.abort(), 100)
    const began = performance.now()
    await expect(read({}, { signal: stop.signal })).rejects.toThrow()
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
