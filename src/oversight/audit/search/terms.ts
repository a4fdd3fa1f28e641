import { sql } from 'kysely'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { AuditQuery } from '../model.ts'

/** One criterion: an entry fits that holds any of these terms. */
export type Terms = readonly string[]

/** Versions of one dataset, and runs of one hash, that a search goes through. */
const MOST = 500

const subject = (id: string) => `s:${id}`

/** What is asked as terms of the index, the rarest first so that a page is one short walk. */
export async function termsOf(core: Core, query: AuditQuery): Promise<Terms[]> {
  const all: Terms[] = []
  if (query.digest) all.push(await termsOfHash(core, query.digest))
  if (query.runId) all.push([subject(query.runId)])
  if (query.subjectId) all.push([subject(query.subjectId)])
  if (query.contractId) all.push([subject(query.contractId)])
  if (query.datasetId) all.push(await termsOfDataset(core, query.datasetId))
  if (query.userId) all.push([subject(query.userId), `a:${query.userId}`])
  if (query.participantId) all.push([subject(query.participantId), `a:${query.participantId}`])
  if (query.kind) all.push(await termsOfKind(core, query.kind))
  return all
}

/** Runs that released these bytes, and files of the airlock that held them. */
async function termsOfHash(core: Core, digest: string): Promise<Terms> {
  const runs = await core.db
    .selectFrom('run')
    .select('id')
    .where('output_hash', '=', digest)
    .limit(MOST)
    .execute()
  const files = await core.db
    .selectFrom('airlock_file')
    .select('id')
    .where('digest', '=', digest)
    .limit(MOST)
    .execute()
  return [...runs, ...files].map(({ id }) => subject(id))
}

/** A dataset and its versions: uses name versions. */
async function termsOfDataset(core: Core, datasetId: string): Promise<Terms> {
  const versions = await core.db
    .selectFrom('dataset_version')
    .select('id')
    .where('dataset_id', '=', datasetId)
    .orderBy('number', 'desc')
    .limit(MOST)
    .execute()
  return [subject(datasetId), ...versions.map(({ id }) => subject(id))]
}

async function termsOfKind(core: Core, kind: string): Promise<Terms> {
  const kinds = await kindsIn(core)
  const wanted = kind.endsWith('.')
    ? kinds.filter((one) => one.startsWith(kind))
    : kinds.filter((one) => one === kind)
  // Part of a word is taken as a beginning too, where no kind is called so.
  const found = wanted.length > 0 ? wanted : kinds.filter((one) => one.startsWith(kind))
  return found.map((one) => `k:${one}`)
}

/** The kinds that occur, by one short look at the index for each of them. */
export async function kindsIn(core: Pick<Core, 'db'>): Promise<string[]> {
  const { rows } = await sql<{ term: string }>`
    with recursive kinds as (
      (select term from evidence_term where term >= 'k:' order by term limit 1)
      union all
      select (select e.term from evidence_term e where e.term > kinds.term order by e.term limit 1)
      from kinds where kinds.term is not null and kinds.term like 'k:%'
    )
    select term from kinds where term like 'k:%'`.execute(core.db)
  return rows.map(({ term }) => term.slice(2))
}
