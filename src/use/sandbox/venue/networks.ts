import { BlockList, isIP } from 'node:net'

/** Is this a network such as `10.1.0.0/16`, `2001:db8::/32`, or one address? */
export const isNetwork = (text: string): boolean => parsed(text) !== null

/** Does one of the networks hold the address? An address that is none, and a network that is none, are never inside. */
export function isWithin(address: string | null, networks: readonly string[]): boolean {
  const family = familyOf(address ?? '')
  if (address === null || family === null) return false
  const list = new BlockList()
  for (const text of networks) {
    const network = parsed(text)
    if (network) list.addSubnet(network.address, network.prefix, network.family)
  }
  // An IPv4 address that came in through an IPv6 socket (::ffff:10.0.0.1) is looked up as what it is.
  return list.check(address, family)
}

interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

function parsed(text: string): Network | null {
  const [address = '', bits, ...more] = text.split('/')
  const family = familyOf(address)
  if (family === null || more.length > 0) return null
  const most = family === 'ipv4' ? 32 : 128
  if (bits === undefined) return { address, prefix: most, family }
  if (!/^(0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > most) return null
  return { address, prefix: Number(bits), family }
}

function familyOf(address: string): Network['family'] | null {
  // A zone (fe80::1%eth0) belongs to one machine and says nothing here.
  const family = address.includes('%') ? 0 : isIP(address)
  return family === 4 ? 'ipv4' : family === 6 ? 'ipv6' : null
}
