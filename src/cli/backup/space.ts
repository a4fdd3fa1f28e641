import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { MIGRATIONS, type OpenSpace, VERSION } from '../../app.ts'
import { systemClock, systemRandom } from '../../kernel/index.ts'
import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { createLogger, loadConfig, lockHome, migrate, openDatabase } from '../../platform/index.ts'
import { act, restoreEvidence, type Restored } from '../../safeguard/evidence/index.ts'
import { dumpDatabase, loadDatabase } from './snapshot.ts'

/** Folders of the data folder that are copied as they are: immutable files, superset of what the snapshot names. */
const FOLDERS = [
  'versions',
  'insured',
  'outputs',
  'uploads',
  'keys',
  'authority',
  'evidence-archive',
  'airlock',
  'seats/files',
  'seats/imports',
  'contest/files',
  'contest/scoring',
  'contest-blind',
] as const
const CONFIG = 'xinyu.yaml'
const FORMAT = 'xinyu-backup/1'

const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  version: z.string(),
  spaceId: z.uuid(),
  at: z.int(),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.int() })),
  migrations: z.array(z.strictObject({ room: z.string(), name: z.string(), hash: z.string() })),
  log: z.strictObject({ origin: z.string(), size: z.int(), root: z.string() }),
})
export type Manifest = z.output<typeof Manifest>

/**
 * Backs a space up into an empty folder: the database of one moment first, then the log, so that the log is never
 * behind the database. The keys are in it: keep it as safe as the space itself.
 * @throws XinyuError BACKUP_FOLDER
 */
export async function backupSpace({ core, space, database }: OpenSpace, folder: string): Promise<Manifest> {
  await mustBeEmpty(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const snapshot = await dumpDatabase(database.pool, join(folder, 'database'))
  const log = await core.evidence.backupTo(join(folder, 'evidence'))
  for (const name of FOLDERS) {
    if (existsSync(join(core.home, name)))
      await cp(join(core.home, name), join(folder, name), { recursive: true })
  }
  if (existsSync(join(core.home, CONFIG))) await cp(join(core.home, CONFIG), join(folder, CONFIG))
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    spaceId: space.id,
    at: core.clock.now(),
    tables: [...snapshot.tables],
    migrations: [...snapshot.migrations],
    log,
  }
  // Last: a folder without a manifest is no backup.
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  await act(core, systemActor('backup'), async ({ note }) => {
    note({
      kind: 'space.backed_up',
      subject: { space: space.id },
      payload: { log, tables: snapshot.tables.length },
    })
  })
  return manifest
}

/**
 * Restores a backup into a data folder that holds no database. A newer log that survived in the folder goes on;
 * otherwise a new log begins that names the old one. Nothing is ever cut off.
 * @throws XinyuError BACKUP_INVALID, BACKUP_TARGET, EVIDENCE_BACKUP_INVALID
 */
export async function restoreSpace(
  folder: string,
  home: string,
): Promise<{ manifest: Manifest; log: Restored }> {
  const manifest = await readManifest(folder)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const lock = lockHome(home)
  try {
    if (existsSync(join(home, 'pg'))) throw new XinyuError('BACKUP_TARGET', { folder: home })
    // A surviving log brings its own keys; those of the backup must not replace them.
    for (const name of FOLDERS) {
      if (existsSync(join(folder, name)))
        await cp(join(folder, name), join(home, name), { recursive: true, force: false })
    }
    if (!existsSync(join(home, CONFIG)) && existsSync(join(folder, CONFIG)))
      await cp(join(folder, CONFIG), join(home, CONFIG))
    return { manifest, log: await restoreInto(folder, home, manifest) }
  } finally {
    lock.release()
  }
}

async function restoreInto(folder: string, home: string, manifest: Manifest): Promise<Restored> {
  const config = loadConfig({ home, env: process.env })
  const database = await openDatabase({
    url: config.databaseUrl ?? undefined,
    home,
    log: createLogger('error'),
  })
  try {
    await migrate(database.db, MIGRATIONS)
    const known = new Set(
      (await database.pool.query('select room, name, hash from schema_migration')).rows.map((row) =>
        JSON.stringify(row),
      ),
    )
    const unknown = manifest.migrations.find((one) => !known.has(JSON.stringify(one)))
    if (unknown)
      throw new XinyuError('BACKUP_INVALID', {
        why: `migration ${unknown.room}/${unknown.name} is not known here`,
      })
    const { rows } = await database.pool.query('select 1 from space')
    if (rows.length > 0) throw new XinyuError('BACKUP_TARGET', { folder: home })
    await loadDatabase(database.pool, join(folder, 'database'), manifest)
    return await restoreEvidence(
      { home, clock: systemClock, random: systemRandom, db: database.db },
      join(folder, 'evidence'),
    )
  } finally {
    await database.stop()
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => null)
  if (text === null) throw new XinyuError('BACKUP_INVALID', { why: 'no manifest.json' })
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new XinyuError('BACKUP_INVALID', { why: 'manifest.json does not fit' }, { cause })
  }
}

async function mustBeEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => [])
  if (found.length > 0) throw new XinyuError('BACKUP_FOLDER', { folder })
}
