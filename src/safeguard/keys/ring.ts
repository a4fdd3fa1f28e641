import type { Core } from '../evidence/index.ts'
import { fingerprintOf, type Keeper, keyStore, suite } from '../crypto/index.ts'
import { keepersOf } from './keepers.ts'
import type { KeyRing, KeyView, RequestView } from './model.ts'
import { ageDays, isDue, isLogKey, isNext, keeperOf, purposeOf } from './rules.ts'
import type { UserActor } from '../../kernel/actor.ts'

type Given = Pick<KeyView, 'name' | 'scheme' | 'keyId' | 'madeAt' | 'state' | 'custody'>

/** Every signing key that the space has or had, and what officers asked about them, newest first. */
export async function keyRing(core: Core, actor: UserActor): Promise<KeyRing> {
  const now = core.clock.now()
  const { rotateAfterDays } = core.config.crypto
  const items = [...(await logKeys(core)), ...(await keptKeys(core)), ...(await pastKeys(core))]
  return {
    suite: suite().name,
    items: items.map((one) => ({
      ...one,
      purpose: purposeOf(one.name),
      ageDays: ageDays(one.madeAt, now),
      rotateAfterDays,
      due: one.state === 'active' && isDue(one.madeAt, now, rotateAfterDays),
    })),
    requests: await requests(core, actor),
  }
}

/** The log's own history says which of its keys signs; its first key is as old as its first entry. */
async function logKeys(core: Core): Promise<Given[]> {
  const { keys, successions } = await core.evidence.keyHistory()
  const first = await core.db
    .selectFrom('evidence_outbox')
    .select('happened_at')
    .where('leaf', '=', 0)
    .executeTakeFirst()
  const began = first?.happened_at ?? core.clock.now()
  return keys.map(({ vkey, state }) => {
    // The first byte of the key says of which kind it is (C2SP signed-note).
    const [, keyId = '', key = ''] = vkey.split('+')
    const scheme = Buffer.from(key, 'base64')[0] === 0x01 ? ('ed25519' as const) : ('sm2' as const)
    return {
      name: scheme === 'sm2' ? 'evidence-sm2' : 'evidence',
      scheme,
      keyId,
      madeAt: successions.find((one) => one.new === vkey)?.at ?? began,
      state,
      custody: 'file' as const,
    }
  })
}

async function keptKeys(core: Core): Promise<Given[]> {
  const kept = await keyStore(core.home).list()
  return kept
    .filter(({ name }) => !isLogKey(name) && !isNext(name))
    .map(({ name, scheme, publicKey, madeAt, custody }) => ({
      name,
      scheme,
      keyId: fingerprintOf(publicKey).slice(0, 32),
      madeAt: madeAt ?? 0,
      state: 'active' as const,
      custody,
    }))
}

async function pastKeys(core: Core): Promise<Given[]> {
  const rows = await core.db
    .selectFrom('signing_key')
    .selectAll()
    .where((e) => e.or([e('retired_at', 'is not', null), e('revoked_at', 'is not', null)]))
    .orderBy('made_at', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    name: row.name,
    scheme: row.scheme,
    keyId: row.key_id,
    madeAt: row.made_at,
    state: row.revoked_at === null ? ('retired' as const) : ('revoked' as const),
    custody: 'file' as const,
  }))
}

async function requests(core: Core, actor: UserActor): Promise<RequestView[]> {
  const rows = await core.db
    .selectFrom('key_request')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .limit(200)
    .execute()
  const keeper = keeperOf(actor)
  const views = rows.map(async (row) => {
    const keepers = await keepersOf(core, row)
    const mine = (of: Keeper, by: string | null) => of === keeper || by === actor.userId
    const set = [...keepers].map(([of, by]) => mine(of, by))
    return {
      id: row.id,
      kind: row.kind,
      key: row.key_name,
      reason: row.reason,
      askedBy: row.asked_by,
      askedAt: row.asked_at,
      state: row.state,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at,
      decision: row.decision,
      recovery: row.recovery && {
        mine: set.includes(true),
        other: set.includes(false),
        ready: set.length === 2,
      },
    }
  })
  return Promise.all(views)
}
