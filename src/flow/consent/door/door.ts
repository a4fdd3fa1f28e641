import type { FastifyReply, FastifyRequest } from 'fastify'
import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { doorCookie, freshToken, isCode, keptCode, keptToken } from '../../../safeguard/identity/index.ts'
import type { Proof } from '../model.ts'
import type { Insured } from '../person.ts'
import { brake, release } from './brake.ts'
import type { Claim, IdentityProof } from './proof.ts'

export const INSURED_COOKIE = 'xinyu_insured'

const CHALLENGE_MS = 5 * 60_000
const IDLE_MS = 10 * 60_000
const ABSOLUTE_MS = 60 * 60_000
const SEEN_EVERY_MS = 60_000
const PATH = '/api/insured'
const PERSON = systemActor('insured')

export interface Door {
  /** Starts to identify somebody: the same answer for everybody. */
  begin(claim: Claim): Promise<{ challengeId: string; code: string | null; expiresAt: number }>
  /** @throws XinyuError INSURED_SIGN_IN_FAILED, INSURED_LOCKED */
  finish(challengeId: string, code: string, request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Who is at the door. @throws XinyuError INSURED_NOT_SIGNED_IN */
  person(request: FastifyRequest): Promise<Insured & { readonly expiresAt: number }>
  /** The guard of routes: nobody comes past it whom the door does not know. */
  guard(request: FastifyRequest): Promise<void>
  leave(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/**
 * The insured person's own door: own cookie, own sessions, own routes. A user's session opens nothing here, and this one
 * opens nothing of a user's. Without a proof (outside of the demo, no service connected) the door is closed.
 */
export function createDoor(core: Core, proof: IdentityProof | null): Door {
  const mustHaveProof = (): IdentityProof => {
    if (!proof) throw new XinyuError('INSURED_DOOR_CLOSED')
    return proof
  }

  async function find(request: FastifyRequest) {
    const token = keptToken(request.cookies[INSURED_COOKIE])
    if (token === null) return null
    const now = core.clock.now()
    const row = await core.db
      .selectFrom('insured_session')
      .selectAll()
      .where('token_hash', '=', token)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .where('seen_at', '>', now - IDLE_MS)
      .executeTakeFirst()
    if (!row) return null
    if (now - row.seen_at >= SEEN_EVERY_MS)
      await core.db.updateTable('insured_session').set({ seen_at: now }).where('id', '=', row.id).execute()
    return row
  }

  async function person(request: FastifyRequest) {
    const row = await find(request)
    if (!row) throw new XinyuError('INSURED_NOT_SIGNED_IN')
    return {
      personKey: row.person_key,
      insured: row.insured,
      proof: row.proof,
      guardianshipId: null,
      expiresAt: row.expires_at,
    }
  }

  return {
    async begin(claim) {
      const driver = mustHaveProof()
      const begun = await driver.begin(core, claim)
      const now = core.clock.now()
      const id = uuid7(core.random, now)
      await core.db
        .insertInto('insured_challenge')
        .values({
          id,
          person_key: begun.personKey,
          insured: begun.insured,
          code_hash: keptCode(id, begun.code),
          driver: driver.driver,
          created_at: now,
          expires_at: now + CHALLENGE_MS,
        })
        .execute()
      return { challengeId: id, code: begun.shown, expiresAt: now + CHALLENGE_MS }
    },

    async finish(challengeId, code, request, reply) {
      const driver = mustHaveProof()
      const now = core.clock.now()
      const lastOfAddress = await brake(core, 'address', request.ip)
      // Taken out before it is compared: a challenge is answered once, right or wrong.
      const row = await core.db
        .deleteFrom('insured_challenge')
        .where('id', '=', challengeId)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      const last = row ? await brake(core, 'person', row.person_key) : false
      const right = isCode(challengeId, code, row?.code_hash)
      if (!row || !right || row.insured === null) {
        if (last || lastOfAddress) await noteLock(core, { person: last, address: lastOfAddress })
        throw new XinyuError('INSURED_SIGN_IN_FAILED')
      }
      await release(core, row.person_key, request.ip)
      await close(await find(request))
      const opened = await open(core, row.person_key, row.insured, {
        driver: driver.driver,
        level: driver.level,
        at: now,
      })
      reply.setCookie(INSURED_COOKIE, opened.token, {
        ...doorCookie(PATH, request),
        expires: new Date(opened.expiresAt),
      })
    },

    person,
    async guard(request) {
      await person(request)
    },

    async leave(request, reply) {
      reply.clearCookie(INSURED_COOKIE, doorCookie(PATH, request))
      await close(await find(request))
    },
  }

  async function close(session: { id: string } | null): Promise<void> {
    if (!session) return
    await act(core, PERSON, async ({ tx, now, note }) => {
      await tx.updateTable('insured_session').set({ ended_at: now }).where('id', '=', session.id).execute()
      note({ kind: 'insured.left', subject: { session: session.id } })
    })
  }
}

/** A fresh token, never one that the browser brought. The entry names the session, not the person. */
async function open(core: Core, personKey: string, insured: number, proof: Proof) {
  const token = freshToken(core.random)
  const { value } = await act(core, PERSON, async ({ tx, now, id, note }) => {
    const session = id()
    await tx
      .insertInto('insured_session')
      .values({
        id: session,
        token_hash: keptToken(token)!,
        person_key: personKey,
        insured,
        proof: JSON.stringify(proof),
        created_at: now,
        seen_at: now,
        expires_at: now + ABSOLUTE_MS,
        ended_at: null,
      })
      .execute()
    note({ kind: 'insured.entered', subject: { session }, payload: { proof: { ...proof } } })
    return now + ABSOLUTE_MS
  })
  return { token, expiresAt: value }
}

async function noteLock(core: Core, what: { person: boolean; address: boolean }): Promise<void> {
  await act(core, PERSON, async ({ note }) => note({ kind: 'insured.locked', subject: {}, payload: what }))
}
