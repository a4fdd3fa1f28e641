import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Json } from '../../../kernel/canonical.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { BuildTable, BuiltTable } from './child/build.ts'
import { syncPath } from '../../../platform/files/index.ts'

const TIME_MS = 3_600_000

/** Makes a folder with one database in it, whole or not at all. `more` puts beside it what belongs to it. */
export async function buildFolder(
  core: Core,
  folder: string,
  file: string,
  tables: readonly BuildTable[],
  more: (draft: string, built: readonly BuiltTable[]) => Promise<void>,
): Promise<void> {
  const draft = `${folder}.${Buffer.from(core.random.bytes(6)).toString('hex')}.part`
  const spill = `${draft}.spill`
  await mkdir(draft, { recursive: true, mode: 0o755 })
  await mkdir(spill, { recursive: true, mode: 0o700 })
  try {
    const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('./child/build.ts', import.meta.url).href
    const input = { target: join(draft, file), spill, tables } as unknown as Json
    const made = (await core.engine.script({ module, input, limits })) as unknown as { tables: BuiltTable[] }
    await chmod(join(draft, file), 0o644)
    await more(draft, made.tables)
    await chmod(draft, 0o755)
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
    await syncPath(dirname(folder))
  } finally {
    await rm(spill, { recursive: true, force: true })
    await rm(draft, { recursive: true, force: true })
  }
}
