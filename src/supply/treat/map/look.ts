import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { INSURED_COLUMN, stagingFolder } from '../../source/index.ts'
import { codeWords, dictionaries, nationalTable } from '../standard/index.ts'
import type { PreviewInput } from './child/preview.ts'
import type { MappingSpec } from './model.ts'
import { masked } from './rules.ts'
import { compileMapping, type Validation } from './sql/mapping.ts'
import { datasetTitles, sourceVersions, worldOf } from './store.ts'
import type { ColumnLook, LookInput } from './suggest/look.ts'
import { type Suggestion, suggest } from './suggest/rules.ts'

const LOOK_TIME_MS = 120_000
const PREVIEW_ROWS = 10

function child<O>(core: Core, path: string, input: object, signal?: AbortSignal): Promise<O> {
  const limits = { timeMs: LOOK_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL(path, import.meta.url).href
  return core.engine.script<Json>(
    { module, input: input as unknown as Json, limits },
    { signal },
  ) as Promise<unknown> as Promise<O>
}

const ownBody = (actor: Actor): string => {
  if (actor.kind === 'user') return actor.participantId
  throw new XinyuError('NOT_FOUND', { what: 'dataset' })
}
const spillOf = (core: Core): string =>
  join(stagingFolder(core), `look-${uuid7(core.random, core.clock.now())}`)

/** Proposals for a source of the own body: by names, types and values. @throws XinyuError NOT_FOUND, STANDARD_TABLE_UNKNOWN */
export async function suggestColumns(
  core: Core,
  actor: Actor,
  source: string,
  target: string,
): Promise<Suggestion[]> {
  const table = nationalTable(target)
  const owner = ownBody(actor)
  const [version] = await sourceVersions(core, owner, [source])
  if (!version) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  const titles = await datasetTitles(core, version.dataset_id)
  const columns = version.columns.filter(({ name }) => name !== INSURED_COLUMN)
  const lists = new Set(table.columns.flatMap(({ codeList }) => codeList ?? []))
  const known = await dictionaries(core)
  const words = Object.fromEntries(
    [...lists].flatMap((list) => {
      const dictionary = known.get(list)
      return dictionary ? [[list, [...codeWords(dictionary).keys()]] as const] : []
    }),
  )
  const input: LookInput = {
    files: version.files.map((file) => join(core.home, file)),
    columns: columns.map(({ name }) => name),
    words,
    spill: spillOf(core),
  }
  const looks = await child<Record<string, ColumnLook>>(core, './suggest/look.ts', input)
  const facts = columns.map(({ name, type }) => ({
    name,
    type,
    titleZh: titles[name]?.zh ?? '',
    titleEn: titles[name]?.en ?? '',
  }))
  return suggest(facts, table, looks)
}

/** What is wrong or missing in a mapping against the present sources of the own body. */
export async function validateMapping(core: Core, actor: Actor, spec: MappingSpec): Promise<Validation> {
  const { world, spec: pinned } = await worldOf(core, ownBody(actor), spec)
  return compileMapping(pinned, world).validation
}

export interface MappingPreview {
  readonly columns: readonly string[]
  readonly parts: readonly {
    readonly source: string
    readonly rows: readonly (readonly (string | null)[])[]
  }[]
}

/** The first rows that a mapping would make; identifiers and texts masked. @throws XinyuError MAPPING_WRONG */
export async function previewMapping(core: Core, actor: Actor, spec: MappingSpec): Promise<MappingPreview> {
  const { world, spec: pinned } = await worldOf(core, ownBody(actor), spec)
  const { plan, validation, target } = compileMapping(pinned, world)
  if (!plan) {
    const first = validation.complaints[0]!
    throw new XinyuError('MAPPING_WRONG', {
      where: first.column ?? String(first.part),
      whyZh: first.zh,
      whyEn: first.en,
    })
  }
  const names = plan.columns.map(({ name }) => name)
  const input: PreviewInput = {
    selects: plan.parts.map(({ select }) => select),
    columns: names,
    files: [...world.tables.values()].flatMap((table) => table.files),
    rows: PREVIEW_ROWS,
    spill: spillOf(core),
  }
  const parts = await child<(string | null)[][][]>(core, './child/preview.ts', input)
  const columns = names.map((name) => target.columns.find((column) => column.name === name)!)
  return {
    columns: names,
    parts: parts.map((rows, i) => ({
      source: plan.parts[i]!.source,
      rows: rows.map((row) => row.map((cell, c) => masked(cell, columns[c]!))),
    })),
  }
}
