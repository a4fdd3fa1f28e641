import { systemClock, systemRandom } from '../../../../kernel/index.ts'
import { driverSuite, SUITE_COLUMNS, type SuiteRow } from '../driver-suite.fixture.ts'
import type { Hosts } from '../source.ts'
import { httpDriver } from './http.ts'
import { HttpSettings, type Paging } from './model.ts'
import { testService } from './service.fixture.ts'

const hosts: Hosts = { allowedHosts: [], allowLoopback: true, resolve: async (host) => host }
const config = { sources: { timeZone: 'Asia/Shanghai' } }
const http = httpDriver(hosts, { clock: systemClock, random: systemRandom, config })

/** Numbers as JSON numbers with all their digits, the rest as texts. */
function jsonOf(row: SuiteRow): string {
  const members = SUITE_COLUMNS.map((name, i) => {
    const cell = row[i] ?? null
    const isNumber = name === 'rid' || name === 'amt'
    return `${JSON.stringify(name)}: ${isNumber && cell !== null ? cell : JSON.stringify(cell)}`
  })
  return `{${members.join(', ')}}`
}

for (const paging of [
  { kind: 'page', size: 1_000 },
  { kind: 'offset', size: 1_000 },
  { kind: 'cursor', size: 1_000, sizeParam: 'size' },
] as const satisfies readonly Partial<Paging>[]) {
  driverSuite(`http by ${paging.kind}`, async () => {
    const service = await testService([])
    const rows = new Map<number, string>()
    const show = () => {
      service.rows = [...rows].toSorted(([a], [b]) => a - b).map(([, row]) => row)
    }
    const settings = HttpSettings.parse({
      baseUrl: service.origin,
      paging,
      retryBaseMs: 1,
      tables: [
        {
          name: 'fee_list_d',
          path: '/list',
          rows: '/data/rows',
          key: ['rid'],
          watermark: { column: 'updt_time', param: 'since' },
        },
      ],
    })
    return {
      table: 'fee_list_d',
      connect: (signal = new AbortController().signal) => http.open(settings, {}, signal, hosts),
      put: async (changed) => {
        for (const row of changed) rows.set(Number(row[0]), jsonOf(row))
        show()
      },
      remove: async (rids) => {
        for (const rid of rids) rows.delete(rid)
        show()
      },
      end: () => service.close(),
    }
  })
}
