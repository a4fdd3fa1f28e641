import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, quoteName, quoteText } from '../../source/child/index.ts'
import type { RulePack } from '../quality/index.ts'
import { fateOf } from './fates.ts'
import type { FixPack } from './model.ts'
import type { Standard } from './targets.ts'
import { workName, type WorkTable } from './work.ts'

/** Files of a repaired version. Values of persons stand in them and nowhere else. */
export const REPAIRED = {
  part: 'part-0.parquet',
  changes: 'changes.parquet',
  merged: 'merged.parquet',
  quarantine: 'quarantine.parquet',
  proposals: 'proposals.parquet',
} as const

/** One table after repair, in counts. */
export interface TableResult {
  readonly table: string
  readonly scanned: number
  /** Rows of the new version. */
  readonly rows: number
  readonly changedCells: number
  readonly changedRows: number
  readonly merged: number
  readonly quarantined: number
  /** Rows of the new version with at least one finding. */
  readonly stillDirty: number
  /** Rows with at least one finding before. */
  readonly dirtyBefore: number
  readonly proposed: number
  /** Columns with at least one changed cell. */
  readonly columns: readonly string[]
  /** 1 − (still dirty + quarantined) ÷ scanned, in parts of a million. */
  readonly accuracyPpm: number
}

/**
 * Decides every row that is still blamed: leaves `quarantined(tbl, row, rules, cols)`. Rows with a proposal that waits for
 * a steward stay, counted as still dirty: what is about to be decided is not undetermined.
 */
export async function settleRest(duck: Duck, rules: RulePack['rules'], pack: FixPack): Promise<void> {
  const sent = rules.filter((rule) => fateOf(rule, pack) === 'quarantine').map((rule) => quoteText(rule.id))
  await duck.connection.run(
    `CREATE OR REPLACE TEMP TABLE quarantined AS
     SELECT tbl, row, list_sort(list(DISTINCT rule)) AS rules, list_sort(list(DISTINCT col)) AS cols
     FROM blame b WHERE rule IN (${sent.length > 0 ? sent.join(', ') : 'NULL'})
       AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.tbl = b.tbl AND p.row = b.row)
       AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.tbl = b.tbl AND p.col = '' AND p.after = b.row::VARCHAR)
     GROUP BY tbl, row`,
  )
}

/** Counts of each table; asks `first_finding`, `blame`, `quarantined`, `change`, `merged` and `proposal`. */
export async function tableResults(duck: Duck, tables: readonly WorkTable[]): Promise<TableResult[]> {
  const results: TableResult[] = []
  for (const { name, reference } of tables) {
    if (reference) continue
    const at = `tbl = ${quoteText(name)}`
    const [row] = await duck.rows(`SELECT
      (SELECT count(*) FROM ${workName(name)}) AS scanned,
      (SELECT count(*) FROM change WHERE ${at}) AS changed_cells,
      (SELECT count(DISTINCT row) FROM change WHERE ${at}) AS changed_rows,
      (SELECT count(*) FROM merged WHERE ${at}) AS merged,
      (SELECT count(*) FROM quarantined WHERE ${at}) AS quarantined,
      (SELECT count(DISTINCT row) FROM first_finding WHERE ${at}) AS before,
      (SELECT count(DISTINCT b.row) FROM blame b WHERE ${at}
         AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.tbl = b.tbl AND q.row = b.row)) AS dirty,
      (SELECT count(*) FROM proposal WHERE ${at}) AS proposed,
      (SELECT coalesce(string_agg(DISTINCT col, ',' ORDER BY col), '') FROM change WHERE ${at}) AS cols`)
    const n = (key: string): number => Number(row![key])
    const [scanned, quarantined, stillDirty] = [n('scanned'), n('quarantined'), n('dirty')]
    results.push({
      table: name,
      scanned,
      rows: scanned - n('merged') - quarantined,
      changedCells: n('changed_cells'),
      changedRows: n('changed_rows'),
      merged: n('merged'),
      quarantined,
      stillDirty,
      dirtyBefore: n('before'),
      proposed: n('proposed'),
      columns: String(row!['cols']).split(',').filter(Boolean),
      accuracyPpm: accuracyPpm(scanned, stillDirty + quarantined),
    })
  }
  return results
}

