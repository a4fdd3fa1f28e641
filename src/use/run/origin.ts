import type { FastifyRequest } from 'fastify'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Origin } from './use.ts'

const TERMINAL = /^[\p{L}\p{N}][\p{L}\p{N} _.\-#]{0,119}$/u

/**
 * Where a request came from. The address is what Fastify makes of `trustedProxies`; a terminal's name is believed only
 * in the header that the settings name, which a gateway in front must set and strip from outside.
 */
export function originOf(core: Core, request: FastifyRequest): Origin {
  const { terminalHeader } = core.config.use
  const named = terminalHeader === null ? undefined : request.headers[terminalHeader.toLowerCase()]
  const terminal = typeof named === 'string' && TERMINAL.test(named) ? named : null
  return { network: request.ip, terminal }
}
