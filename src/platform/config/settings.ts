import { z } from 'zod'
import { EngineSettings } from '../engine/index.ts'

const whole = (min: number, max: number, fallback: number, sentence: string) =>
  z.number().int().min(min).max(max).default(fallback).describe(sentence)

const section = <S extends z.ZodRawShape>(sentence: string, shape: S) =>
  z
    .strictObject(shape)
    .prefault({} as never)
    .describe(sentence)

const session = section('Sign-in sessions.', {
  idleMinutes: whole(1, 1440, 30, 'Minutes without a request after which a session ends.'),
  absoluteHours: whole(1, 168, 12, 'Hours after which a session ends however busy it is.'),
})

const engine = EngineSettings.extend({
  memoryMib: whole(64, 1_048_576, 2048, 'Hard memory limit of one query, in MiB.'),
  timeSeconds: whole(1, 86_400, 60, 'Hard time limit of one query, in seconds.'),
  maxRows: whole(1, 1_000_000, 10_000, 'Most rows that one query may give back.'),
})
  .prefault({})
  .describe('The compute engine: one DuckDB child process for each piece of work.')

const imports = section('Landing of data files.', {
  dropFolders: z
    .array(z.string().startsWith('/'))
    .default([])
    .describe('Folders (absolute paths) from which data officers may import; none means by upload only.'),
  maxLineBytes: whole(
    1024,
    1_073_741_824,
    1_048_576,
    'Longest line of a file, in bytes; a longer one is an error.',
  ),
  maxUnpackedBytes: whole(
    1024,
    1_099_511_627_776 * 8,
    137_438_953_472,
    'Most bytes that a packed file (gzip, zip, xlsx) may unfold to.',
  ),
  maxUnpackRatio: whole(2, 100_000, 200, 'Most bytes that one packed byte may unfold to, from 64 MiB on.'),
  maxUploadBytes: whole(1024, 1_099_511_627_776, 2_147_483_648, 'Largest uploaded file, in bytes.'),
})

const sources = section('Sources that the bodies of the space connect: databases and services.', {
  allowedHosts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Hosts (names, `*.domain`, addresses, folders of sockets) that sources may be at; none means any but this machine.',
    ),
  timeZone: z
    .string()
    .refine((zone) => isTimeZone(zone), 'must be a time zone such as Asia/Shanghai')
    .default('Asia/Shanghai')
    .describe('Time zone of the hours that daily schedules name.'),
})

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const products = section('What a product needs before it is published.', {
  assessment: z
    .enum(['required', 'optional'])
    .default('required')
    .describe('Whether personal data need the record of an impact assessment; optional is for tests.'),
})

const flow = section('Contracts between bodies.', {
  filing: z
    .enum(['automatic', 'manual'])
    .default('automatic')
    .describe('Who files a signed contract: the system after its checks, or data officers of the operator.'),
  approversLow: whole(1, 5, 1, 'People of the provider who agree to a request of low risk.'),
  approversMedium: whole(1, 5, 1, 'People of the provider who agree to a request of medium risk.'),
  approversHigh: whole(1, 5, 2, 'People of the provider who agree to a request of high risk.'),
  deniedPerDay: whole(
    0,
    1_000_000,
    1000,
    'Denied uses within a day after which a contract ends by rule; 0 means never.',
  ),
})

const use = section('Use of data under contracts.', {
  terminalHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
    .nullable()
    .default(null)
    .describe(
      'Request header in which a gateway in front names the registered terminal; null believes none. The gateway must strip it from outside.',
    ),
})

const gate = section('What queries may take out of the domain over the life of a project.', {
  history: z
    .boolean()
    .default(true)
    .describe(
      'Whether released values are remembered with the persons they rest on; without it differencing works.',
    ),
  maxExposure: z
    .number()
    .min(0.01)
    .max(1000)
    .default(4)
    .describe(
      'Exposure of one person (sum of 1 / size over released groups that hold the person) at which a project is closed.',
    ),
  maxCells: whole(1, 10_000_000, 50_000, 'Released cells that a project may keep before it is closed.'),
  timeGridMs: whole(
    0,
    60_000,
    100,
    'Answers leave on a grid of so many ms, so that time tells little; 0 is off.',
  ),
  institutions: z
    .array(z.string().min(1))
    .default(['fixmedins_code'])
    .describe('Columns that tell the institution, where a contract asks for groups of several institutions.'),
})

const evidence = section('The evidence log.', {
  checkpointEveryMs: whole(
    10,
    3_600_000,
    1000,
    'Milliseconds between signed checkpoints while entries come in.',
  ),
})

const demo = section('The demo space that the first start makes in an empty data folder.', {
  persons: whole(100, 100_000_000, 100_000, 'Number of synthetic insured persons.'),
  seed: whole(0, 4_294_967_295, 20_260_101, 'Seed of the generator: the same seed gives the same persons.'),
})

/** Every setting, with its default and the sentence that explains it. An unknown key is an error. */
export const Config = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; the demo is served on loopback only.'),
  port: whole(0, 65_535, 8080, 'Port to listen on; 0 takes any free one.'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .nullable()
    .default(null)
    .describe(
      'PostgreSQL 15 or later, such as postgresql://user:password@host/xinyu; null starts an own one.',
    ),
  poolSize: whole(2, 500, 10, 'Most connections to the database held by the server.'),
  logLevel: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least severity that is logged.'),
  trustedProxies: z
    .array(z.string())
    .default([])
    .describe('Addresses or networks whose X-Forwarded-For is believed, such as 10.0.0.0/8.'),
  bodyLimitBytes: whole(
    1024,
    104_857_600,
    1_048_576,
    'Largest request body, in bytes; uploads have their own limit.',
  ),
  ratePerMinute: whole(1, 1_000_000, 600, 'Requests per minute and client address.'),
  realData: z.string().default('../shared/data').describe('Folder with real input for tests and stories.'),
  session,
  engine,
  imports,
  sources,
  evidence,
  flow,
  use,
  gate,
  products,
  demo,
})

export type Config = z.output<typeof Config>
