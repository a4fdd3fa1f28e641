import type { AirlockFile, FileContext } from '../../api/airlock.ts'

export const KINDS = [
  'table',
  'statistics',
  'chart',
  'image',
  'text',
  'report',
  'model',
  'notebook',
  'archive',
  'other',
] as const satisfies readonly FileContext['kind'][]

/** Fewer characters say nothing that a checker could use. */
export const LEAST_WORDS = 10

/** Kinds that always rest on persons: without their number nobody can judge them. */
const ON_PERSONS: readonly FileContext['kind'][] = ['table', 'statistics', 'chart', 'model']

export type Gap = 'shows' | 'how' | 'persons'

/** What a file's context still lacks; empty: whole. */
export function contextGaps({ shows, how, persons, kind }: FileContext): Gap[] {
  const gaps: Gap[] = []
  if (shows.trim().length < LEAST_WORDS) gaps.push('shows')
  if (how.trim().length < LEAST_WORDS) gaps.push('how')
  if (persons === null && ON_PERSONS.includes(kind)) gaps.push('persons')
  return gaps
}

const BY_ENDING: Readonly<Record<string, FileContext['kind']>> = {
  csv: 'table',
  tsv: 'table',
  xlsx: 'table',
  parquet: 'table',
  json: 'statistics',
  svg: 'chart',
  png: 'chart',
  jpg: 'image',
  jpeg: 'image',
  txt: 'text',
  md: 'text',
  log: 'text',
  html: 'report',
  pdf: 'report',
  pkl: 'model',
  pickle: 'model',
  joblib: 'model',
  onnx: 'model',
  ipynb: 'notebook',
  zip: 'archive',
}

/** The kind that an ending suggests: the author corrects it. */
export function kindOf(path: string): FileContext['kind'] {
  return BY_ENDING[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'other'
}

export const emptyContext = (path: string): FileContext => ({
  shows: '',
  how: '',
  persons: null,
  kind: kindOf(path),
  countColumns: [],
})

/** Which example helps with a kind. */
export const exampleOf = (kind: FileContext['kind']): string =>
  (({ image: 'chart', report: 'text', notebook: 'other', archive: 'other' }) as Record<string, string>)[
    kind
  ] ?? kind

/** Worst first, so that what stops a file is read first. */
export const byWeight = (findings: AirlockFile['findings']): AirlockFile['findings'] =>
  findings.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'))
