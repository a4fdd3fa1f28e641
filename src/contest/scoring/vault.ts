import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../../platform/files/index.ts'
import { openBox, sealBox } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'

/**
 * Hidden data, artefacts and predictions as files `HOME/contest/scoring/…`, each under a key of its own (by the cipher of the suite)
 * that lies in the database: the folder alone is noise, and what was destroyed is gone from every copy of it too.
 */
const KEY_BYTES = 32
type Home = Pick<Core, 'home' | 'random'>

const folderOf = (home: string): string => join(home, 'contest', 'scoring')
const fileOf = (home: string, id: string): string => join(folderOf(home), id.slice(-2), `${id}.bin`)

/** Keeps bytes durably. Returns their key. */
export async function keep(core: Home, id: string, bytes: Uint8Array | string): Promise<Buffer> {
  const key = Buffer.from(core.random.bytes(KEY_BYTES))
  await writeDurably(fileOf(core.home, id), sealBox(key, id, Buffer.from(bytes), core.random))
  return key
}

/** @throws Error when they are gone or were changed: a box says so itself */
export async function kept(core: Home, id: string, key: Buffer | null): Promise<Buffer> {
  if (key === null) throw new Error(`the bytes ${id} were destroyed`)
  return openBox(key, id, await readFile(fileOf(core.home, id)))
}

/** Takes the bytes away for good; what is gone already is gone. */
export const destroy = (home: string, id: string): Promise<void> => rm(fileOf(home, id), { force: true })

/** What was written and never counted, since the server was killed in between: no row names it. */
export async function sweep(core: Core): Promise<number> {
  const names = await readdir(folderOf(core.home), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  const files = names.filter((one) => one.isFile())
  if (files.length === 0) return 0
  const tasks = await core.db
    .selectFrom('contest_task')
    .select(['features_id', 'answers_id', 'sample_id'])
    .execute()
  const artefacts = await core.db.selectFrom('contest_artefact').select('id').execute()
  const runs = await core.db
    .selectFrom('contest_task_run')
    .select('id')
    .where('predictions_key', 'is not', null)
    .execute()
  const known = new Set([
    ...tasks.flatMap((one) => [one.features_id, one.answers_id, one.sample_id]),
    ...[...artefacts, ...runs].map(({ id }) => id),
  ])
  const lost = files.filter(({ name }) => !known.has(name.replace(/\.bin$/, '')))
  for (const { parentPath, name } of lost) await rm(join(parentPath, name), { force: true })
  return lost.length
}
