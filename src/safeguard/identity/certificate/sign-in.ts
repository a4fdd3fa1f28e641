import type { Identity } from '../identity.ts'
import { X509Error } from '../../crypto/x509/index.ts'
import { begin, type Origin, pendingFor, refuse, type SignedIn } from '../sign-in.ts'
import { beginAttempt, succeeded } from '../throttle.ts'
import { mustBeOn } from './bind.ts'
import { takeChallenge } from './challenge.ts'
import { examine, fingerprintOf, type Proof } from './examine.ts'
import { userOfCertificate } from './store.ts'

/**
 * Sign-in by certificate. The same work is done and the same is said for an unknown certificate, a wrong signature, a
 * revoked one and a suspended user: who holds a stranger's certificate learns nothing by trying it.
 * @throws XinyuError LOGIN_CERTIFICATE_FAILED, LOGIN_CERTIFICATE_OFF, SIGN_IN_LOCKED
 */
export async function signInByCertificate(
  identity: Identity,
  proof: Proof,
  origin: Origin,
  siteOrigin: string,
): Promise<SignedIn> {
  mustBeOn(identity)
  const fingerprint = fingerprintOf(proof.certificate)
  const byAddress = await beginAttempt(identity, 'address', origin.address)
  const byCertificate = await beginAttempt(identity, 'certificate', fingerprint)
  const asked = await takeChallenge(identity, { purpose: 'login', origin: siteOrigin }, proof.challenge)
  const holds = await examine(identity, proof).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof X509Error)) throw error
      // For the operator, whose files may be the cause; names of persons stay out.
      identity.core.log.warn({ reason: error.reason }, 'a log-in by certificate was refused')
      return false
    },
  )
  const user = await userOfCertificate(identity.core, fingerprint)
  const right = asked && holds && user?.state === 'active' && user.bodyState === 'active'
  if (!right) return refuse(identity, user, byCertificate, byAddress, origin, 'LOGIN_CERTIFICATE_FAILED')
  await succeeded(identity, 'certificate', fingerprint, byCertificate)
  await succeeded(identity, 'address', origin.address, byAddress)
  const pending = identity.options.certificate.alone ? null : await pendingFor(identity, user)
  const opening = { method: 'certificate', pending, failuresBefore: byCertificate.failures - 1 } as const
  return begin(identity, user, opening, origin, 'LOGIN_CERTIFICATE_FAILED', async ({ tx, now }) => {
    const used = await tx
      .updateTable('user_certificate')
      .set({ used_at: now })
      .where('fingerprint', '=', fingerprint)
      .where('user_id', '=', user.id)
      .returning('id')
      .executeTakeFirst()
    return used !== undefined
  })
}
