import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ImportKind, ImportState } from './model.ts'

const ENDINGS: Readonly<Record<ImportKind, RegExp | null>> = {
  table: /\.(csv|tsv|parquet)$/i,
  weights: /\.(safetensors|json|npz|npy|onnx|csv|txt|pkl|pickle|joblib|pt)$/i,
  packages: /\.whl$/i,
  file: null,
}
const TABLE = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/
/** PEP 427: name, version, an optional build, and the three tags. Only what runs on any machine and any interpreter. */
const WHEEL =
  /^([A-Za-z0-9][A-Za-z0-9_.]*)-([A-Za-z0-9_.!+]+)(-[0-9][A-Za-z0-9_.]*)?-(py3|py2\.py3)-none-any\.whl$/i

/** Name of the table that a file becomes. */
export const tableNameOf = (file: string): string => file.replace(/\.[^.]+$/, '')

/** PEP 503: names of packages that differ in case or in `-`, `_`, `.` are one. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-')

/**
 * Form of what is brought: by its name alone, before a byte of it is looked at.
 * @throws XinyuError IMPORT_KIND_FILE, IMPORT_PACKAGE
 */
export function mustFit(kind: ImportKind, name: string, approved: readonly string[]): void {
  const ending = ENDINGS[kind]
  if (ending && !ending.test(name)) throw new XinyuError('IMPORT_KIND_FILE', { name, why: ending.source })
  if (kind === 'table' && !TABLE.test(tableNameOf(name)))
    throw new XinyuError('IMPORT_KIND_FILE', { name, why: TABLE.source })
  if (kind !== 'packages') return
  const wheel = WHEEL.exec(name)
  if (!wheel) throw new XinyuError('IMPORT_KIND_FILE', { name, why: 'name-version-py3-none-any.whl' })
  const known = approved.map(plainName)
  if (!known.includes(plainName(wheel[1]!)))
    throw new XinyuError('IMPORT_PACKAGE', { name: wheel[1]!, allowed: approved.join(', ') || '–' })
}

export type ImportChange = 'scanned' | 'refuse' | 'approve' | 'reject' | 'withdraw'

const NEXT: Readonly<Record<ImportState, Partial<Record<ImportChange, ImportState>>>> = {
  scanning: { scanned: 'waiting', refuse: 'refused', withdraw: 'withdrawn' },
  waiting: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { withdraw: 'withdrawn' },
  refused: {},
  rejected: {},
  withdrawn: {},
}

/** @throws XinyuError IMPORT_STATE */
export function nextImport(state: ImportState, change: ImportChange): ImportState {
  const next = NEXT[state][change]
  if (!next) throw new XinyuError('IMPORT_STATE', { state, action: change })
  return next
}

/** States in which nobody needs the bytes any more. */
export const isOver = (state: ImportState): boolean => ['refused', 'rejected', 'withdrawn'].includes(state)
