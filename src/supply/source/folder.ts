import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { datasetByCode, registerDataset } from '../catalog/index.ts'
import type { Candidate, GuessInput } from './child/guess.ts'
import type { ImportProgress } from './child/duck.ts'
import { type Imported, importVersions } from './import.ts'
import { INSURED_NAMES } from './insured-names.ts'
import { stagingFolder } from './places.ts'

export interface FolderImport {
  readonly dir: string
  /** Table (file name without `.csv`) and column of the insured person; null lets it be guessed and stated. */
  readonly insured: { readonly table: string; readonly column: string } | null
  readonly zoneId?: string | null
  /** Owner, where the space itself imports; a user imports for the own body. */
  readonly participantId?: string
  /** Identity system of an insured column; by default one for the whole folder. */
  readonly systemOf?: (table: string, column: string) => string
  readonly signal?: AbortSignal
  readonly onTable?: (table: FolderTable) => void
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface FolderTable extends Imported {
  readonly file: string
  readonly code: string
  readonly datasetId: string
  /** False: no column names an insured person, so the table holds no persons to count. */
  readonly persons: boolean
  readonly insuredColumn: string | null
  readonly insuredSystem: string | null
  /** How the insured column was found. */
  readonly reason: { readonly zh: string; readonly en: string }
}

/** Bytes of small tables that are landed together. */
const GROUP_BYTES = 24 * 1024 * 1024
const GUESS_TIME_MS = 30 * 60_000

/**
 * Lands every CSV file of a folder as a dataset of its own, the file name being its code. A dataset that exists already
 * gets a new version.
 * @throws XinyuError IMPORT_NO_FILES, IMPORT_* of the first file that is refused; what landed before it stays
 */
export async function importFolder(core: Core, actor: Actor, input: FolderImport): Promise<FolderTable[]> {
  const dir = resolve(input.dir)
  const participantId = actor.kind === 'user' ? actor.participantId : input.participantId
  if (participantId === undefined)
    throw new XinyuError('INPUT_INVALID', { where: 'participantId', why: 'is missing' })
  const paths = await csvFiles(dir)
  const found = await guessInsured(core, paths, input)
  const taken = new Set<string>()
  const planned: Planned[] = []
  for (const path of paths) {
    const candidate = found.find((one) => one.path === path) ?? null
    planned.push(
      await register(core, actor, { ...input, dir, participantId }, codeOf(path, taken), path, candidate),
    )
  }
  const tables: FolderTable[] = []
  for (const group of await groupsOf(planned)) {
    const works = group.map(({ datasetId, path }) => {
      return { importId: uuid7(core.random, core.clock.now()), datasetId, paths: [path] }
    })
    const imported = await importVersions(core, actor, works, {
      signal: input.signal,
      onProgress: input.onProgress,
    })
    group.forEach(({ path, ...table }, i) => {
      tables.push({ ...imported[i]!, ...table, file: basename(path) })
      input.onTable?.(tables.at(-1)!)
    })
  }
  return tables
}

type Planned = Omit<FolderTable, 'file' | keyof Imported> & { readonly path: string }

async function register(
  core: Core,
  actor: Actor,
  input: FolderImport & { readonly participantId: string },
  code: string,
  path: string,
  candidate: Candidate | null,
): Promise<Planned> {
  const existing = await datasetByCode(core, input.participantId, code)
  if (existing) {
    const { id, insured_column, insured_system } = existing
    const persons = insured_column !== null
    const insured = { insuredColumn: insured_column, insuredSystem: insured_system }
    return { path, code, datasetId: id, persons, ...insured, reason: REGISTERED }
  }
  const insuredColumn = candidate?.column ?? null
  const folder = `folder:${codeOf(input.dir, new Set())}`
  const insuredSystem = candidate && (input.systemOf?.(code, candidate.column) ?? folder)
  const title = basename(path, extname(path))
  const datasetId = await registerDataset(core, actor, {
    zoneId: input.zoneId ?? null,
    code,
    titleZh: title,
    titleEn: title,
    insuredColumn,
    insuredSystem,
    ...(actor.kind === 'system' ? { participantId: input.participantId } : {}),
  })
  return {
    path,
    code,
    datasetId,
    persons: candidate !== null,
    insuredColumn,
    insuredSystem,
    reason: reasonOf(candidate),
  }
}

/** Small tables together, so that children are started once for many; a large one alone, so that it is seen early. */
async function groupsOf(planned: readonly Planned[]): Promise<Planned[][]> {
  const groups: Planned[][] = []
  let room = 0
  for (const table of planned) {
    const { size } = await stat(table.path)
    if (size > room) {
      groups.push([])
      room = GROUP_BYTES
    }
    groups.at(-1)!.push(table)
    room -= size
  }
  return groups
}

/** The CSV files of a folder in the order of their names. @throws XinyuError IMPORT_NO_FILES */
export async function csvFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && /\.csv$/i.test(entry.name))
    .map((entry) => entry.name)
  if (names.length === 0) throw new XinyuError('IMPORT_NO_FILES', { folder: dir })
  return names.sort().map((name) => join(dir, name))
}

/** A file name as a name in SQL: `Beneficiaries 2008.csv` → `beneficiaries_2008`. */
export function codeOf(path: string, taken: Set<string>): string {
  const bare = basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const stem = (/^[a-z]/.test(bare) ? bare : `t_${bare}`).replace(/_$/, '').slice(0, 58)
  let code = stem
  for (let n = 2; taken.has(code); n++) code = `${stem}_${n}`
  taken.add(code)
  return code
}

async function guessInsured(core: Core, paths: readonly string[], input: FolderImport): Promise<Candidate[]> {
  const given = input.insured
  const wanted = given && paths.find((path) => tableOf(path) === given.table.toLowerCase())
  if (given && !wanted) {
    throw new XinyuError('IMPORT_SOURCE_MISSING', { file: `${given.table}.csv` })
  }
  const staging = join(stagingFolder(core), uuid7(core.random, core.clock.now()))
  await mkdir(staging, { recursive: true, mode: 0o700 })
  const work: GuessInput = {
    paths,
    staging,
    maxLineBytes: core.config.imports.maxLineBytes,
    names: INSURED_NAMES,
    given: given && wanted ? { path: wanted, column: given.column } : null,
  }
  const limits = { timeMs: GUESS_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL('./child/guess.ts', import.meta.url).href
  try {
    const found = await core.engine.script<Json>(
      { module, input: work as unknown as Json, limits },
      { signal: input.signal },
    )
    return found as unknown as Candidate[]
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

const tableOf = (path: string): string => basename(path, extname(path)).toLowerCase()

const REGISTERED = { zh: '沿用已登记的设置', en: 'as registered before' }

function reasonOf(candidate: Candidate | null): { zh: string; en: string } {
  if (candidate === null) return { zh: '没有标识参保人的列', en: 'no column names an insured person' }
  const { by, values, shared, column } = candidate
  const counted = {
    zh: `${values} 个不同取值中有 ${shared} 个也见于其他表`,
    en: `${shared} of ${values} distinct values occur in other tables too`,
  }
  if (by === 'given') return { zh: '由使用者指定', en: 'given by the user' }
  if (by === 'same')
    return { zh: `与指定列同名；${counted.zh}`, en: `same name as the given column; ${counted.en}` }
  if (by === 'name')
    return {
      zh: `列名 ${column} 是常见的参保人标识；${counted.zh}`,
      en: `${column} is a known name; ${counted.en}`,
    }
  return { zh: `按取值判断：${counted.zh}`, en: `by its values: ${counted.en}` }
}
