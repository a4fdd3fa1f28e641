import { setImmediate } from 'node:timers/promises'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Pair } from '../model.ts'
import { maskName } from '../people/masks.ts'
import { STANDING } from '../states.ts'
import { bodiesOf, teamsIn } from '../store.ts'
import { likePairs, plainText, sketchOf } from './likeness.ts'

/** Intros that share this much are told to the organiser. */
const LIKE = 0.6
const MOST = 500

/** Texts that are hashed before others get their turn: the organiser's question must not keep the server busy. */
const AT_ONCE = 20
/** Sketches by the hash of their text: an organiser looks often, and intros seldom change. Filled anew when it is full. */
const known = new Map<string, readonly number[]>()
const MOST_KNOWN = 5000

async function sketchesOf(texts: readonly string[]): Promise<(readonly number[])[]> {
  const found: (readonly number[])[] = []
  let made = 0
  for (const text of texts) {
    const key = suite().hash.of(text).toString('base64')
    let sketch = known.get(key)
    if (sketch === undefined) {
      sketch = sketchOf(text)
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(key, sketch)
      made += 1
      if (made % AT_ONCE === 0) await setImmediate()
    }
    found.push(sketch)
  }
  return found
}

interface Seen {
  readonly teamId: string
  /** Who it is for sure: phone or entrant. */
  readonly key: string
  readonly name: string
  readonly accepted: boolean
}

/**
 * Pairs of entries that stand and look like one person or one work twice: the same phone, the same name from the same body, the
 * same title, much the same intro. It tells, it decides nothing.
 */
export async function pairsIn(core: Core, contestId: string, full: boolean): Promise<Pair[]> {
  const teams = await teamsIn(core.db, contestId, STANDING)
  const ids = teams.map(({ id }) => id)
  if (ids.length < 2) return []
  const bodies = await bodiesOf(core.db, ids)
  const rows = await core.db
    .selectFrom('contest_member as m')
    .leftJoin('contest_entrant as e', 'e.id', 'm.entrant_id')
    .select(['m.team_id', 'm.phone', 'm.state', 'm.body_id', 'e.name', 'm.name as called'])
    .where('m.team_id', 'in', ids)
    .where('m.state', 'in', ['accepted', 'invited'])
    .orderBy('m.id')
    .execute()
  const seen = rows.map((row): Seen & { readonly from: string } => {
    const name = row.name ?? row.called
    const body = bodies.get(row.team_id)!.find(({ id }) => id === row.body_id)
    return {
      teamId: row.team_id,
      key: row.phone,
      name,
      accepted: row.state === 'accepted',
      from: body && name !== '' ? `${body.uscc} ${plainText(name)}` : '',
    }
  })
  const byId = new Map(teams.map((team) => [team.id, team]))
  const brief = (id: string) => {
    const { number, name, title } = byId.get(id)!
    return { id, number, name, title }
  }
  const shown = (name: string) => (full ? name : maskName(name))
  const pairs: Pair[] = []
  const told = new Set<string>()
  const add = (kind: Pair['kind'], a: string, b: string, who: string | null, like: number) => {
    const [first, second] = a < b ? [a, b] : [b, a]
    const key = `${kind} ${first} ${second} ${who}`
    if (first === second || told.has(key) || pairs.length >= MOST) return
    told.add(key)
    pairs.push({ kind, a: brief(first), b: brief(second), who, likeness: Math.round(like * 100) / 100 })
  }
  for (const [one, other] of samePairs(seen, ({ key }) => key))
    add('person', one.teamId, other.teamId, shown(one.name), 1)
  for (const [one, other] of samePairs(seen, ({ from }) => from))
    if (one.key !== other.key) add('same_name', one.teamId, other.teamId, shown(one.name), 1)
  for (const [one, other] of samePairs(teams, ({ title }) => plainText(title)))
    add('title', one.id, other.id, null, 1)
  for (const [a, b, like] of likePairs(await sketchesOf(teams.map(({ intro }) => intro)), LIKE))
    add('intro', teams[a]!.id, teams[b]!.id, null, like)
  return pairs
}

/** Neighbours with the same key: of three that are the same, two pairs tell all. */
function samePairs<T>(items: readonly T[], keyOf: (item: T) => string): [T, T][] {
  const last = new Map<string, T>()
  const pairs: [T, T][] = []
  for (const item of items) {
    const key = keyOf(item)
    if (key === '') continue
    const before = last.get(key)
    if (before !== undefined) pairs.push([before, item])
    last.set(key, item)
  }
  return pairs
}
