import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { datasetById, zoneView } from '../../supply/catalog/index.ts'
import { AuthorityRule, type RuleView } from './model.ts'

export interface NewRule {
  readonly about: 'zone' | 'dataset'
  readonly aboutId: string
  readonly rule: AuthorityRule
}

/**
 * Sets when an authority is needed: for a zone by its keepers, for a data set by its owner. A change is a new version;
 * it is asked of contracts that are made from then on.
 * @throws XinyuError NOT_FOUND, ZONE_NOT_KEEPER
 */
export async function setRule(
  core: Core,
  actor: UserActor,
  { about, aboutId, rule }: NewRule,
): Promise<Acted<{ version: number }>> {
  await mustKeep(core, actor, about, aboutId)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const last = await tx
      .selectFrom('authority_rule')
      .select('version')
      .where('about_id', '=', aboutId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()
    const version = (last?.version ?? 0) + 1
    await tx
      .insertInto('authority_rule')
      .values({
        id: id(),
        about,
        about_id: aboutId,
        version,
        rule: JSON.stringify(rule),
        set_by: actor.userId,
        set_at: now,
      })
      .execute()
    note({
      kind: 'authority.required',
      subject: { [about]: aboutId, participant: actor.participantId },
      payload: { version, ...rule },
    })
    return { version }
  })
}

async function mustKeep(core: Core, actor: UserActor, about: NewRule['about'], id: string): Promise<void> {
  if (about === 'dataset') {
    const dataset = await datasetById(core, id)
    if (dataset?.participant_id === actor.participantId) return
    throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  }
  const zone = await zoneView(core, actor, id)
  if (!zone) throw new XinyuError('NOT_FOUND', { what: 'zone' })
  if (!zone.mayKeep) throw new XinyuError('ZONE_NOT_KEEPER', { zone: zone.code })
}

/** The rules in force now, of all zones and data sets that have one, or of one of them with its earlier versions. */
export async function listRules(core: Core, aboutId?: string): Promise<RuleView[]> {
  let query = core.db.selectFrom('authority_rule').selectAll()
  query =
    aboutId === undefined
      ? query.distinctOn('about_id').orderBy('about_id')
      : query.where('about_id', '=', aboutId)
  const rows = await query.orderBy('version', 'desc').limit(500).execute()
  return rows.map((row) => ({
    ...AuthorityRule.parse(row.rule),
    about: row.about,
    aboutId: row.about_id,
    version: row.version,
    setAt: row.set_at,
  }))
}
