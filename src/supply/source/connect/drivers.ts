import type { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mysql } from './drivers/mysql.ts'
import { postgresql } from './drivers/postgresql.ts'
import { httpDriver } from './service/http.ts'
import type { AddressRules } from './service/net/address.ts'
import { pushDriver } from './service/push/driver.ts'
import type { Connection, Hosts, SourceDriver } from './source.ts'

type Tools = Pick<Core, 'clock' | 'random' | 'config' | 'db'>

/** Every way in. A driver for a further database is one more entry here: see docs/drivers.md. */
const driversOf = (core: Tools, rules: AddressRules): readonly SourceDriver[] => [
  postgresql,
  mysql,
  httpDriver(rules, core),
  pushDriver(core),
]

/** @throws XinyuError SOURCE_KIND_UNKNOWN */
function driverOf(core: Tools, kind: string, rules: AddressRules): SourceDriver {
  const drivers = driversOf(core, rules)
  const driver = drivers.find((one) => one.kind === kind)
  if (driver) return driver
  throw new XinyuError('SOURCE_KIND_UNKNOWN', { kind, kinds: drivers.map((one) => one.kind).join(', ') })
}

/** What a source is connected with. */
export interface Access {
  readonly kind: string
  readonly settings: unknown
  readonly secret: unknown
  /** Left out where settings are only tried. */
  readonly sourceId?: string
}

/** Settings and secret as the driver of the kind takes them. @throws XinyuError SOURCE_KIND_UNKNOWN, SOURCE_SETTINGS */
export function checkAccess(
  core: Tools,
  { kind, settings, secret }: Access,
): { settings: Record<string, unknown>; secret: unknown } {
  const driver = driverOf(core, kind, { allowedHosts: [], allowLoopback: false })
  return {
    settings: parse(driver.settings, settings, 'settings') as Record<string, unknown>,
    secret: parse(driver.secret, secret, 'secret'),
  }
}

/** @throws XinyuError SOURCE_* */
export function connect(core: Tools, access: Access, signal: AbortSignal, hosts: Hosts): Promise<Connection> {
  const { settings, secret } = checkAccess(core, access)
  const about = { sourceId: access.sourceId ?? null }
  return driverOf(core, access.kind, hosts).open(settings, secret, signal, hosts, about)
}

function parse(schema: z.ZodType, value: unknown, what: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  // The message of an issue names what was expected, never the value: a secret must not come back in an error.
  const where = [what, ...(issue?.path ?? [])].join('.')
  throw new XinyuError('SOURCE_SETTINGS', { where, why: issue?.message ?? 'invalid' })
}
