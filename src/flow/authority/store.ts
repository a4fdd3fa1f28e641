import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import { linkOf, type Row, zonesOf } from './chain.ts'
import { type ChainView, type DocumentView, Fees, type LinkView, MAX_LEVEL, type TreeView } from './model.ts'
import { chainFault, type Link } from './rules.ts'
import { overseesAuthorities, seen, treesOf } from './visible.ts'

/** Chains that the actor's body has part in, newest first; all for who oversees. Paged by their first links. */
export async function listTrees(
  core: Core,
  actor: UserActor,
  page: Page & { readonly waiting?: boolean | undefined },
): Promise<{ items: TreeView[]; total: number }> {
  const { participantId } = actor
  let query = core.db.selectFrom('authority').where('level', '=', 1)
  query = query.where((eb) => {
    const tree = eb
      .selectFrom('authority as member')
      .select('member.root_id')
      .where((e) =>
        e.or([
          e('member.grantor_id', '=', participantId),
          e.and([e('member.grantee_id', '=', participantId), e('member.state', '<>', 'draft')]),
        ]),
      )
    const own = page.waiting
      ? tree.where('member.state', '=', 'offered').where('member.grantee_id', '=', participantId)
      : tree
    return overseesAuthorities(actor) && !page.waiting ? eb('state', '<>', 'draft') : eb('id', 'in', own)
  })
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const roots = await query
    .select('id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const trees = await treesOf(
    core,
    roots.map((root) => root.id),
  )
  const items = await Promise.all(roots.map(({ id }) => treeView(core, actor, id, trees.get(id) ?? [])))
  return { items, total: count }
}

/** One link with what stands above and below it. Of others it looks like none. @throws XinyuError NOT_FOUND */
export async function chainView(core: Core, actor: UserActor, id: string): Promise<ChainView> {
  const root = await core.db.selectFrom('authority').select('root_id').where('id', '=', id).executeTakeFirst()
  if (!root) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  const rows = (await treesOf(core, [root.root_id])).get(root.root_id) ?? []
  const { links, titles } = await treeView(core, actor, root.root_id, rows)
  const link = links.find((one) => one.id === id)
  if (!link) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  const parents = new Map(links.map((one) => [one.id, one.parentId]))
  const pathOf = (from: string | null): string[] =>
    from === null || !parents.has(from) ? [] : [...pathOf(parents.get(from)!), from]
  const above = pathOf(link.parentId)
  return {
    link,
    above: links.filter((one) => above.includes(one.id)),
    below: links.filter((one) => one.id !== id && pathOf(one.id).includes(id)),
    titles,
  }
}

async function treeView(
  core: Core,
  actor: UserActor,
  rootId: string,
  rows: readonly Row[],
): Promise<TreeView> {
  const links = rows.map(linkOf)
  const byId = new Map(links.map((link) => [link.id, link]))
  const up = (link: Link): Link[] => {
    const parent = link.parentId === null ? undefined : byId.get(link.parentId)
    return parent ? [...up(parent), link] : [link]
  }
  const down = (id: string): Link[] =>
    links.filter((link) => link.parentId === id).flatMap((link) => [link, ...down(link.id)])
  const zoneOf = await zonesOf(core.db, links)
  const now = core.clock.now()
  const visible = rows.flatMap((row) => {
    const link = byId.get(row.id)!
    const chain = up(link)
    const sight = seen(actor, link, chain, down(link.id))
    return sight === 'none' ? [] : [{ row, link, chain, sight }]
  })
  const bodies = await participantsByIds(
    core,
    visible.flatMap(({ link }) => [link.grantorId, link.granteeId]),
  )
  const documents = await documentsOf(
    core,
    visible.filter(({ sight }) => sight === 'all').map(({ row }) => row.id),
  )
  const officer = actor.roles.includes('data_officer')
  const views = visible.map(({ row, link, chain, sight }): LinkView => {
    const { participantId } = actor
    const open = ['draft', 'offered', 'accepted'].includes(link.state)
    const live = chainFault(chain, now, zoneOf) === null
    const above = chain.some((one) => one.grantorId === participantId)
    return {
      id: link.id,
      parentId: link.parentId,
      rootId,
      level: row.level,
      grantorId: link.grantorId,
      grantorNameZh: bodies.get(link.grantorId)?.nameZh ?? '',
      grantorNameEn: bodies.get(link.grantorId)?.nameEn ?? '',
      granteeId: link.granteeId,
      granteeNameZh: bodies.get(link.granteeId)?.nameZh ?? '',
      granteeNameEn: bodies.get(link.granteeId)?.nameEn ?? '',
      scope: link.scope,
      from: link.from,
      until: link.until,
      fees: sight === 'all' ? Fees.parse(row.fees) : null,
      state: link.state,
      reason: sight === 'all' ? row.reason : null,
      createdAt: row.created_at,
      endedAt: row.ended_at === null ? null : row.ended_at,
      documents: documents.get(row.id) ?? [],
      live,
      mayOffer: officer && link.state === 'draft',
      mayAccept: officer && link.state === 'offered' && link.granteeId === participantId,
      mayExtend: officer && live && link.granteeId === participantId && row.level < MAX_LEVEL,
      mayWithdraw: officer && open && (above || link.granteeId === participantId),
      mayDocument: officer && open && link.grantorId === participantId,
    }
  })
  return { rootId, links: views, titles: await titlesOf(core, views) }
}

async function documentsOf(core: Core, ids: readonly string[]): Promise<Map<string, DocumentView[]>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('authority_document')
    .selectAll()
    .where('authority_id', 'in', [...ids])
    .orderBy('added_at')
    .execute()
  const grouped = Map.groupBy(rows, (row) => row.authority_id)
  return new Map(
    [...grouped].map(([id, list]) => [
      id,
      list.map(({ id: documentId, name, type, bytes, digest, added_at }) => ({
        id: documentId,
        name,
        type,
        bytes,
        digest,
        addedAt: added_at,
      })),
    ]),
  )
}

/** Titles of the zones and data sets that the links name. */
async function titlesOf(core: Core, links: readonly LinkView[]): Promise<TreeView['titles']> {
  const titles: TreeView['titles'] = {}
  for (const table of ['zone', 'dataset'] as const) {
    const ids = [...new Set(links.flatMap(({ scope }) => (table === 'zone' ? scope.zones : scope.datasets)))]
    if (ids.length === 0) continue
    const rows = await core.db
      .selectFrom(table)
      .select(['id', 'title_zh', 'title_en'])
      .where('id', 'in', ids)
      .execute()
    for (const row of rows) titles[row.id] = { zh: row.title_zh, en: row.title_en }
  }
  return titles
}
