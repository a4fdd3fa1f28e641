import { createConnection, type Connection as MyConnection } from 'mysql2'
import { Socket } from 'node:net'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { Cell, Hosts, Warning } from '../source.ts'
import { type Fault, otherFault, wayFault } from './faults.ts'
import { type DatabaseSecret, type DatabaseSettings, tlsOptions, whereOf } from './settings.ts'

const CONNECT_MS = 10_000

export type Ask = (sql: string, values?: readonly string[]) => Promise<Cell[][]>

/** @throws XinyuError SOURCE_* */
export async function connectTo(
  settings: DatabaseSettings,
  { password }: DatabaseSecret,
  signal: AbortSignal,
  hosts: Hosts,
): Promise<MyConnection> {
  const address = await hosts.resolve(settings.host)
  const local = settings.host.startsWith('/')
  const tls = local ? false : tlsOptions(settings)
  const socket = new Socket()
  const client = createConnection({
    // The name for the certificate; the socket goes to the address that was checked.
    host: settings.host,
    stream: () => (local ? socket.connect(address) : socket.connect(settings.port, address)),
    user: settings.user,
    password,
    database: settings.database,
    charset: 'utf8mb4_bin',
    connectTimeout: CONNECT_MS,
    // A server could otherwise ask us for files of this machine (LOAD DATA LOCAL).
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
    ...(tls === false
      ? {}
      : {
          ssl: {
            rejectUnauthorized: tls.rejectUnauthorized,
            verifyIdentity: tls.rejectUnauthorized,
            ...(tls.ca === undefined ? {} : { ca: tls.ca }),
          },
        }),
  })
  const abort = () => socket.destroy(new Error('aborted'))
  signal.addEventListener('abort', abort, { once: true })
  client.on('end', () => signal.removeEventListener('abort', abort))
  try {
    await new Promise<void>((accept, reject) => {
      client.on('error', reject)
      client.connect((error) => (error ? reject(error) : accept()))
    })
    return client
  } catch (error) {
    client.destroy()
    signal.throwIfAborted()
    throw faultOf(error as Fault, settings)
  }
}

/** How values are written is ours to say, and that nothing can be changed: whatever the login may do. */
export async function prepare(ask: Ask, settings: DatabaseSettings): Promise<void> {
  for (const sql of [
    `SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`,
    `SET SESSION time_zone = '${offsetOf(settings.timeZone)}'`,
    `SET SESSION net_write_timeout = 600`,
    // Names in double quotes, padding of CHAR and the like must not depend on how the server is set up.
    `SET SESSION sql_mode = ''`,
  ])
    await ask(sql)
}

/** `+08:00`: servers know names of zones only where somebody loaded them. */
export function offsetOf(timeZone: string, at = Date.now()): string {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  return name?.replace('GMT', '') || '+00:00'
}

export async function warningsOf(ask: Ask, settings: DatabaseSettings): Promise<Warning[]> {
  const grants = (await ask('SHOW GRANTS')).map((row) => row[0] ?? '')
  const warnings: Warning[] = []
  const writes = /\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE(?! TEMPORARY)|SUPER)\b/
  if (grants.some((grant) => writes.test(grant.split(' ON ')[0] ?? '')))
    warnings.push({ code: 'SOURCE_LOGIN_WRITES', params: { user: settings.user } })
  if (settings.tls === 'off' && !settings.host.startsWith('/'))
    warnings.push({ code: 'SOURCE_NOT_ENCRYPTED', params: { where: settings.host } })
  return warnings
}

/** Errors of the server by their names (MySQL and MariaDB share them). */
export function faultOf(error: Fault, settings: DatabaseSettings): Error {
  const where = whereOf(settings)
  const { code = '' } = error
  if (
    /^ER_(ACCESS_DENIED|NOT_SUPPORTED_AUTH|HOST_NOT_PRIVILEGED|HOST_IS_BLOCKED|MUST_CHANGE_PASSWORD)/.test(
      code,
    )
  )
    return new XinyuError('SOURCE_REFUSED', { where, why: 'user or password' })
  if (code === 'ER_BAD_DB_ERROR' || code === 'ER_DBACCESS_DENIED_ERROR')
    return new XinyuError('SOURCE_DATABASE_MISSING', { where: settings.host, database: settings.database })
  if (/^ER_(TABLEACCESS|COLUMNACCESS|SPECIFIC_ACCESS)_DENIED/.test(code))
    return new XinyuError('SOURCE_RIGHTS', { what: settings.database })
  if (/^ER_(SERVER_SHUTDOWN|CON_COUNT|QUERY_INTERRUPTED|CONNECTION_KILLED)/.test(code))
    return new XinyuError('SOURCE_UNREACHABLE', { where, why: code })
  return wayFault(error, settings) ?? otherFault(error, settings)
}