/** 1 − bad ÷ scanned in parts of a million, rounded down: a share is never shown better than it is. */
export const accuracyPpm = (scanned: number, bad: number): number =>
  scanned === 0 ? 1_000_000 : Math.floor(((scanned - bad) * 1_000_000) / scanned)

/** True where there is something to land: a version is made of a table that was touched only. */
export const touched = (result: TableResult): boolean =>
  result.changedCells + result.merged + result.quarantined > 0

/**
 * Writes the new version of one table: its rows in their order with the changed cells, and beside them what was
 * changed, merged, sent to quarantine and proposed.
 */
export async function writeTable(
  duck: Duck,
  table: WorkTable,
  result: TableResult,
  options: {
    readonly folder: string
    readonly standard: Standard
    /** Column that numbers persons: stays text. */
    readonly insuredColumn: string | null
    /** Who answers for a fix: the pack's version, or the user that approved it. */
    readonly who: (fix: string) => string
    readonly fixes: readonly string[]
  },
): Promise<void> {
  const { folder, standard } = options
  await mkdir(folder, { recursive: true })
  const out = (name: string): string => quoteText(join(folder, name))
  const at = `tbl = ${quoteText(table.name)}`
  const run = (sql: string) => duck.connection.run(sql)
  const changed = new Set(result.columns)
  await run(
    `CREATE OR REPLACE TEMP TABLE patch AS SELECT row${[...changed]
      .map(
        (c) =>
          `, arg_max(coalesce(after, ''), round) FILTER (col = ${quoteText(c)}) AS ${quoteName(`v_${c}`)}, count(*) FILTER (col = ${quoteText(c)}) > 0 AS ${quoteName(`h_${c}`)}`,
      )
      .join('')} FROM change WHERE ${at} GROUP BY row`,
  )
  // The source stays on the probe side of the joins, so that rows keep their order.
  const texts = (name: string): string =>
    `CASE WHEN p.${quoteName(`h_${name}`)} THEN nullif(p.${quoteName(`v_${name}`)}, '') ELSE s.${quoteName(name)}::VARCHAR END`
  const kept = `FROM ${table.source} s LEFT JOIN patch p ON p.row = s.__row
    LEFT JOIN (SELECT row AS gone FROM merged WHERE ${at} UNION ALL SELECT row FROM quarantined WHERE ${at}) g ON g.gone = s.__row
    WHERE g.gone IS NULL`
  const selected: string[] = []
  const units = new Map(table.whole.map(({ name, unit }) => [name, unit]))
  const before = new Map(table.whole.map(({ name, type }) => [name, type]))
  const stored = await duck.rows(`DESCRIBE SELECT * FROM ${table.source}`)
  for (const one of stored) {
    const name = String(one['column_name'])
    if (name === '__row') continue
    // The rules say names in small letters; a version keeps those of its source.
    const known = name.toLowerCase()
    const type = String(one['column_type'])
    const cell = `s.${quoteName(name)}`
    const element = known === options.insuredColumn ? undefined : standard.columnOf(table.name, known)?.type
    const text = changed.has(known) ? texts(known) : cell
    // Text although it was typed before: rows came back from quarantine.
    const again = changed.has(known) || (before.get(known) ?? 'VARCHAR') !== 'VARCHAR'
    if (type === 'VARCHAR' && again)
      selected.push(`${await retyped(duck, text, element, kept)} AS ${quoteName(name)}`)
    else if (changed.has(known)) {
      selected.push(
        `${typed({ name, type, unit: units.get(known) }, text, hit(known))} AS ${quoteName(name)}`,
      )
    } else selected.push(cell)
  }
  await duck.copy(
    `COPY (SELECT ${selected.join(', ')} ${kept}) TO ${out(REPAIRED.part)} (FORMAT parquet, COMPRESSION zstd)`,
  )
  await run('CREATE OR REPLACE TEMP TABLE fix_who (fix VARCHAR, who VARCHAR)')
  for (const fix of options.fixes) {
    await run(`INSERT INTO fix_who VALUES (${quoteText(fix)}, ${quoteText(options.who(fix))})`)
  }
  const rid = stored.some((one) => String(one['column_name']).toLowerCase() === 'rid')
    ? 's.rid::VARCHAR'
    : 'NULL::VARCHAR'
  await duck.copy(
    `COPY (SELECT c.tbl AS "table", ${rid} AS rid, c.row AS __row, c.col AS "column", c.before, c.after, c.rule, c.fix, c.round, w.who
       FROM change c JOIN ${table.source} s ON s.__row = c.row LEFT JOIN fix_who w ON w.fix = c.fix
       WHERE c.${at} ORDER BY c.row, c.round, c.col) TO ${out(REPAIRED.changes)} (FORMAT parquet, COMPRESSION zstd)`,
  )
  const beside = async (name: string, relation: string, extra: string, n: number): Promise<void> => {
    if (n === 0) return
    await duck.copy(
      `COPY (SELECT ${extra}, s.* FROM ${relation} x JOIN ${table.source} s ON s.__row = x.row WHERE x.${at} ORDER BY x.row)
       TO ${out(name)} (FORMAT parquet, COMPRESSION zstd)`,
    )
  }
  await beside(
    REPAIRED.merged,
    'merged',
    'x.fix AS __fix, x.rule AS __rule, x.kept AS __kept, x.round AS __round, (SELECT any_value(w.who) FROM fix_who w WHERE w.fix = x.fix) AS __who',
    result.merged,
  )
  await beside(
    REPAIRED.quarantine,
    'quarantined',
    'x.rules AS __rules, x.cols AS __columns',
    result.quarantined,
  )
  await beside(
    REPAIRED.proposals,
    'proposal',
    'x.fix AS __fix, x.rule AS __rule, x.col AS __column, x.before AS __before, x.after AS __after',
    result.proposed,
  )
}

