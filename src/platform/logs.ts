import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

/** Names of members that never reach a log, however deep: secrets, and what tells about a person. Lower case, no `_` or `-`; the second half holds national column names. */
const HIDDEN = new Set(
  `password passwd secret token authorization cookie setcookie apikey privatekey otp credential credentials
   databaseurl connectionstring session sessionid sessiontoken recoverycode
   psnname psnno certno tel mobile phone addr address email brdy birthday idcard mdtrtcertno bankacct acctname
   conername conertel parameters values detail`.split(/\s+/),
)
/** Members of an Error that may be logged; a driver's error carries rows and values in others. */
const OF_ERROR = [
  'type',
  'message',
  'stack',
  'code',
  'cause',
  'constraint',
  'table',
  'column',
  'schema',
  'errno',
  'syscall',
]
const MARK = '[redacted]'

/**
 * Structured logs (one JSON object a line). Secret and personal members are replaced, and what looks like an identity
 * number, a mobile number or a password within an address is removed from every text.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (record) => redact(record) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg: unknown) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args,
          )
        },
      },
    },
    ...(destination ? [destination] : []),
  )
}

/** A copy without secrets and personal values. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return value
  if (depth > 6) return '[deep]'
  if (value instanceof Error) return redact(errorMembers(value), depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1))
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    isHidden(key) ? MARK : redact(item, depth + 1),
  ])
  return Object.fromEntries(entries) as Record<string, unknown>
}

function errorMembers(error: Error): Record<string, unknown> {
  const all = stdSerializers.err(error) as unknown as Record<string, unknown>
  return Object.fromEntries(OF_ERROR.filter((key) => all[key] !== undefined).map((key) => [key, all[key]]))
}

const isHidden = (key: string): boolean => HIDDEN.has(key.replaceAll(/[_-]/g, '').toLowerCase())

/** Digits may stand in a longer number (a hash, a time): only whole ones are taken for a person's. */
const IN_TEXT: readonly [RegExp, string][] = [
  [
    /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g,
    '[id-number]',
  ],
  [/(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g, '[mobile]'],
  [/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, '$1:[password]@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [token]'],
]

export const redactText = (text: string): string =>
  IN_TEXT.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text)
