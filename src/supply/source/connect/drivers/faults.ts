import { isXinyuError, XinyuError } from '../../../../kernel/errors/index.ts'
import { type DatabaseSettings, whereOf } from './settings.ts'

const TLS_FAULT =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|EPROTO|HANDSHAKE_NO_SSL|HANDSHAKE_SSL)/
const NETWORK_FAULT =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ENOENT|EPIPE|EADDR|EACCES|PROTOCOL_CONNECTION_LOST)/

export interface Fault {
  readonly code?: string
  readonly message?: string
}

/** What both databases may meet on the way there. Their texts may quote data, so only codes go on. */
export function wayFault(error: Fault, settings: DatabaseSettings): XinyuError | null {
  if (isXinyuError(error)) return error
  const { code = '', message = '' } = error
  const where = `${settings.host}:${settings.port}`
  if (TLS_FAULT.test(code)) return new XinyuError('SOURCE_TLS', { where, why: code })
  if (/does not support SSL|does not support secure/i.test(message))
    return new XinyuError('SOURCE_TLS', { where, why: 'TLS is off there' })
  if (NETWORK_FAULT.test(code)) return new XinyuError('SOURCE_UNREACHABLE', { where, why: code })
  if (/timeout|timed out/i.test(message))
    return new XinyuError('SOURCE_UNREACHABLE', { where, why: 'ETIMEDOUT' })
  if (/terminated|closed|not queryable|ended unexpectedly|hang ?up|reset/i.test(message))
    return new XinyuError('SOURCE_UNREACHABLE', { where, why: 'connection lost' })
  return null
}

/** A failure that we have no better words for. */
export const otherFault = (error: Fault, settings: DatabaseSettings): XinyuError =>
  new XinyuError(
    'SOURCE_FAILED',
    { where: whereOf(settings), why: error.code ?? 'unknown' },
    { cause: error },
  )
