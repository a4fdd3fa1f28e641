import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { XinyuError } from '../../../kernel/index.ts'
import type { ActionScope } from '../../evidence/index.ts'
import type { CurrentSession } from '../authenticate.ts'
import type { Identity } from '../identity.ts'

/** Loaded at first use: it costs a third of a second and 14 MB that most starts never need. */
const webauthn = () => import('@simplewebauthn/server')

const CHALLENGE_MS = 5 * 60_000
const CHALLENGE_BYTES = 32

/** Where the portal is, as the browser sees it. Passkeys are bound to the host name. */
export interface Site {
  /** `https://space.example.cn` */
  readonly origin: string
  /** `space.example.cn` */
  readonly rpId: string
}

/** What to hand to `navigator.credentials.create`. */
export async function registrationOptions(identity: Identity, session: CurrentSession, site: Site) {
  const { core, options } = identity
  const user = await core.db
    .selectFrom('app_user')
    .select(['login', 'display_name'])
    .where('id', '=', session.userId)
    .executeTakeFirstOrThrow()
  const { generateRegistrationOptions } = await webauthn()
  const made = await generateRegistrationOptions({
    rpName: options.spaceName,
    rpID: site.rpId,
    userName: user.login,
    userDisplayName: user.display_name,
    userID: new Uint8Array(Buffer.from(session.userId.replaceAll('-', ''), 'hex')),
    challenge: new Uint8Array(core.random.bytes(CHALLENGE_BYTES)),
    attestationType: 'none',
    excludeCredentials: await credentialsOf(identity, session.userId),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  await keepChallenge(identity, session, 'register', made.challenge, site)
  return made
}

/** What to hand to `navigator.credentials.get`: the user is known from the password, so his keys are named. */
export async function authenticationOptions(identity: Identity, session: CurrentSession, site: Site) {
  const { generateAuthenticationOptions } = await webauthn()
  const made = await generateAuthenticationOptions({
    rpID: site.rpId,
    challenge: new Uint8Array(identity.core.random.bytes(CHALLENGE_BYTES)),
    allowCredentials: await credentialsOf(identity, session.userId),
    userVerification: 'preferred',
  })
  await keepChallenge(identity, session, 'authenticate', made.challenge, site)
  return made
}

/** A new key, checked and not yet written. @throws XinyuError PASSKEY_INVALID */
export async function verifyRegistration(
  identity: Identity,
  session: CurrentSession,
  site: Site,
  response: RegistrationResponseJSON,
): Promise<{ write(scope: ActionScope, label: string): Promise<string> }> {
  const expected = await takeChallenge(identity, session, 'register')
  const { verifyRegistrationResponse } = await webauthn()
  const info = await verifyRegistrationResponse({
    response,
    expectedChallenge: expected.challenge,
    expectedOrigin: site.origin,
    expectedRPID: expected.rp_id,
    // It is the second factor: having the key counts, the password was the knowing.
    requireUserVerification: false,
  }).then(
    (result) => result.registrationInfo,
    (error: unknown) => {
      throw new XinyuError('PASSKEY_INVALID', {}, { cause: error })
    },
  )
  if (!info) throw new XinyuError('PASSKEY_INVALID')
  const { credential } = info
  return {
    async write(scope, label) {
      const { tx, now } = scope
      const passkey = scope.id()
      const row = await tx
        .insertInto('user_passkey')
        .values({
          id: passkey,
          user_id: session.userId,
          credential_id: credential.id,
          public_key: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: credential.transports ?? [],
          rp_id: expected.rp_id,
          label,
          created_at: now,
          used_at: null,
        })
        .onConflict((conflict) => conflict.column('credential_id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!row) throw new XinyuError('PASSKEY_INVALID')
      return passkey
    },
  }
}

/** A use of a key, checked; `write` moves its counter and is false when another use did so first. */
export async function verifyAuthentication(
  identity: Identity,
  session: CurrentSession,
  site: Site,
  response: AuthenticationResponseJSON,
): Promise<{ write(scope: ActionScope): Promise<boolean> } | null> {
  const expected = await takeChallenge(identity, session, 'authenticate')
  const key = await identity.core.db
    .selectFrom('user_passkey')
    .selectAll()
    .where('credential_id', '=', response.id)
    .where('user_id', '=', session.userId)
    .executeTakeFirst()
  if (!key) return null
  const { verifyAuthenticationResponse } = await webauthn()
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: expected.challenge,
    expectedOrigin: site.origin,
    expectedRPID: key.rp_id,
    requireUserVerification: false,
    credential: {
      id: key.credential_id,
      publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')),
      counter: key.counter,
    },
  }).catch(() => null)
  if (!verified?.verified) return null
  const { newCounter } = verified.authenticationInfo
  return {
    async write({ tx, now }) {
      const row = await tx
        .updateTable('user_passkey')
        .set({ counter: newCounter, used_at: now })
        .where('id', '=', key.id)
        .where('counter', '=', key.counter)
        .returning('id')
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

async function credentialsOf(identity: Identity, userId: string) {
  const rows = await identity.core.db
    .selectFrom('user_passkey')
    .select(['credential_id', 'transports'])
    .where('user_id', '=', userId)
    .execute()
  return rows.map((row) => ({ id: row.credential_id, transports: row.transports }))
}

type Purpose = 'register' | 'authenticate'

async function keepChallenge(
  { core }: Identity,
  session: CurrentSession,
  purpose: Purpose,
  challenge: string,
  { rpId }: Site,
): Promise<void> {
  const value = { challenge, rp_id: rpId, expires_at: core.clock.now() + CHALLENGE_MS }
  await core.db
    .insertInto('passkey_challenge')
    .values({ session_id: session.id, purpose, ...value })
    .onConflict((conflict) => conflict.columns(['session_id', 'purpose']).doUpdateSet(value))
    .execute()
}

/** Takes the challenge away before it is checked, so that an answer is tried once. @throws XinyuError PASSKEY_INVALID */
async function takeChallenge({ core }: Identity, session: CurrentSession, purpose: Purpose) {
  const row = await core.db
    .deleteFrom('passkey_challenge')
    .where('session_id', '=', session.id)
    .where('purpose', '=', purpose)
    .returning(['challenge', 'rp_id', 'expires_at'])
    .executeTakeFirst()
  if (!row || row.expires_at <= core.clock.now()) throw new XinyuError('PASSKEY_INVALID')
  return row
}
