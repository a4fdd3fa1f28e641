import { isIPv4 } from 'node:net'
import { networkHolds, parseNetwork } from '../../policy/index.ts'
import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** The network of an address as evidence keeps it: /24 or /48, since a whole address may stand for a person. */
function coarse(address: string): string {
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const [head = ''] = address.split('::')
  return `${head.split(':').slice(0, 3).join(':')}::/48`
}

/** networkAddress: is the caller's address one of the addresses or within one of the networks? */
export const judgeNetwork: Evaluator = (constraint, { request }) => {
  const { operator, value } = constraint
  const single = operator === 'eq' || operator === 'neq'
  const networks = listOf(value).map(parseNetwork)
  const known = networks.flatMap((network) => (network ? [network] : []))
  if (known.length < networks.length || known.length === 0 || (single && oneOf(value) === null))
    return unreadable('network')
  // An IPv4 caller over an IPv6 socket is an IPv4 caller.
  const address = request.environment.network?.replace(MAPPED, '$1') ?? null
  const from = address === null ? null : parseNetwork(address)
  const within = from === null ? null : known.some((network) => networkHolds(network, from))
  const answer = { asked: from === null ? 'unknown' : coarse(address!), limit: limitText(constraint) }
  if (operator === 'eq' || operator === 'isAnyOf' || operator === 'isPartOf')
    return { ...answer, holds: within }
  if (operator === 'neq' || operator === 'isNoneOf')
    return { ...answer, holds: within === null ? null : !within }
  return unreadable(operator)
}
