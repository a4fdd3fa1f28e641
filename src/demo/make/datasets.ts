import { join } from 'node:path'
import { systemActor } from '../../kernel/actor.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createZone, datasetByCode, listZones, registerDataset } from '../../supply/catalog/index.ts'
import { importVersions } from '../../supply/source/index.ts'
import type { DemoDataset } from '../datasets.ts'
import { demoPlan } from '../plan.ts'
import { columnTitles } from '../titles.ts'
import type { Cast } from './bodies.ts'
import type { Tell } from './tell.ts'

const MAKER = systemActor('demo')
/** Imports at a time: one child scans while another writes. */
const AT_ONCE = 2

const ZONES = [
  { code: 'claims', titleZh: '医保结算专区', titleEn: 'Claims' },
  { code: 'registers', titleZh: '参保缴费专区', titleEn: 'Registers and contributions' },
  { code: 'public_data', titleZh: '公共数据专区', titleEn: 'Public data' },
  { code: 'industry', titleZh: '行业数据专区', titleEn: 'Industry data' },
] as const
type ZoneCode = (typeof ZONES)[number]['code']

export interface LandedDataset {
  readonly datasetId: string
  readonly versionId: string
  readonly dataset: DemoDataset
}

/** `310000/setl_d` → its landed version. */
export type Landed = ReadonlyMap<string, LandedDataset>

export interface LandOptions {
  /** Folders to land; all when not given. */
  readonly only?: (group: string) => boolean
  readonly signal?: AbortSignal | undefined
}

/** Registers and lands the files of the demo, folder by folder: one import a folder, two at a time. */
export async function landDatasets(
  core: Core,
  cast: Cast,
  folder: string,
  tell: Tell,
  { only = () => true, signal }: LandOptions,
): Promise<Landed> {
  const zones = await demoZones(core, cast)
  const landed = new Map<string, LandedDataset>()
  const groups = Object.entries(Object.groupBy(demoPlan().datasets, ({ path }) => path.split('/')[0]!))
  const queue = groups.filter(([name]) => only(name)).map(([, group]) => group!)
  const total = queue.flat().length
  const worker = async () => {
    for (let group = queue.shift(); group; group = queue.shift()) {
      signal?.throwIfAborted()
      for (const one of await landGroup(core, cast, zones, folder, group, signal))
        landed.set(one.dataset.path, one)
      tell(`入库 ${landed.size}/${total}：${group[0]!.titleZh} 等`, `landed ${group[0]!.path} and the like`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return landed
}

async function landGroup(
  core: Core,
  cast: Cast,
  zones: ReadonlyMap<string, string>,
  folder: string,
  group: readonly DemoDataset[],
  signal: AbortSignal | undefined,
): Promise<LandedDataset[]> {
  const ids: string[] = []
  for (const dataset of group) ids.push(await registered(core, cast, zones, dataset))
  const works = group.map((dataset, i) => ({
    importId: steadyId(`${ids[i]}:1`),
    datasetId: ids[i]!,
    paths: [join(folder, `${dataset.path}.csv`)],
  }))
  const imported = await importVersions(core, MAKER, works, { signal })
  return group.map((dataset, i) => ({ datasetId: ids[i]!, versionId: imported[i]!.versionId, dataset }))
}

async function registered(core: Core, cast: Cast, zones: ReadonlyMap<string, string>, dataset: DemoDataset) {
  const owner = cast.body(dataset.owner)
  const code = dataset.path.replace('/', '_').replace(/^(\d)/, 'p$1')
  const existing = await datasetByCode(core, owner, code)
  if (existing) return existing.id
  return registerDataset(core, MAKER, { ...describe(dataset, zones, code), participantId: owner })
}

function describe(dataset: DemoDataset, zones: ReadonlyMap<string, string>, code: string) {
  const { insuredColumn } = dataset
  return {
    code,
    zoneId: zones.get(zoneOf(dataset)) ?? null,
    titleZh: dataset.titleZh,
    titleEn: dataset.titleEn,
    description: `${dataset.descriptionZh} ${dataset.descriptionEn}`,
    insuredColumn,
    insuredSystem: insuredColumn === null ? null : systemOf(dataset, insuredColumn),
    columnTitles: Object.fromEntries(
      dataset.columns.map((column) => [column, { zh: columnTitles[column] ?? column, en: column }]),
    ),
  }
}

/** `psn_no` is dealt out by each province; identity numbers are the same everywhere. */
const systemOf = (dataset: DemoDataset, column: string): string =>
  column === 'certno' ? 'certno' : `${column}:${dataset.path.split('/')[0]}`

const CLAIMS = new Set(['setl_d', 'mdtrt_d', 'fee_list_d', 'setl_list_diag_d', 'medins_info_b'])

function zoneOf({ path, table, owner }: DemoDataset): ZoneCode {
  if (owner === 'public-data' || path.startsWith('dictionary/')) return 'public_data'
  if (!owner.startsWith('nhsa-')) return 'industry'
  return CLAIMS.has(table) ? 'claims' : 'registers'
}

async function demoZones(core: Core, cast: Cast): Promise<Map<string, string>> {
  const known = new Map((await listZones(core)).map((zone) => [zone.code, zone.id]))
  for (const zone of ZONES) {
    if (!known.has(zone.code)) {
      known.set(zone.code, await createZone(core, MAKER, { ...zone, participantId: cast.body('operator') }))
    }
  }
  return known
}

/** The same import at every start: done again after a kill it finds its own version. */
function steadyId(text: string): string {
  const hex = digestOf(text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
