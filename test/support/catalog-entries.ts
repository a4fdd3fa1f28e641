import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { uuid7 } from '../../src/kernel/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { RHYTHMS, THEMES } from '../../src/supply/catalog/index.ts'

const TABLES = resolve(import.meta.dirname, '../../src/supply/treat/standard/data/tables')

interface NationalTable {
  readonly name: string
  readonly titleZh: string
  readonly titleEn: string
  readonly columns: readonly { readonly name: string; readonly titleZh: string; readonly titleEn: string }[]
}

/** National tables as they are shipped: real names to search among. */
export const nationalTables = (): NationalTable[] =>
  globSync('*.json', { cwd: TABLES })
    .sort()
    .map((file) => JSON.parse(readFileSync(join(TABLES, file), 'utf8')) as NationalTable)

export const PROVINCES =
  '北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆'.split(
    ' ',
  )
const KINDS = [
  '医疗保障局',
  '人民医院',
  '中医医院',
  '公共数据中心',
  '人寿保险',
  '商业银行',
  '药品采购平台',
] as const
const KINDS_EN = [
  'Healthcare Security',
  'Hospital',
  'TCM Hospital',
  'Public Data',
  'Life Insurance',
  'Bank',
  'Drug Purchasing',
]
const MADE = ['import', 'increment', 'map', 'repair', 'deidentify'] as const

/**
 * So many datasets of many bodies, each with one version, inserted straight: national tables × regions × bodies. For
 * measurements of the catalogue, where going through the actions would measure the evidence log instead.
 */
export async function fillCatalog(core: Core, count: number): Promise<void> {
  const tables = nationalTables()
  const now = core.clock.now()
  const id = () => uuid7(core.random, now)
  const bodies = Array.from({ length: 300 }, id)
  const zones = Array.from({ length: 19 }, (_, at) => ({
    id: id(),
    code: `bench_${at}`,
    title_zh: `测量专区${at + 1}`,
    title_en: `Zone ${at + 1}`,
    participant_id: bodies[at]!,
    created_at: now,
  }))
  await core.db.insertInto('zone').values(zones).execute()
  const themes = Object.keys(THEMES)
  for (let from = 0; from < count; from += 500) {
    const datasets = []
    const versions = []
    for (let at = from; at < Math.min(count, from + 500); at++) {
      const table = tables[at % tables.length]!
      const place = Math.floor(at / tables.length)
      const province = PROVINCES[place % PROVINCES.length]!
      const kind = Math.floor(place / PROVINCES.length) % KINDS.length
      const year = 2018 + (at % 8)
      const datasetId = id()
      const titles = Object.fromEntries(
        table.columns.map((column) => [column.name, { zh: column.titleZh, en: column.titleEn }]),
      )
      const columns = table.columns.map((column) => ({
        name: column.name,
        type: 'VARCHAR',
        nulls: 0,
        distinctApprox: 9,
        why: 'values',
        format: null,
      }))
      datasets.push({
        id: datasetId,
        zone_id: at % 7 === 0 ? null : zones[at % zones.length]!.id,
        participant_id: bodies[(place * 7 + kind) % bodies.length]!,
        code: `${table.name}_${at}`,
        title_zh: `${province}${KINDS[kind]}${table.titleZh}（${year}年）`,
        title_en: `${table.titleEn} ${year}, ${KINDS_EN[kind]} no. ${place}`,
        description: `${province}${KINDS[kind]}按国家医保信息业务编码标准归集的${table.titleZh}，覆盖${year}年度，经质量检查后入目录。`,
        insured_column: at % 3 === 0 ? 'psn_no' : null,
        insured_system: at % 3 === 0 ? 'psn_no:bench' : null,
        column_titles: JSON.stringify(titles),
        declared: '{}',
        entry: JSON.stringify({
          theme: themes[at % themes.length],
          rhythm: RHYTHMS[at % RHYTHMS.length],
          keywords: [province, KINDS[kind], `${year}`],
        }),
        state: at % 50 === 0 ? ('withdrawn' as const) : ('active' as const),
        created_at: now - at * 60_000,
      })
      versions.push({
        id: id(),
        dataset_id: datasetId,
        number: 1,
        state: 'landed' as const,
        rows: 1000 + at,
        rejected: 0,
        bytes: 50_000,
        hash: 'ab',
        columns: JSON.stringify(columns),
        insured_count: null,
        insured_generation: null,
        files: '[]',
        source_files: '[]',
        import_id: id(),
        content_hash: null,
        quarantined: 0,
        origin: JSON.stringify({ kind: MADE[at % MADE.length], from: [], by: null, columns: {} }),
        created_at: now - at * 60_000,
      })
    }
    await core.db.insertInto('dataset').values(datasets).execute()
    await core.db.insertInto('dataset_version').values(versions).execute()
  }
}

/** Queries as people type them: parts of titles, columns, codes, places; Chinese and English; some with filters. */
export function* catalogQueries(count: number): Generator<Record<string, string>> {
  const tables = nationalTables()
  const columns = tables.flatMap((table) => table.columns)
  const themes = Object.keys(THEMES)
  // A fixed sequence: each run of the measurement asks the same.
  let state = 20_260_101
  const below = (n: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * n)
  }
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  const texts = [
    () => pick(PROVINCES),
    () => pick(tables).titleZh,
    () => `${pick(PROVINCES)} ${pick(tables).titleZh.slice(0, 2)}`,
    () => pick(columns).titleZh.slice(0, 2 + below(3)),
    () => pick(columns).name,
    () =>
      pick(tables)
        .titleEn.toLowerCase()
        .slice(0, 4 + below(6)),
    () => `${pick(tables).name}_${below(15_000)}`,
    () => `${pick(KINDS_EN)} ${2018 + below(8)}`,
    () => `${pick(PROVINCES)}${pick(KINDS)}`,
    () => pick(['医', '费', '结算', '参保', '人员', '信息', 'settlement', 'id', 'p']),
    () => '',
  ]
  const filters = [
    () => ({}),
    () => ({}),
    () => ({ theme: pick(themes) }),
    () => ({ rhythm: pick(RHYTHMS), persons: 'true' }),
    () => ({ madeBy: pick(MADE), state: 'active' }),
    () => ({ theme: `${pick(themes)},${pick(themes)}` }),
  ]
  for (let at = 0; at < count; at++) {
    const text = texts[at % texts.length]!()
    yield { ...(text === '' ? {} : { text }), ...pick(filters)(), limit: '20' }
  }
}
