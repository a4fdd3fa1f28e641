import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MIGRATIONS, type OpenSpace, VERSION } from '../../app.ts'
import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { systemClock, systemRandom } from '../../kernel/index.ts'
import { createLogger, loadConfig, lockHome, migrate, openDatabase } from '../../platform/index.ts'
import {
  keepMasterKeyAt,
  masterKeyInside,
  recordedSuite,
  settleSuite,
  suite,
} from '../../safeguard/crypto/index.ts'
import { act, purgeDestroyedKeys, restoreEvidence, type Restored } from '../../safeguard/evidence/index.ts'
import { filesBelow, homeFiles, SUITE } from './folders.ts'
import type { Manifest } from './model.ts'
import { newSealer } from './seal.ts'
import { dumpDatabase, loadDatabase } from './snapshot.ts'
import { type BackupSource, backupSource } from './source.ts'
import { type BackupTarget, backupTarget } from './target.ts'

/**
 * Backs a space up into an empty folder: the database of one moment first, then the log, so that the log is never
 * behind the database. With a passphrase every byte is sealed by the suite in force; without one the folder holds the
 * keys in the open: keep it as safe as the space itself.
 * @throws XinyuError BACKUP_FOLDER
 */
export async function backupSpace(
  { core, space, database }: OpenSpace,
  folder: string,
  passphrase: string | null = null,
): Promise<Manifest> {
  const target = await backupTarget(folder, passphrase === null ? null : await newSealer(passphrase))
  const snapshot = await dumpDatabase(database.pool, (path, source) => target.put(path, 0o600, source))
  const log = await putLog(target, core)
  for await (const { path, mode } of homeFiles(core.home))
    await target.put(`home/${path}`, mode, createReadStream(join(core.home, path)))
  const manifest = await target.finish({
    version: VERSION,
    spaceId: space.id,
    suite: suite().name,
    masterKey: masterKeyInside(core.home),
    at: core.clock.now(),
    tables: [...snapshot.tables],
    migrations: [...snapshot.migrations],
    log,
  })
  await act(core, systemActor('backup'), async ({ note }) => {
    note({
      kind: 'space.backed_up',
      subject: { space: space.id },
      payload: { log, tables: snapshot.tables.length, sealed: passphrase !== null },
    })
  })
  return manifest
}

/** The log is copied inside the data folder first: what stands on the backup's own disk is sealed from its first byte. */
async function putLog(target: BackupTarget, { home, evidence }: OpenSpace['core']) {
  const draft = await mkdtemp(join(home, 'backup-'))
  try {
    const log = await evidence.backupTo(join(draft, 'evidence'))
    for await (const { path, mode } of filesBelow(draft, 'evidence'))
      await target.put(path, mode, createReadStream(join(draft, path)))
    return log
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

export interface RestoredSpace {
  readonly manifest: Manifest
  readonly log: Restored
  /** What the settings here name where the space works with another suite; it goes on with its own. */
  readonly settingDiffers: string | null
}

/**
 * Restores a backup into a data folder that holds no database. A newer log that survived in the folder goes on;
 * otherwise a new log begins that names the old one. Nothing is ever cut off. The space goes on with its own suite.
 * @throws XinyuError BACKUP_INVALID, BACKUP_SEALED, BACKUP_PASSPHRASE, BACKUP_TARGET, EVIDENCE_BACKUP_INVALID
 */
export async function restoreSpace(
  folder: string,
  home: string,
  passphrase: string | null = null,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RestoredSpace> {
  const source = await backupSource(folder, passphrase)
  const { manifest } = source
  await mkdir(home, { recursive: true, mode: 0o700 })
  const lock = lockHome(home)
  try {
    if (existsSync(join(home, 'pg'))) throw new XinyuError('BACKUP_TARGET', { folder: home })
    const there = existsSync(join(home, SUITE)) ? await recordedSuite(home) : null
    if (there !== null && there !== manifest.suite)
      throw new XinyuError('BACKUP_INVALID', { why: `it is of ${manifest.suite}, the log here of ${there}` })
    // A surviving log brings its own keys and settings; those of the backup must not replace them.
    for (const { path } of source.below('home/'))
      await source.take(path, join(home, path.slice('home/'.length)))
    return { manifest, ...(await restoreInto(source, home, env)) }
  } finally {
    lock.release()
  }
}

async function restoreInto(
  source: BackupSource,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Omit<RestoredSpace, 'manifest'>> {
  const { manifest } = source
  const config = loadConfig({ home, env })
  await settleSuite(home, null)
  keepMasterKeyAt(home, config.crypto.masterKeyFile)
  // What was destroyed since the backup was made stays destroyed.
  await purgeDestroyedKeys(home, systemRandom)
  const database = await openDatabase({
    url: config.databaseUrl ?? undefined,
    home,
    log: createLogger('error'),
  })
  const draft = await mkdtemp(join(home, 'restore-'))
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
    await loadDatabase(database.pool, source.read, manifest)
    for (const { path } of source.below('evidence/')) await source.take(path, join(draft, path))
    const log = await restoreEvidence(
      { home, clock: systemClock, random: systemRandom, db: database.db },
      join(draft, 'evidence'),
    )
    const setting = config.crypto.suite
    return { log, settingDiffers: setting !== null && setting !== manifest.suite ? setting : null }
  } finally {
    await rm(draft, { recursive: true, force: true })
    await database.stop()
  }
}
