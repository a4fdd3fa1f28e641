import { z } from 'zod'
import { FormField } from '../scheme/model.ts'
import { FileView } from './files/model.ts'

/** One file of a work as it was handed in. */
export interface WorkFile {
  readonly id: string
  readonly field: string
  readonly name: string
  readonly bytes: number
  readonly digest: string
  /** What the bytes are: `pdf`, `docx`, `zip`, … */
  readonly type: string
}

/** What is judged: the last version that was handed in, as it was. */
export interface SubmittedWork {
  readonly id: string
  readonly contestId: string
  readonly teamId: string
  readonly round: string
  readonly division: string
  readonly title: string
  readonly version: number
  readonly submittedAt: number
  /** Of the manifest: what the receipt names. */
  readonly digest: string
  readonly fields: Readonly<Record<string, string>>
  readonly files: readonly WorkFile[]
}

export const Fields = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().max(50_000))
  .refine((fields) => Object.keys(fields).length <= 60, 'at most 60 fields')

/** What is still to be done before a work can be handed in. */
export const Missing = z.object({
  field: z.string(),
  why: z.enum([
    'empty',
    'too_long',
    'not_an_option',
    'not_an_address',
    'no_file',
    'too_many_files',
    'uploading',
    'refused',
    'virus',
  ]),
})
export type Missing = z.output<typeof Missing>

export const VersionView = z.object({
  id: z.uuid(),
  version: z.int(),
  title: z.string(),
  digest: z.string(),
  submittedAt: z.int(),
  late: z.boolean(),
  leaf: z.int().nullable(),
  fields: z.record(z.string(), z.string()),
  files: z.array(
    z.object({
      id: z.uuid(),
      field: z.string(),
      name: z.string(),
      bytes: z.int(),
      digest: z.string(),
      type: z.string(),
    }),
  ),
})
export type VersionView = z.output<typeof VersionView>

/** A work as its own team sees it. */
export const WorkView = z.object({
  contestId: z.uuid(),
  teamId: z.uuid(),
  round: z.string(),
  state: z.enum(['none', 'draft', 'submitted']),
  opening: z.enum(['before', 'open', 'over']),
  opensAt: z.int(),
  closesAt: z.int(),
  graceMs: z.int(),
  /** The server's clock: what the page counts down by. */
  now: z.int(),
  captain: z.boolean(),
  form: z.array(FormField),
  titleZh: z.string(),
  titleEn: z.string(),
  fields: z.record(z.string(), z.string()),
  draft: z.int(),
  /** What was changed since it was handed in last. */
  changed: z.boolean(),
  files: z.array(FileView),
  missing: z.array(Missing),
  versions: z.array(VersionView),
  reminders: z.array(z.object({ at: z.int(), missing: z.array(z.string()) })),
  usedBytes: z.int(),
  quotaBytes: z.int(),
})
export type WorkView = z.output<typeof WorkView>

/** A work in the organiser's list. */
export const WorkBrief = z.object({
  teamId: z.uuid(),
  workId: z.uuid().nullable(),
  number: z.string().nullable(),
  team: z.string(),
  title: z.string(),
  division: z.string(),
  state: z.enum(['none', 'draft', 'submitted']),
  version: z.int(),
  submittedAt: z.int().nullable(),
  late: z.boolean(),
  files: z.int(),
  bytes: z.int(),
  missing: z.array(Missing),
  remindedAt: z.int().nullable(),
})
export type WorkBrief = z.output<typeof WorkBrief>

/** What a team handed in, as the organiser reads it. */
export const WorkDetail = z.object({
  teamId: z.uuid(),
  number: z.string().nullable(),
  team: z.string(),
  division: z.string(),
  form: z.array(FormField),
  versions: z.array(VersionView),
  files: z.array(FileView),
})
export type WorkDetail = z.output<typeof WorkDetail>
