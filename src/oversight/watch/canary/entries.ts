import type { Core } from '../../../safeguard/evidence/index.ts'
import { outputBytes } from '../../../use/run/index.ts'
import type { ReadEntry } from '../signals/entries.ts'
import { textsOf } from './find.ts'
import type { Canaries } from './lookup.ts'

/** Entries whose texts, or whose outputs, may show a planted person. */
const KINDS: ReadonlySet<string> = new Set(['run.granted', 'run.refused', 'run.denied', 'run.released'])

/** Does a query, or what was released of it, show a planted person? */
export async function entryShowsCanary(core: Core, canaries: Canaries, entry: ReadEntry): Promise<boolean> {
  if (!KINDS.has(entry.kind) || !(await canaries.any())) return false
  const texts = entry.kind === 'run.released' ? await releasedTexts(core, entry) : textsOf(entry.payload)
  return canaries.shows(entry.subject.project ?? null, texts)
}

async function releasedTexts(core: Core, { subject: { run, consumer } }: ReadEntry): Promise<string[]> {
  if (run === undefined || consumer === undefined) return []
  const reader = { kind: 'user', userId: run, participantId: consumer, roles: [] } as const
  const bytes = await outputBytes(core, reader, run).catch(() => null)
  // Files of the airlock were looked through before they left; only tables are read here.
  if (bytes === null || bytes[0] !== 0x7b) return []
  return [...textsOf((JSON.parse(bytes.toString('utf8')) as { rows?: unknown }).rows)]
}
