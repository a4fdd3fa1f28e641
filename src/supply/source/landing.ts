import { mkdir, rename, rm } from 'node:fs/promises'
import type { Actor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Landing, landVersion, versionById } from '../catalog/index.ts'
import { versionFolder, versionsFolder } from './places.ts'
import { syncPath } from '../../platform/files/index.ts'

/** What an import, or a treatment, came to. */
export interface Imported {
  readonly importId: string
  readonly versionId: string
  readonly number: number
  readonly rows: number
  readonly rejected: number
  readonly insuredCount: number | null
}

/** Moves a staged folder to its place and lands it: the files first, then the row that makes them count. */
export async function moveAndLand(
  core: Core,
  actor: Actor,
  staged: string,
  landing: Landing,
): Promise<Imported> {
  const { versionId } = landing
  const folder = versionFolder(core, versionId)
  await mkdir(versionsFolder(core), { recursive: true, mode: 0o700 })
  await syncPath(staged)
  await rename(staged, folder)
  await syncPath(versionsFolder(core))
  try {
    const { number } = await landVersion(core, actor, landing)
    const { importId, rows, rejected, insuredCount } = landing
    return { importId, versionId, number, rows, rejected, insuredCount }
  } catch (error) {
    // The answer may have failed after the commit: what a row names stays.
    if (!(await versionById(core, versionId))) await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** The same of a version that stands already. */
export const summaryOf = (row: NonNullable<Awaited<ReturnType<typeof versionById>>>): Imported => ({
  importId: row.import_id,
  versionId: row.id,
  number: row.number,
  rows: row.rows,
  rejected: row.rejected,
  insuredCount: row.insured_count,
})