const hit = (name: string): string => `p.${quoteName(`h_${name}`)}`

/** A column that was stored in its type stays so. */
function typed(
  column: { name: string; type: string; unit: 'fen' | undefined },
  text: string,
  changed: string,
): string {
  const cell = `s.${quoteName(column.name)}`
  const value = `nullif(${text}, '')`
  if (column.unit === 'fen') {
    return `CASE WHEN ${changed} THEN CAST(CAST(${value} AS DECIMAL(20,2)) * 100 AS ${column.type}) ELSE ${cell} END`
  }
  return `CASE WHEN ${changed} THEN CAST(${value} AS ${column.type}) ELSE ${cell} END`
}

const TYPES: Readonly<Record<string, string>> = {
  amount: 'DECIMAL(18,2)',
  date: 'DATE',
  datetime: 'TIMESTAMP',
}

/** A text column whose bad cells are mended takes its type again where every cell has it without change of what it says. */
async function retyped(duck: Duck, text: string, element: string | undefined, kept: string): Promise<string> {
  const type = element === undefined ? undefined : TYPES[element]
  if (type === undefined) return text
  const cell = `nullif(${text}, '')`
  const back =
    type === 'DECIMAL(18,2)'
      ? `regexp_full_match(${cell}, '-?\\d{1,16}(\\.\\d{1,2})?')`
      : `TRY_CAST(${cell} AS ${type})::VARCHAR = ${cell}`
  const [row] = await duck.rows(
    `SELECT count(*) FILTER (${cell} IS NOT NULL AND NOT coalesce(${back}, false)) AS bad ${kept}`,
  )
  return Number(row!['bad']) === 0 ? `CAST(${cell} AS ${type})` : text
}
