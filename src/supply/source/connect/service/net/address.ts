import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { XinyuError } from '../../../../../kernel/errors/index.ts'

/** Where sources may be: what the settings of the space say. */
export interface AddressRules {
  /** `host` or `*.domain`; empty: any host that is not forbidden below. */
  readonly allowedHosts: readonly string[]
  /** Loopback is this machine itself; for tests and for gateways that run beside the space. */
  readonly allowLoopback: boolean
}

export interface Place {
  readonly address: string
  readonly family: 4 | 6
}

/**
 * Never a source: a data officer could otherwise read the cloud's own metadata (credentials of the machine), or talk to
 * what listens for neighbours only. Addresses of the body's own network are what sources usually have, so they pass.
 */
const forbidden = listOf([
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['192.0.0.192', 32, 'ipv4'],
  ['0.0.0.0', 8, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  // Addresses that carry an IPv4 address inside would lead around the list.
  ['64:ff9b::', 96, 'ipv6'],
  ['2002::', 16, 'ipv6'],
])
const loopback = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
])

function listOf(subnets: readonly [string, number, 'ipv4' | 'ipv6'][]): BlockList {
  const list = new BlockList()
  for (const [address, prefix, family] of subnets) list.addSubnet(address, prefix, family)
  return list
}

/** Why an address may not be connected to; null where it may. */
export function whyForbidden({ address, family }: Place, rules: AddressRules): string | null {
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  if (forbidden.check(address, kind)) return 'link-local, metadata or reserved address'
  if (!rules.allowLoopback && loopback.check(address, kind)) return 'address of this machine'
  return null
}

/** True where the settings name this host, or name none. */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true
  const name = host.toLowerCase()
  return allowed.some((one) => {
    const rule = one.toLowerCase()
    return rule.startsWith('*.') ? name.endsWith(rule.slice(1)) : name === rule
  })
}

/**
 * Resolves a host once; whoever connects uses exactly these addresses, so that a name that changes its address between
 * the check and the connection (DNS rebinding) gains nothing. One forbidden address refuses the host.
 * @throws XinyuError SERVICE_ADDRESS_FORBIDDEN, SOURCE_HOST_UNKNOWN, SOURCE_UNREACHABLE
 */
export async function resolveHost(hostname: string, rules: AddressRules): Promise<Place[]> {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (!isAllowedHost(host, rules.allowedHosts)) {
    throw new XinyuError('SERVICE_ADDRESS_FORBIDDEN', { where: host, why: 'not among the allowed hosts' })
  }
  const places = await placesOf(host)
  for (const place of places) {
    const why = whyForbidden(place, rules)
    if (why !== null) throw new XinyuError('SERVICE_ADDRESS_FORBIDDEN', { where: host, why })
  }
  return places
}

async function placesOf(host: string): Promise<Place[]> {
  const family = isIP(host)
  if (family === 4 || family === 6) return [{ address: host, family }]
  try {
    const found = await lookup(host, { all: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'ENOTFOUND'
    if (why === 'ENOTFOUND') throw new XinyuError('SOURCE_HOST_UNKNOWN', { where: host })
    throw new XinyuError('SOURCE_UNREACHABLE', { where: host, why })
  }
}
