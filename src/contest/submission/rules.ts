import type { FormField, Round } from '../scheme/index.ts'
import type { FileState, Virus } from './files/model.ts'
import type { Missing } from './model.ts'

/** What the form looks at in a file. */
export interface FormFile {
  readonly field: string
  readonly state: FileState
  readonly virus: Virus | null
}

const isAddress = (text: string): boolean => {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol)
  } catch {
    return false
  }
}

/** Characters as people count them: a letter outside of the basic plane is one. */
const lengthOf = (text: string): number => Array.from(text).length

function missingText(field: FormField, text: string): Missing['why'] | null {
  if (text.trim() === '') return field.required ? 'empty' : null
  if (field.kind === 'choice') return field.options.some(({ code }) => code === text) ? null : 'not_an_option'
  if (field.kind === 'url' && !isAddress(text)) return 'not_an_address'
  return lengthOf(text) > field.maxLength ? 'too_long' : null
}

function missingFiles(field: FormField, files: readonly FormFile[]): Missing['why'] | null {
  if (files.some(({ state }) => state === 'uploading')) return 'uploading'
  if (files.some(({ state }) => state === 'refused')) return 'refused'
  if (files.some(({ virus }) => virus === 'found')) return 'virus'
  if (files.length > field.maxFiles) return 'too_many_files'
  return field.required && files.length === 0 ? 'no_file' : null
}

/** What keeps a work from being handed in, in the order of the form; nothing: it may be. */
export function missingOf(
  form: readonly FormField[],
  fields: Readonly<Record<string, string>>,
  files: readonly FormFile[],
): Missing[] {
  return form.flatMap((field) => {
    const why =
      field.kind === 'file'
        ? missingFiles(
            field,
            files.filter((file) => file.field === field.code),
          )
        : missingText(field, fields[field.code] ?? '')
    return why === null ? [] : [{ field: field.code, why }]
  })
}

/** Whole sets of files that a team may keep: one that is under way and some that were handed in before. */
const SETS = 5
const LEAST_QUOTA = 64 * 2 ** 20

/** Bytes that a team may keep for a round, so that none fills the disk of all. */
export function quotaOf(form: readonly FormField[]): number {
  const whole = form
    .filter(({ kind }) => kind === 'file')
    .reduce((sum, { maxBytes, maxFiles }) => sum + maxBytes * maxFiles, 0)
  return Math.max(LEAST_QUOTA, whole * SETS)
}

export type Moment = 'before' | 'in_time' | 'grace' | 'late'

/** Where a moment of the server's clock lies in the time of a round: the moment of the deadline itself is grace already. */
export function momentOf({ submission }: Pick<Round, 'submission'>, now: number): Moment {
  if (now < submission.opensAt) return 'before'
  if (now < submission.closesAt) return 'in_time'
  return now < submission.closesAt + submission.graceMs ? 'grace' : 'late'
}
