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

const login = section('Log-in by certificate (UKey).', {
  caFile: z
    .string()
    .startsWith('/')
    .nullable()
    .default(null)
    .describe(
      'File (PEM, absolute path) with the authorities whose certificates let users in; null: no log-in by certificate.',
    ),
  crlFile: z
    .string()
    .startsWith('/')
    .nullable()
    .default(null)
    .describe(
      'File (PEM or DER, absolute path) with the lists of revoked certificates of every issuer, read anew when it changes; without a list in force nobody gets in by certificate. null: revocation is not looked at.',
    ),
  certificateAlone: z
    .boolean()
    .default(false)
    .describe(
      'Whether a certificate stands for the second factor too. Only where every key is in a device with a PIN: the server cannot see that.',
    ),
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
  slack: whole(
    0,
    1000,
    0,
    'Persons more than the minimum group that a row may need, drawn at random for each row and run; 0: the minimum is sharp.',
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

const sandbox = section('Seats, the closed places in which teams work on the data of their contracts.', {
  maxLive: whole(1, 10_000, 200, 'Seats that are awake at once; more wait with a place in the queue.'),
  memoryMib: whole(64, 1_048_576, 256, 'Memory of one seat with its files, in MiB.'),
  diskMib: whole(1, 1_048_576, 96, 'File area of one seat, in MiB; counted as memory while it is awake.'),
  inodes: whole(16, 10_000_000, 20_000, 'Files and folders in the file area of one seat.'),
  processes: whole(4, 4_096, 32, 'Processes and threads of one seat.'),
  descriptors: whole(16, 65_536, 256, 'Files that one process of a seat may hold open.'),
  cpuSecondsPerDay: whole(0, 31_536_000, 0, 'Seconds of CPU that one seat may use a day; 0 is no quota.'),
  viewRowsPerDay: whole(
    0,
    100_000_000,
    5_000,
    'Rows that the seats of one project may show within 24 hours; a line, 256 bytes of text or 512 of a picture count as one.',
  ),
  idleMinutes: whole(1, 10_080, 30, 'Minutes without work after which a seat is put to sleep.'),
  cellSeconds: whole(1, 604_800, 600, 'Seconds that one cell may run.'),
  jobSeconds: whole(1, 2_592_000, 14_400, 'Seconds that one job may run.'),
  recordDays: whole(1, 36_500, 180, 'Days that the recording of what was done in seats is kept.'),
  venue: z
    .enum(['open', 'required'])
    .default('open')
    .describe('Whether seats are entered from anywhere, or only by users who are checked in at the venue.'),
  cellSlots: whole(0, 1_000, 0, 'Cells that run at the same moment in all seats; 0 is twice the cores.'),
  jobSlots: whole(
    0,
    1_000,
    0,
    'Jobs that run at the same moment in all seats; 0 is half the cores, at least one.',
  ),
  packages: z
    .string()
    .startsWith('/')
    .nullable()
    .default(null)
    .describe('Folder of approved Python packages, unpacked, shown to every seat; null is none.'),
  approvedPackages: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/))
    .default([])
    .describe('Names of packages whose wheels teams may bring; none means that none may be brought.'),
  importMostMib: whole(1, 65_536, 256, 'Largest file that a team may bring into its seats, in MiB.'),
})

const airlock = section('The airlock: the only way out of a seat.', {
  fileBytes: whole(1024, 16_777_216, 16_777_216, 'Largest single file that may leave, in bytes.'),
  requestBytes: whole(1024, 1_073_741_824, 134_217_728, 'Most bytes of all files of one request.'),
  files: whole(1, 200, 50, 'Most files of one request.'),
  openRequests: whole(1, 10_000, 20, 'Most requests of one project that are not closed.'),
  draftDays: whole(
    1,
    365,
    30,
    'Days after its last change at which a draft, or a returned request, is let go.',
  ),
  reviewDays: whole(1, 365, 14, 'Days that checkers have before a request expires undecided.'),
  approvedDays: whole(1, 365, 14, 'Days that an approved request waits for its release before it expires.'),
  keepDays: whole(
    0,
    3650,
    30,
    'Days that files of a rejected or expired request are kept before they are destroyed.',
  ),
  claimMinutes: whole(
    1,
    10_080,
    240,
    'Minutes that a checker holds a place before somebody else may take it.',
  ),
  claimsEach: whole(1, 100, 5, 'Most undecided requests that one checker holds a place of.'),
  lookRows: whole(1, 10_000, 200, 'Rows of a table that are shown to those who check it.'),
  lookCharacters: whole(100, 1_000_000, 40_000, 'Characters of a text that are shown to those who check it.'),
})

const watch = section('The watch over what happens: rules, alerts, roster.', {
  timeZone: z
    .string()
    .refine((zone) => isTimeZone(zone), 'must be a time zone such as Asia/Shanghai')
    .default('Asia/Shanghai')
    .describe('Time zone of the odd hours that a rule names, and of the days of reports.'),
  throttleRequests: whole(
    1,
    10_000,
    30,
    'Requests per minute left to a user who is slowed down by an alert.',
  ),
  throttleCpuWeight: whole(
    1,
    100,
    10,
    'CPU weight left to a seat that is slowed down by an alert; 100 is normal.',
  ),
  rosterDays: whole(1, 90, 7, 'Days ahead in which the roster is searched for times without a duty officer.'),
})

const crypto = section('Algorithms and keys.', {
  suite: z
    .enum(['international', 'guomi'])
    .nullable()
    .default(null)
    .describe(
      'What the space computes with: international (SHA-256, Ed25519, AES-256-GCM) or guomi (SM3, SM2, SM4-GCM). Chosen once, when the space is made; null keeps what it has, and makes an international one.',
    ),
  masterKeyFile: z
    .string()
    .startsWith('/')
    .nullable()
    .default(null)
    .describe(
      'File (absolute path) with the 32 bytes that the other keys are sealed under; null keeps it in the folder of keys, where whoever copies the data folder has it too.',
    ),
  rotateAfterDays: whole(1, 36_500, 365, 'Days after which a signing key is said to be due for a new one.'),
})

/** `vkey url`, as a policy of C2SP tlog-policy has them. */
const WITNESS = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+ https?:\/\/\S+$/

const evidence = section('The evidence log.', {
  checkpointEveryMs: whole(
    10,
    3_600_000,
    1000,
    'Milliseconds between signed checkpoints while entries come in.',
  ),
  mostWaiting: whole(
    16,
    1_000_000,
    4096,
    'Actions that may be under way or wait for the log at a time; more wait in turn, as many again.',
  ),
  admitMs: whole(
    0,
    600_000,
    10_000,
    'Milliseconds that an action waits for its turn before it is answered to come again; nothing is written then.',
  ),
  keepDays: z
    .array(z.string().regex(/^[a-z]+=[0-9]{1,6}$/, 'must read class=days'))
    .default([])
    .describe(
      'Days that payloads of a class of retention are kept, as `class=days` (such as `disclosure=3650`); never fewer than the rules ask for.',
    ),
  askEveryDays: whole(
    0,
    3650,
    0,
    'Days after which the destruction of payloads that are due is asked for by itself; an auditor decides all the same. 0: officers ask.',
  ),
  witnesses: z
    .array(z.string().regex(WITNESS, 'must read `vkey url`'))
    .default([])
    .describe('Witnesses that are asked to cosign checkpoints, each as `vkey url`; none means no witness.'),
  witnessQuorum: whole(
    0,
    32,
    0,
    'Witnesses that must have cosigned a checkpoint for it to count as witnessed; 0: all of them.',
  ),
  witnessEveryMs: whole(
    10,
    3_600_000,
    1000,
    'Least milliseconds between two checkpoints that are sent to the witnesses.',
  ),
  witnessTimeoutMs: whole(
    100,
    120_000,
    5000,
    'Milliseconds that a witness may take to answer; nobody waits for it but the next checkpoint to it.',
  ),
  witnessWaitMs: whole(
    0,
    60_000,
    1500,
    'Milliseconds that a receipt waits for a checkpoint with the quorum of witnesses; after that it bears the signature of the log alone.',
  ),
  witnessLateMinutes: whole(
    1,
    100_000,
    15,
    'Minutes without the quorum of witnesses after which it is an alert.',
  ),
  witnessFreshMinutes: whole(
    1,
    100_000,
    60,
    'Minutes after which the witnesses are asked about the same checkpoint again where no entries came, so that who follows the log sees it alive.',
  ),
  checkpointsKeptHours: whole(
    1,
    1_000_000,
    24,
    'Hours that every checkpoint is kept in the history; of older ones the last of each hour.',
  ),
})

const anchor = section('Time stamps of an outside authority on checkpoints of the evidence log (RFC 3161).', {
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .describe('Address of the time-stamping authority; null switches anchors off.'),
  caFile: z
    .string()
    .startsWith('/')
    .nullable()
    .default(null)
    .describe(
      'File (PEM) with the certificates of the authority that are trusted; needed where there is an address.',
    ),
  policy: z
    .string()
    .regex(/^[0-2](\.(0|[1-9][0-9]*))+$/, 'must be an object identifier')
    .nullable()
    .default(null)
    .describe('Policy (OID) that the authority must stamp under; null takes any.'),
  everyMinutes: whole(1, 525_600, 60, 'Minutes between two stamped checkpoints while entries come in.'),
  timeoutSeconds: whole(1, 300, 20, 'Seconds that the authority may take to answer.'),
})

const demo = section('The demo space that the first start makes in an empty data folder.', {
  persons: whole(100, 100_000_000, 100_000, 'Number of synthetic insured persons.'),
  seed: whole(0, 4_294_967_295, 20_260_101, 'Seed of the generator: the same seed gives the same persons.'),
  witnesses: z
    .boolean()
    .default(true)
    .describe('Whether two invented bodies witness the demo, each by a small process of its own.'),
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
  secretRatePerMinute: whole(
    1,
    1_000_000,
    30,
    'Sign-ins and other requests with a password, per minute and client address; higher where a whole hall has one address.',
  ),
  realData: z.string().default('../shared/data').describe('Folder with real input for tests and stories.'),
  session,
  login,
  engine,
  imports,
  sources,
  crypto,
  evidence,
  anchor,
  flow,
  use,
  gate,
  airlock,
  sandbox,
  watch,
  products,
  demo,
})

export type Config = z.output<typeof Config>
