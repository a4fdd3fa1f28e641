import { z } from 'zod'

/** A name, an address, or the folder of a socket where the settings of the space name it. */
const Host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^(\/[\w./-]+|[\w.-]+|[0-9a-fA-F:]+)$/, 'must be a host name or an address')

/** `off`: in the clear · `require`: encrypted, whoever answers · `verify`: and the certificate is checked. */
export const Tls = z.enum(['off', 'require', 'verify'])

/** What PostgreSQL, MySQL and MariaDB have in common. */
export const databaseSettings = (port: number) =>
  z.strictObject({
    host: Host,
    port: z.int().min(1).max(65_535).default(port),
    database: z.string().min(1).max(128),
    user: z.string().min(1).max(128),
    tls: Tls.default('require'),
    /** PEM of the authority that signed the server's certificate; null: those that the system trusts. */
    ca: z.string().max(100_000).nullable().default(null),
    /** In which times with a zone are written out. */
    timeZone: z
      .string()
      .regex(/^[A-Za-z_]+(\/[A-Za-z_+-]+)*$/, 'must be a time zone such as Asia/Shanghai')
      .default('Asia/Shanghai'),
  })
export type DatabaseSettings = z.output<ReturnType<typeof databaseSettings>>

export const DatabaseSecret = z.strictObject({ password: z.string().max(1_000) })
export type DatabaseSecret = z.output<typeof DatabaseSecret>

/** Options of `tls.connect` for the setting; the name is checked, though an address is connected to. */
export function tlsOptions({ tls, ca, host }: DatabaseSettings): false | TlsOptions {
  if (tls === 'off') return false
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
  return { rejectUnauthorized: tls === 'verify', ...(ca === null ? {} : { ca }), ...servername }
}

export interface TlsOptions {
  readonly rejectUnauthorized: boolean
  readonly ca?: string
  readonly servername?: string
}

/** How a source is named in messages: never with its user. */
export const whereOf = ({ host, port, database }: DatabaseSettings): string => `${host}:${port}/${database}`
