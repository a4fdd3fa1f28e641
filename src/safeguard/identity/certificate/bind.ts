import { type UserActor, XinyuError } from '../../../kernel/index.ts'
import { digestOf } from '../../crypto/index.ts'
import { namesOf, type X509, X509Error } from '../../crypto/x509/index.ts'
import { type ActionScope, act } from '../../evidence/index.ts'
import type { CurrentSession } from '../authenticate.ts'
import type { Identity } from '../identity.ts'
import { endSessions } from '../sessions.ts'
import { lockedUser } from '../users.ts'
import { takeChallenge } from './challenge.ts'
import { examine, type Proof } from './examine.ts'
import { certificatesOf, dropCertificates } from './store.ts'
import { WHY } from './why.ts'

/** One in use, one that follows it, and spares. */
const MOST = 5

const actorOf = ({ userId, participantId, roles }: CurrentSession): UserActor => ({
  kind: 'user',
  userId,
  participantId,
  roles,
})

/** @throws XinyuError LOGIN_CERTIFICATE_OFF */
export function mustBeOn({ trust }: Identity): void {
  if (!trust.on) throw new XinyuError('LOGIN_CERTIFICATE_OFF')
}

/**
 * Makes a certificate one of the own ones, once its key has signed a challenge of this session. Other sessions end.
 * @throws XinyuError LOGIN_CERTIFICATE_INVALID (why), LOGIN_CERTIFICATE_TAKEN, LOGIN_CERTIFICATE_MOST
 */
export async function bindCertificate(
  identity: Identity,
  session: CurrentSession,
  origin: string,
  { label, ...proof }: Proof & { readonly label: string },
): Promise<string> {
  mustBeOn(identity)
  const asked = { purpose: 'bind', origin, sessionId: session.id } as const
  if (!(await takeChallenge(identity, asked, proof.challenge)))
    throw new XinyuError('LOGIN_CERTIFICATE_INVALID', WHY.challenge)
  const one = await examine(identity, proof).catch((error: unknown) => {
    if (!(error instanceof X509Error)) throw error
    throw new XinyuError('LOGIN_CERTIFICATE_INVALID', WHY[error.reason])
  })
  const acted = await act(identity.core, actorOf(session), async (scope) => {
    await lockedUser(scope, session.userId)
    if ((await certificatesOf(scope.tx, session.userId)).length >= MOST)
      throw new XinyuError('LOGIN_CERTIFICATE_MOST', { most: MOST })
    const id = await insert(scope, session.userId, one, label)
    await endSessions(scope, session.userId, session.id)
    return id
  })
  return acted.value
}

async function insert(scope: ActionScope, userId: string, one: X509, label: string): Promise<string> {
  const id = scope.id()
  const seen = {
    fingerprint: digestOf(one.der),
    ...namesOf(one),
    serial: one.serial,
    algorithm: one.key.kind,
    label,
  }
  const row = await scope.tx
    .insertInto('user_certificate')
    .values({
      id,
      user_id: userId,
      ...seen,
      not_after: one.notAfter,
      created_at: scope.now,
      used_at: null,
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new XinyuError('LOGIN_CERTIFICATE_TAKEN')
  scope.note({
    kind: 'user.certificate_bound',
    subject: { user: userId, certificate: id },
    payload: { ...seen, notAfter: one.notAfter },
  })
  return id
}

/** Other sessions end: one of them may be of whoever has the device now. @throws XinyuError LOGIN_CERTIFICATE_NOT_FOUND */
export async function unbindCertificate(
  identity: Identity,
  session: CurrentSession,
  id: string,
): Promise<void> {
  await act(identity.core, actorOf(session), async (scope) => {
    await lockedUser(scope, session.userId)
    if ((await dropCertificates(scope, session.userId, id)) === 0)
      throw new XinyuError('LOGIN_CERTIFICATE_NOT_FOUND')
    await endSessions(scope, session.userId, session.id)
  })
}
