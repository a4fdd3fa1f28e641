import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../rules.ts'
import { indexExternals } from '../search/index-row.ts'
import { mustTake } from '../zones/actions.ts'
import type { DcatEntry } from './model.ts'
import { readDcat } from './read.ts'

export interface DcatImport {
  readonly document: unknown
  /** Where the catalogue was found. */
  readonly sourceUrl: string | null
  readonly zoneId: string | null
  /** For the space itself, which acts for no body. */
  readonly participantId?: string
}

/**
 * Takes the datasets of another catalogue in as external entries: described here, kept there, not importable. An entry
 * that came before is renewed; one of our own, and one that another body takes care of, is left alone. All or nothing.
 * @throws XinyuError DCAT_CONTEXT_UNKNOWN, DCAT_FEATURE, DCAT_EMPTY, DCAT_INVALID, NOT_FOUND, ZONE_NOT_CONTRIBUTOR
 */
export async function importDcat(
  core: Core,
  actor: Actor,
  { document, sourceUrl, zoneId, participantId }: DcatImport,
): Promise<{ added: number; renewed: number; kept: number; ids: string[] }> {
  const entries = readDcat(document)
  const owner = actor.kind === 'user' ? actor.participantId : participantId
  if (owner === undefined)
    throw new XinyuError('INPUT_INVALID', { where: 'participantId', why: 'is missing' })
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    if (zoneId !== null) await mustTake(tx, actor, zoneId)
    const kept = await keptByOthers(tx, owner, entries)
    const ids: string[] = []
    let renewed = 0
    for (const entry of entries.filter(({ iri }) => !kept.has(iri))) {
      const values = { zone_id: zoneId, source_url: sourceUrl, entry: JSON.stringify(entry), updated_at: now }
      const fresh = id()
      const row = await tx
        .insertInto('external_entry')
        .values({ id: fresh, participant_id: owner, iri: entry.iri, created_at: now, ...values })
        .onConflict((conflict) => conflict.constraint('external_entry_iri').doUpdateSet(values))
        .returning('id')
        .executeTakeFirstOrThrow()
      ids.push(row.id)
      if (row.id !== fresh) renewed++
    }
    for (let at = 0; at < ids.length; at += 200) await indexExternals(tx, ids.slice(at, at + 200))
    note({
      kind: 'catalogue.imported',
      subject: { participant: owner, ...(zoneId !== null && { zone: zoneId }) },
      payload: { sourceUrl, entries: ids.length, kept: kept.size },
    })
    return { added: ids.length - renewed, renewed, kept: kept.size, ids }
  })
  return value
}

/** Names that are not this body's to describe: our own datasets, and what another body took in. */
async function keptByOthers(tx: Tx, owner: string, entries: readonly DcatEntry[]): Promise<Set<string>> {
  const iris = entries.map(({ iri }) => iri)
  const { rows } = await sql<{ iri: string }>`
    select 'urn:uuid:' || id::text as iri from dataset where 'urn:uuid:' || id::text = any(${iris}::text[])
    union select iri from external_entry where iri = any(${iris}::text[]) and participant_id <> ${owner}`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.iri))
}

/** Takes an external entry of the own body out of the catalogue. @throws XinyuError NOT_FOUND */
export async function removeExternal(core: Core, actor: Actor, id: string): Promise<void> {
  await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('external_entry')
      .select(['id', 'participant_id', 'iri'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'entry' })
    await tx.deleteFrom('catalog_search').where('id', '=', id).execute()
    await tx.deleteFrom('external_entry').where('id', '=', id).execute()
    note({
      kind: 'catalogue.removed',
      subject: { participant: row.participant_id, entry: id },
      payload: { iri: row.iri },
    })
  })
}
