import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { chainRows, linkOf, type Row } from './chain.ts'
import type { Link } from './rules.ts'

const OVERSEERS: ReadonlySet<string> = new Set(['auditor', 'security_officer'])
export const overseesAuthorities = (actor: UserActor): boolean =>
  actor.roles.some((role) => OVERSEERS.has(role))

/**
 * What a body sees of a link: `all` of its own and of those below it; of those above it `part`, without fees and papers,
 * so that it can show on what it rests; nothing of other branches. A draft is its grantor's alone.
 */
export function seen(
  actor: UserActor,
  link: Link,
  /** Links from the first to this one. */
  chain: readonly Link[],
  /** Links below this one. */
  below: readonly Link[],
): 'all' | 'part' | 'none' {
  const body = actor.participantId
  if (link.state === 'draft') return link.grantorId === body ? 'all' : 'none'
  if (overseesAuthorities(actor)) return 'all'
  if (link.granteeId === body || chain.some((one) => one.grantorId === body)) return 'all'
  return below.some((one) => one.granteeId === body && one.state !== 'draft') ? 'part' : 'none'
}

/** Papers are for the two bodies of a link, the bodies above it, and who oversees. */
export async function mayReadDocuments(core: Core, actor: UserActor, linkId: string): Promise<boolean> {
  const chain = (await chainRows(core.db, linkId)).map(linkOf)
  const link = chain.at(-1)
  return link !== undefined && seen(actor, link, chain, []) === 'all'
}

/** All links of these trees, by the id of the tree's first link. */
export async function treesOf(
  core: Core,
  rootIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  if (rootIds.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('authority')
    .selectAll()
    .where('root_id', 'in', [...rootIds])
    .orderBy('level')
    .orderBy('created_at')
    .orderBy('id')
    .limit(5000)
    .execute()
  return Map.groupBy(rows, (row) => row.root_id)
}
