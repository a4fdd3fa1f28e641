import type { FastifyReply, FastifyRequest } from 'fastify'
import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import {
  doorCookie,
  freshToken,
  isCode,
  keptCode,
  keptToken,
  sixDigits,
} from '../../../safeguard/identity/index.ts'
import type { ContestPorts, Entrant, EntrantDoor } from '../../tools.ts'
import { brake, mustNotBeBraked, release } from './brake.ts'

export const ENTRANT_COOKIE = 'xinyu_entrant'
export const CONTEST = systemActor('contest')

const CHALLENGE_MS = 5 * 60_000
/** Long enough to write a form in, since a phone is locked by its owner; every call counts as seen. */
const IDLE_MS = 2 * 3_600_000
const ABSOLUTE_MS = 12 * 3_600_000
const SEEN_EVERY_MS = 60_000
const PATH = '/api/contest'

/** The door with its handle on the inside: what its own routes need beyond what the other rooms are given. */
export interface OwnDoor extends EntrantDoor {
  /** Starts to let somebody in: the same answer for every phone. @throws XinyuError ENTRANT_DOOR_CLOSED, ENTRANT_LOCKED */
  begin(
    phone: string,
    address: string,
  ): Promise<{ challengeId: string; code: string | null; expiresAt: number }>
  /** @throws XinyuError ENTRANT_SIGN_IN_FAILED, ENTRANT_LOCKED */
  finish(challengeId: string, code: string, request: FastifyRequest, reply: FastifyReply): Promise<void>
  leave(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/**
 * The door of those who take part: a phone and a one-time code, own cookie, own sessions. A user's session opens nothing
 * here, and this one opens nothing of a user's. Whoever holds the phone is the entrant; who that is, the real name says.
 */
export function createEntrantDoor(core: Core, { demo, texting, spaceName }: ContestPorts): OwnDoor {
  async function find(request: FastifyRequest) {
    const token = keptToken(request.cookies[ENTRANT_COOKIE])
    if (token === null) return null
    const now = core.clock.now()
    const row = await core.db
      .selectFrom('contest_entrant_session as s')
      .innerJoin('contest_entrant as e', 'e.id', 's.entrant_id')
      .select(['s.id', 's.entrant_id', 's.seen_at', 's.expires_at', 'e.real_name'])
      .where('s.token_hash', '=', token)
      .where('s.ended_at', 'is', null)
      .where('s.expires_at', '>', now)
      .where('s.seen_at', '>', now - IDLE_MS)
      .executeTakeFirst()
    if (!row) return null
    if (now - row.seen_at >= SEEN_EVERY_MS)
      await core.db
        .updateTable('contest_entrant_session')
        .set({ seen_at: now })
        .where('id', '=', row.id)
        .execute()
    return row
  }

  async function entrant(request: FastifyRequest): Promise<Entrant> {
    const row = await find(request)
    if (!row) throw new XinyuError('ENTRANT_NOT_SIGNED_IN')
    return { entrantId: row.entrant_id, realName: row.real_name === 'verified', expiresAt: row.expires_at }
  }

  return {
    entrant,
    async guard(request) {
      await entrant(request)
    },

    async begin(phone, address) {
      // Where nothing can be sent and nothing may be shown, nobody comes in.
      if (!demo && !texting) throw new XinyuError('ENTRANT_DOOR_CLOSED')
      if (!demo) {
        await brake(core, 'messages', address)
        await brake(core, 'message', phone)
      }
      const now = core.clock.now()
      const id = uuid7(core.random, now)
      const code = sixDigits(core.random)
      await core.db
        .insertInto('contest_entrant_challenge')
        .values({
          id,
          phone,
          code_hash: keptCode(id, code),
          created_at: now,
          expires_at: now + CHALLENGE_MS,
        })
        .execute()
      if (!demo) await texting!.send(phone, `${spaceName}: ${code} (5 min)`)
      return { challengeId: id, code: demo ? code : null, expiresAt: now + CHALLENGE_MS }
    },

    async finish(challengeId, code, request, reply) {
      const now = core.clock.now()
      // An address is charged for wrong codes alone: a whole hall of teams comes in at one moment, by one address.
      await mustNotBeBraked(core, 'codes', request.ip)
      // Taken out before it is compared: a challenge is answered once, right or wrong.
      const row = await core.db
        .deleteFrom('contest_entrant_challenge')
        .where('id', '=', challengeId)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      const last = row ? await brake(core, 'code', row.phone) : false
      const right = isCode(challengeId, code, row?.code_hash)
      if (!row || !right) {
        const lastOfAddress = await brake(core, 'codes', request.ip)
        if (last || lastOfAddress) await noteLock(core, { phone: last, address: lastOfAddress })
        throw new XinyuError('ENTRANT_SIGN_IN_FAILED')
      }
      await release(core, row.phone)
      await close(core, await find(request))
      const opened = await open(core, row.phone)
      reply.setCookie(ENTRANT_COOKIE, opened.token, {
        ...doorCookie(PATH, request),
        expires: new Date(opened.expiresAt),
      })
    },

    async leave(request, reply) {
      reply.clearCookie(ENTRANT_COOKIE, doorCookie(PATH, request))
      await close(core, await find(request))
    },
  }
}

/** A fresh token, never one that the browser brought; a phone that comes first becomes an entrant. */
async function open(core: Core, phone: string) {
  const token = freshToken(core.random)
  const { value } = await act(core, CONTEST, async ({ tx, now, id, note }) => {
    const made = await tx
      .insertInto('contest_entrant')
      .values({ id: id(), phone, real_name: 'none', created_at: now })
      .onConflict((conflict) => conflict.column('phone').doNothing())
      .returning('id')
      .executeTakeFirst()
    const { id: entrant } =
      made ??
      (await tx
        .selectFrom('contest_entrant')
        .select('id')
        .where('phone', '=', phone)
        .executeTakeFirstOrThrow())
    const session = id()
    await tx
      .insertInto('contest_entrant_session')
      .values({
        id: session,
        token_hash: keptToken(token)!,
        entrant_id: entrant,
        created_at: now,
        seen_at: now,
        expires_at: now + ABSOLUTE_MS,
        ended_at: null,
      })
      .execute()
    if (made) note({ kind: 'entrant.registered', subject: { entrant } })
    note({ kind: 'entrant.entered', subject: { entrant, session } })
    return now + ABSOLUTE_MS
  })
  return { token, expiresAt: value }
}

async function close(core: Core, session: { id: string; entrant_id: string } | null): Promise<void> {
  if (!session) return
  await act(core, CONTEST, async ({ tx, now, note }) => {
    await tx
      .updateTable('contest_entrant_session')
      .set({ ended_at: now })
      .where('id', '=', session.id)
      .execute()
    note({ kind: 'entrant.left', subject: { entrant: session.entrant_id, session: session.id } })
  })
}

async function noteLock(core: Core, what: { phone: boolean; address: boolean }): Promise<void> {
  await act(core, CONTEST, async ({ note }) => note({ kind: 'entrant.locked', subject: {}, payload: what }))
}
