import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { versionFolder } from '../../source/index.ts'

/** Rows that a repair could not determine, beside the version's parts; null where there are none. */
export async function quarantineOf(core: Core, versionId: string): Promise<string | null> {
  const file = join(versionFolder(core, versionId), 'quarantine.parquet')
  return (await stat(file).catch(() => null)) ? file : null
}
