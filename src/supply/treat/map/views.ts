import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { ownMapping } from './actions.ts'
import type { MapCounts } from './child/run.ts'
import type { MappingBrief, MappingView, RunView } from './view-model.ts'
import { listMappings, mappingHistory, mappingVersion } from './store.ts'

type Row = Awaited<ReturnType<typeof listMappings>>[number]

function brief(row: Row): MappingBrief {
  const { spec } = row
  return {
    id: row.id,
    code: row.code,
    titleZh: row.title_zh,
    titleEn: row.title_en,
    target: spec.target,
    sources: [...new Set(spec.parts.map(({ source }) => source))],
    columns: new Set(spec.parts.flatMap(({ columns }) => Object.keys(columns))).size,
    number: row.number,
    savedAt: row.saved_at,
    run: row.dataset_id && row.version_id && row.counts ? runView(row, row.counts) : null,
  }
}

function runView(row: Row, counts: MapCounts): RunView {
  const columns = new Map<string, { name: string; filled: number; misfit: number }>()
  for (const part of counts.parts) {
    for (const [name, { filled, misfit }] of Object.entries(part.columns)) {
      const sum = columns.get(name) ?? { name, filled: 0, misfit: 0 }
      columns.set(name, { name, filled: sum.filled + filled, misfit: sum.misfit + misfit })
    }
  }
  const all = [...columns.values()]
  return {
    datasetId: row.dataset_id!,
    versionId: row.version_id!,
    number: row.run_number!,
    at: row.run_at!,
    rows: counts.parts.reduce((sum, part) => sum + part.rows, 0),
    filled: all.reduce((sum, column) => sum + column.filled, 0),
    misfits: counts.misfits,
    columns: all,
  }
}

/** The own body's mappings, newest first. */
export async function mappingsOf(core: Core, actor: Actor): Promise<MappingBrief[]> {
  return actor.kind === 'user' ? (await listMappings(core, actor.participantId)).map(brief) : []
}

/** One mapping of the own body, at a version or the newest. @throws XinyuError NOT_FOUND */
export async function mappingView(
  core: Core,
  actor: Actor,
  id: string,
  number?: number,
): Promise<MappingView> {
  const mapping = await ownMapping(core, actor, id)
  const rows = await listMappings(core, mapping.participant_id)
  const row = rows.find((one) => one.id === id)
  const version = await mappingVersion(core, id, number)
  if (!row || !version) throw new XinyuError('NOT_FOUND', { what: 'mapping' })
  const history = await mappingHistory(core, id)
  return {
    ...brief({ ...row, spec: version.spec, number: version.number }),
    spec: version.spec,
    history: history.map((one) => ({
      number: one.number,
      note: one.note,
      userId: one.user_id,
      at: one.created_at,
    })),
  }
}
