import { Look } from '../look/look.ts'
import { shownName, within } from '../look/place.ts'
import { lookAtJsonModel } from '../models/json.ts'
import type { RuleId } from '../rules/catalog.ts'
import { lookAtStatistics } from '../rules/statistics.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtCount } from '../tables/counts.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { isCountName } from '../tables/names.ts'
import type { Reading } from './reading.ts'

type Value = unknown
const MAX_DEPTH = 200
/** So many numbers in a row are seldom groups. */
const LONG_LIST = 100

/** JSON: statistics by their rules, lists of records as tables, all texts as texts, numbers by their names. */
export function readJson({ look, text, place }: Reading): void {
  look.use('characters', text.length, place)
  const value: Value = JSON.parse(text.replace(/^\ufeff/, ''))
  if (!lookAtStatistics(look, value, place)) {
    // Lists of records are tables; of anything else a machine does not know what it means.
    if (!Array.isArray(value)) look.forPeople = true
    walk({ look, place }, value, '$', 0)
  }
  lookAtJsonModel(look, value, place)
  lookAtRaw(look, text, place)
}

/** Keys that come twice, and what a parser leaves out, stand in the text alone: rules that found nothing yet see it. */
function lookAtRaw(look: Look, text: string, place: string): void {
  const raw = new Look(look.terms, look.context, look.limits)
  lookAtText(raw, text, (line) => within(place, `line ${line}`))
  for (const { rule, place } of raw.findings)
    if (look.count(rule as RuleId) === 0) look.found(rule as RuleId, place)
  for (const { text, place } of raw.candidates.values()) look.candidate(text, place)
}

export function readJsonLines({ look, text, place }: Reading): void {
  look.use('characters', text.length, place)
  const values: Value[] = []
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    try {
      values.push(JSON.parse(line))
    } catch {
      look.found('unreadable', within(place, `line ${i + 1}`), { group: place })
      lookAtText(look, line, () => within(place, `line ${i + 1}`), { group: place })
    }
  }
  walk({ look, place }, values, '$', 0)
}

type Where = Pick<Reading, 'look' | 'place'>

function walk(where: Where, value: Value, path: string, depth: number): void {
  const { look, place } = where
  const here = within(place, path)
  if (depth > MAX_DEPTH) return look.found('unreadable', here)
  look.use('cells', 1, here)
  if (typeof value === 'string')
    return lookAtText(look, value, () => here, { group: here.replaceAll(/\[\d+\]/g, '[]') })
  if (Array.isArray(value)) {
    look.looked('row-level')
    const named =
      /\.(?:fpr|tpr|precision|recall|thresholds?|loss\w*|epochs?|edges|bins|grid|x|y|importances?)$/i.test(
        path,
      )
    if (look.leaves && !named && value.length >= LONG_LIST && value.every((item) => typeof item === 'number'))
      look.found('row-level', here, { verdict: 'review' })
    const records = value.filter((item) => isRecord(item))
    const rows = value.filter((item) => Array.isArray(item))
    if (records.length >= 2 && records.length === value.length) recordTable(where, records, path)
    else if (rows.length >= 2 && rows.length === value.length && rows.every((row) => row.every(isPlain))) {
      lists(where, rows, path)
    }
    for (const [i, item] of value.entries())
      if (typeof item === 'object' || typeof item === 'string') walk(where, item, `${path}[${i}]`, depth + 1)
    return
  }
  if (isRecord(value)) walkRecord(where, value, path, depth)
}

function walkRecord(where: Where, record: Record<string, Value>, path: string, depth: number): void {
  const { look, place } = where
  const framed = frameOf(record)
  if (framed) {
    look.use('cells', framed.length * (framed[0]?.length ?? 0), place)
    table(where, framed, path)
  }
  for (const [key, item] of Object.entries(record)) {
    const name = `${path}.${shownName(key, '?')}`
    lookAtText(look, key, () => within(place, `${path}, key`), { group: path })
    if (typeof item === 'number' && look.leaves && isCountName(key))
      lookAtCount(look, item, () => within(place, name), within(place, path), true)
    else if (typeof item === 'object' || typeof item === 'string') walk(where, item, name, depth + 1)
    else if (typeof item === 'number' && Math.abs(item) >= 1e9)
      lookAtText(look, String(item), () => within(place, name))
  }
}

/** A DataFrame as pandas writes it: `split`, `columns` (the default) or `list`. */
function frameOf(record: Record<string, Value>): string[][] | null {
  const { columns, data } = record
  if (Array.isArray(columns) && Array.isArray(data) && data.every((row) => Array.isArray(row))) {
    return [columns.map(shown), ...data.map((row: Value[]) => row.map(shown))]
  }
  const entries = Object.entries(record)
  const lists = entries.filter(
    (entry): entry is [string, Value[]] =>
      Array.isArray(entry[1]) && entry[1].length >= 2 && entry[1].every(isPlain),
  )
  if (lists.length >= 2 && lists.every(([, cells]) => cells.length === lists[0]![1].length)) {
    return [
      lists.map(([name]) => name),
      ...lists[0]![1].map((_, row) => lists.map(([, cells]) => shown(cells[row]))),
    ]
  }
  const keyed = entries.filter((entry): entry is [string, Record<string, Value>] => isRecord(entry[1]))
  const keys = Object.keys(keyed[0]?.[1] ?? {})
  const even =
    keyed.length >= 2 &&
    keyed.length === entries.length &&
    keys.length >= 2 &&
    keyed.every(
      ([, inner]) => Object.keys(inner).length === keys.length && keys.every((key) => isPlain(inner[key])),
    )
  return even
    ? [keyed.map(([name]) => name), ...keys.map((key) => keyed.map(([, inner]) => shown(inner[key])))]
    : null
}

function recordTable(where: Where, records: readonly Record<string, Value>[], path: string): void {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].slice(0, 1_000)
  where.look.use('cells', names.length * records.length, where.place)
  table(where, [names, ...records.map((record) => names.map((name) => shown(record[name])))], path)
}

function lists(where: Where, rows: readonly (readonly Value[])[], path: string): void {
  where.look.use('cells', rows.length * (rows[0]?.length ?? 0), where.place)
  table(
    where,
    rows.map((row) => row.map(shown)),
    path,
  )
}

function table({ look, place }: Where, rows: readonly (readonly string[])[], path: string): void {
  const here = within(place, path)
  lookAtTable(
    look,
    tableOf(rows, {
      place: here,
      cell: (row, _, name) => `${here}[${row - 1}], ${name}`,
      column: (_, name) => `${here}, ${name}`,
    }),
    { textSeen: true },
  )
}

const isRecord = (value: Value): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPlain = (value: Value): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
const shown = (value: Value): string =>
  typeof value === 'string'
    ? value
    : ['number', 'boolean'].includes(typeof value)
      ? JSON.stringify(value)
      : ''
