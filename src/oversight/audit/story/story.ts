import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { contractById } from '../../../flow/contract/index.ts'
import type { FileStory, StoryStep } from '../model.ts'
import type { ReadRow } from '../search/search.ts'
import { STORY_KINDS } from './kinds.ts'
import { sourcesOf } from './origin.ts'

/** Steps in a seat that a story lists; the replay shows all of them. */
const MOST_IN_SEAT = 200

/** The whole story of what a run released: back to the source versions, forward to who took it away. @throws XinyuError NOT_FOUND */
export async function storyOf(core: Core, runId: string): Promise<FileStory> {
  const run = await core.db
    .selectFrom('run')
    .select(['id', 'kind', 'title', 'contract_id', 'project_id', 'output_hash'])
    .where('id', '=', runId)
    .executeTakeFirst()
  if (!run || run.output_hash === null) throw new XinyuError('NOT_FOUND', { what: 'released file' })
  const file = await fileOf(core, runId)
  const runIds = file?.run_ids ?? [runId]
  const contracts = await contractsOf(core, runIds)
  const tables = await tablesOf(core, run.project_id, contracts.ids)
  const sources = await sourcesOf(core, [...contracts.versions, ...tables.versions])
  const treated = new Set(sources.treated)

  // Of each thing its own kinds alone: a contract stands in the entries of every run under it.
  const found = await Promise.all([
    entriesOf(core, runIds, 'run.'),
    entriesOf(core, contracts.ids, 'contract.'),
    entriesOf(core, tables.ids, 'project.'),
    entriesOf(core, [...sources.landed, ...sources.treated], 'version.'),
    file ? entriesOf(core, [file.request_id], 'airlock.') : [],
  ])
  // Cells of the seat up to the moment in which the file was taken out of it.
  const seat = file?.seat_id ? await inSeat(core, file.seat_id, file.taken_at) : { entries: [], more: 0 }
  const others = file ? await otherFiles(core, file.request_id, file.id) : new Set<string>()
  const steps = new Map<number, StoryStep>()
  for (const { leaf, read } of [...found.flat(), ...seat.entries]) {
    if (read.subject.file !== undefined && others.has(read.subject.file)) continue
    const step = stepOf(leaf, read)
    if (!step) continue
    const made = read.kind === 'version.landed' && treated.has(read.subject.version ?? '')
    steps.set(
      leaf,
      made ? { ...step, moment: 'treated', zh: '治理后的版本', en: 'Version after treatment' } : step,
    )
  }
  return {
    runId,
    digest: run.output_hash,
    path: file?.path ?? run.title ?? `${run.kind} ${runId}`,
    runIds,
    seatId: file?.seat_id ?? null,
    requestId: file?.request_id ?? null,
    steps: [...steps.values()].toSorted((a, b) => a.leaf! - b.leaf!),
    more: seat.more,
  }
}

interface Entry {
  readonly leaf: number
  readonly read: ReadRow
}

function stepOf(leaf: number, { at, kind, subject }: ReadRow): StoryStep | null {
  const known = STORY_KINDS[kind]
  if (!known) return null
  const id = subject[known.subject] ?? ''
  return {
    moment: known.moment,
    at: Date.parse(at),
    leaf,
    id,
    zh: known.zh,
    en: known.en,
    link: known.page === null || id === '' ? null : `${known.page}${id}`,
  }
}

/** Entries of the story's kinds of one room about any of these things. */
async function entriesOf(core: Core, ids: readonly string[], room: string): Promise<Entry[]> {
  const kinds = KINDS.filter((kind) => kind.startsWith(room))
  const { rows } = await sql<{ leaf: number; entry: string }>`
    select distinct o.leaf, o.entry from evidence_term t join evidence_outbox o on o.leaf = t.leaf
    where t.term = any(${ids.map((id) => `s:${id}`)}::text[]) and o.kind = any(${kinds}::text[])`.execute(
    core.db,
  )
  return rows.map(({ leaf, entry }) => ({ leaf, read: JSON.parse(entry) as ReadRow }))
}

const KINDS = Object.keys(STORY_KINDS)
const IN_SEAT = KINDS.filter((kind) => kind.startsWith('seat.'))

async function inSeat(
  core: Core,
  seatId: string,
  until: number,
): Promise<{ entries: Entry[]; more: number }> {
  const { rows } = await sql<{ leaf: number; entry: string; n: number }>`
    select o.leaf, o.entry, count(*) over ()::int as n from evidence_term t join evidence_outbox o on o.leaf = t.leaf
    where t.term = ${`s:${seatId}`} and o.kind = any(${IN_SEAT}::text[]) and o.happened_at <= ${until}
    order by o.leaf desc limit ${MOST_IN_SEAT}`.execute(core.db)
  return {
    entries: rows.map(({ leaf, entry }) => ({ leaf, read: JSON.parse(entry) as ReadRow })),
    more: Math.max(0, (rows[0]?.n ?? 0) - rows.length),
  }
}

/** The file of the airlock that a run let out; none for queries. */
async function fileOf(core: Core, runId: string) {
  const { rows } = await sql<{
    id: string
    request_id: string
    path: string
    run_ids: string[]
    seat_id: string | null
    taken_at: number
  }>`
    select f.id, f.request_id, f.path, f.run_ids, r.seat_id, f.taken_at
    from airlock_file f join airlock_request r on r.id = f.request_id
    where f.run_ids @> array[${runId}]::uuid[]`.execute(core.db)
  return rows[0] ?? null
}

/** Other files of the same request, whose own steps belong to their own stories. */
async function otherFiles(core: Core, requestId: string, fileId: string): Promise<Set<string>> {
  const rows = await core.db
    .selectFrom('airlock_file')
    .select('id')
    .where('request_id', '=', requestId)
    .where('id', '<>', fileId)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

async function contractsOf(
  core: Core,
  runIds: readonly string[],
): Promise<{ ids: string[]; versions: string[] }> {
  const rows = await core.db
    .selectFrom('run')
    .select('contract_id')
    .where('id', 'in', [...runIds])
    .execute()
  const ids = [...new Set(rows.map((row) => row.contract_id))]
  const found = await Promise.all(ids.map((id) => contractById(core, id)))
  return {
    ids,
    versions: found.flatMap((contract) => (contract ? Object.values(contract.terms.tables) : [])),
  }
}

/** What was prepared of the contracted versions for the project. */
async function tablesOf(
  core: Core,
  projectId: string,
  contractIds: readonly string[],
): Promise<{ ids: string[]; versions: string[] }> {
  const rows = await core.db
    .selectFrom('project_table')
    .select(['id', 'version_id'])
    .where('project_id', '=', projectId)
    .where('contract_id', 'in', [...contractIds])
    .execute()
  return { ids: rows.map(({ id }) => id), versions: rows.map((row) => row.version_id) }
}
