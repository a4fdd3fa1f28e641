import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { type Actor, systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { stagingFolder } from '../places.ts'
import { PERSONS_FILE, type PersonsInput } from './child.ts'
import { keyFile } from './keys.ts'
import { type Register, staleRegisters } from './registers.ts'

const TIME_MS = 6 * 3_600_000
const QUIET_MS = 3_000
/** Rows of one statement: enough that the statement costs little, few enough that a cancel is felt soon. */
export const BATCH = 20_000
const KIND = 'persons'
const CLOCKWORK: Actor = systemActor('persons')

/** Registers the kind of job `persons`: after a kill it begins anew, what stands already is written again. */
export function registerPersonsJob(core: Core): void {
  core.jobs.register<Record<string, never>>(KIND, async ({ signal, progress }): Promise<Json> => {
    const made = await indexPersons(core, signal, (share) => progress(share, 'persons.indexing'))
    return { registers: made.length, rows: made.reduce((sum, one) => sum + one.rows, 0) }
  })
}

/**
 * A register that gets a new version is indexed once its landing is over; what was missed is made up for now.
 * @returns stops the waiting
 */
export function indexAfterLanding(core: Core, quietMs = QUIET_MS): () => void {
  let timer: NodeJS.Timeout | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      requestIndex(core).catch((error: unknown) =>
        core.log.error({ err: error }, 'indexing the registers of persons is put off'),
      )
    }, quietMs)
  }
  core.events.on('version.landed', later)
  later()
  return () => clearTimeout(timer)
}

/** Asks for the index when a register is newer than it. True when a job was put into the queue. */
export async function requestIndex(core: Core): Promise<boolean> {
  if ((await staleRegisters(core)).length === 0) return false
  await act(core, CLOCKWORK, async ({ tx, note }) => {
    const job = await core.jobs.enqueue(tx, CLOCKWORK, KIND, {})
    note({ kind: 'insured.index_requested', subject: { job } })
  })
  return true
}

/** Makes the index of every register that is newer than it. For the job, the demo and tests. */
export async function indexPersons(
  core: Core,
  signal?: AbortSignal,
  tell: (share: number) => void = () => {},
): Promise<{ datasetId: string; rows: number }[]> {
  const made: { datasetId: string; rows: number }[] = []
  const stale = await staleRegisters(core)
  for (const [i, register] of stale.entries()) {
    const rows = await indexRegister(core, register, signal, (share) => tell((i + share) / stale.length))
    made.push({ datasetId: register.datasetId, rows })
  }
  return made
}

async function indexRegister(
  core: Core,
  register: Register,
  signal: AbortSignal | undefined,
  tell: (share: number) => void,
): Promise<number> {
  const staging = join(stagingFolder(core), uuid7(core.random, core.clock.now()))
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const input: PersonsInput = {
      staging,
      keyFile: await keyFile(core),
      files: register.files.map((file) => join(core.home, file)),
      system: register.system,
      columns: register.columns,
    }
    const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('./child.ts', import.meta.url).href
    const { rows } = await core.engine.script<{ rows: number }>(
      { module, input: input as unknown as Json, limits },
      signal ? { signal } : {},
    )
    let done = 0
    for await (const batch of batchesOf(join(staging, PERSONS_FILE), BATCH)) {
      signal?.throwIfAborted()
      await writeBatch(core, register, batch)
      done += BATCH
      tell(Math.min(1, done / Math.max(1, rows)))
    }
    await finish(core, register, rows)
    return rows
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Lines of a file of JSON objects, many at a time, as the text of one JSON array. */
export async function* batchesOf(file: string, size: number): AsyncGenerator<string> {
  let lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line !== '') lines.push(line)
    if (lines.length < size) continue
    yield `[${lines.join(',')}]`
    lines = []
  }
  if (lines.length > 0) yield `[${lines.join(',')}]`
}

/** A derived table: no fact about the space, so written outside of actions; that it was made is noted at the end. */
async function writeBatch(core: Core, register: Register, batch: string): Promise<void> {
  await sql`
    insert into insured_identity (cert_key, dataset_id, insured, psn_key, name_key, version_id, person)
    select distinct on (r.cert_key, r.insured)
      r.cert_key, ${register.datasetId}::uuid, r.insured, r.psn_key, r.name_key, ${register.versionId}::uuid,
      coalesce(
        (select min(i.person) from insured_identity i where i.cert_key = r.cert_key and i.name_key = r.name_key),
        min(r.insured) over (partition by r.cert_key, r.name_key))
    from json_to_recordset(${batch}::json) as r (cert_key uuid, name_key uuid, psn_key uuid, insured bigint)
    order by r.cert_key, r.insured, r.name_key
    on conflict (cert_key, dataset_id, insured) do update
      set psn_key = excluded.psn_key, name_key = excluded.name_key, version_id = excluded.version_id,
          person = excluded.person`.execute(core.db)
}

/** Only now the rows of the version before go: nobody is unknown in between. */
async function finish(core: Core, register: Register, rows: number): Promise<void> {
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    await tx
      .deleteFrom('insured_identity')
      .where('dataset_id', '=', register.datasetId)
      .where('version_id', '<>', register.versionId)
      .execute()
    const values = { version_id: register.versionId, rows, indexed_at: now }
    await tx
      .insertInto('insured_register')
      .values({ dataset_id: register.datasetId, ...values })
      .onConflict((conflict) => conflict.column('dataset_id').doUpdateSet(values))
      .execute()
    note({
      kind: 'insured.indexed',
      subject: { dataset: register.datasetId, version: register.versionId },
      payload: { rows },
    })
  })
}
