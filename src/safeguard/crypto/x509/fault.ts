export type X509Reason =
  | 'form'
  | 'key'
  | 'validity'
  | 'chain'
  | 'usage'
  | 'revoked'
  | 'revocation-unknown'
  | 'signature'

/** Why a certificate is not taken. The message is for the log and for its owner, never for who merely tries. */
export class X509Error extends Error {
  readonly reason: X509Reason
  constructor(reason: X509Reason, message: string) {
    super(message)
    this.name = 'X509Error'
    this.reason = reason
  }
}

/** What a stranger sends may be anything: a reader's own errors become ours. */
export function read<T>(what: string, how: () => T): T {
  try {
    return how()
  } catch (error) {
    if (error instanceof X509Error) throw error
    throw new X509Error('form', `${what}: ${(error as Error).message.slice(0, 200)}`)
  }
}
