import type { Readable } from 'node:stream'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { bodiesOf, membersOf, teamById } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { openWorkFile, type SubmittedWork, type WorkFile } from '../../submission/index.ts'
import { MOST_BYTES } from './clean/clean.ts'
import { cleanInThread } from './clean/in-thread.ts'
import type { Answered } from './clean/thread.ts'
import { type CopiedFile, flagsOf } from './flags.ts'
import { type Needle, redactText } from './mentions.ts'
import type { BlindField, BlindFlag } from './model.ts'
import { type Makers, needlesOf, redactionNeedles } from './needles.ts'
import { aliasesOf } from '../pool/store.ts'
import type { FileRow } from './store.ts'
import { keepBlind, readBlind } from './vault.ts'

/** A copy as it is about to be written: its clean bytes lie in the vault already, under ids of their own. */
export interface MadeCopy {
  readonly title: string
  readonly fields: readonly BlindField[]
  readonly flags: readonly BlindFlag[]
  readonly files: readonly Omit<FileRow, 'work_id'>[]
}

export async function makersOf(core: Core, teamId: string): Promise<Makers> {
  const team = await teamById(core.db, teamId)
  return {
    team,
    people: (await membersOf(core.db, [teamId])).get(teamId) ?? [],
    bodies: (await bodiesOf(core.db, [teamId])).get(teamId) ?? [],
  }
}

/**
 * Makes the blind copy of a work anew from what was handed in, from an allow-list: title, the fields of the form that do
 * not identify, and cleaned files. What is to be taken out is taken out on the way, so that it is nowhere in the copy.
 */
export async function makeCopy(
  core: Core,
  contest: Contest,
  work: SubmittedWork,
  redactions: readonly string[],
  before: readonly FileRow[],
): Promise<MadeCopy> {
  const taken = redactionNeedles(redactions)
  const form = contest.scheme.rounds.find(({ code }) => code === work.round)?.submission.form ?? []
  const open = form.filter(({ identifying }) => !identifying)
  const texts = open.filter(({ kind }) => kind !== 'file')
  const withFiles = new Set(open.filter(({ kind }) => kind === 'file').map(({ code }) => code))
  const fields = texts.flatMap(({ code }) => {
    const text = work.fields[code]
    return text === undefined ? [] : [{ code, text: redactText(text, taken) }]
  })
  const title = redactText(work.title, taken)
  const known = needlesOf(await makersOf(core, work.teamId), await aliasesOf(core.db, contest.organiserId))
  const files: Omit<FileRow, 'work_id'>[] = []
  const copied: CopiedFile[] = []
  const given = work.files.filter(({ field }) => withFiles.has(field))
  for (const [at, file] of given.entries()) {
    const made = await makeFile(
      core,
      file,
      at + 1,
      { needles: taken, known },
      before.find((one) => one.source_id === file.id),
    )
    files.push(made.row)
    if (made.copied) copied.push(made.copied)
  }
  const links = new Set(texts.filter(({ kind }) => kind === 'url').map(({ code }) => code))
  const withLinks = fields.map((field) => ({ ...field, link: links.has(field.code) }))
  return { title, fields, files, flags: flagsOf({ title, fields: withLinks, files: copied }, known) }
}

async function makeFile(
  core: Core,
  file: WorkFile,
  number: number,
  words: { readonly needles: readonly Needle[]; readonly known: readonly Needle[] },
  before: FileRow | undefined,
): Promise<{ row: Omit<FileRow, 'work_id'>; copied: CopiedFile | null }> {
  const base = {
    id: uuid7(core.random, core.clock.now()),
    source_id: file.id,
    field: file.field,
    place: number,
    replaced: before?.replaced ?? false,
    reason: before?.reason ?? '',
  }
  const none = { bytes: 0, digest: null, key: null, type: file.type, source_digest: file.digest }
  // What was decided about these very bytes stays decided.
  if (before?.state === 'left_out')
    return { row: { ...base, ...none, state: 'left_out', why: null }, copied: null }
  const source = await sourceOf(core, file, before)
  const answer = 'refused' in source ? source : await cleanInThread({ ...source, ...words })
  return keep(core, base, source, answer, file)
}

interface Source {
  readonly name: string
  readonly bytes: Buffer
}

/** What the organiser gave in its place, as it was cleaned then; else the team's own bytes. */
async function sourceOf(
  core: Core,
  file: WorkFile,
  before: FileRow | undefined,
): Promise<Source | { refused: 'infected' | 'too_large' | 'damaged' }> {
  if (before?.replaced && before.key)
    return { name: `file.${before.type}`, bytes: await readBlind(core, before) }
  if (file.bytes > MOST_BYTES) return { refused: 'too_large' }
  try {
    return { name: file.name, bytes: await bytesOf(await openWorkFile(core, file.id)) }
  } catch (error) {
    if (isXinyuError(error) && error.code === 'WORK_FILE_VIRUS') return { refused: 'infected' }
    // Other bytes than were handed in: nobody is given them, and the organiser reads why.
    if (isXinyuError(error) && error.code === 'WORK_FILE_DAMAGED') return { refused: 'damaged' }
    throw error
  }
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

type Base = Pick<FileRow, 'id' | 'source_id' | 'field' | 'place' | 'replaced' | 'reason'>

/** Clean bytes into the vault; what could not be cleaned has none. */
export async function keep(
  core: Core,
  base: Base,
  source: Source | { readonly refused: string },
  answer: Answered | { readonly refused: string },
  file: { readonly type: string; readonly digest: string },
): Promise<{ row: Omit<FileRow, 'work_id'>; copied: CopiedFile | null }> {
  const sourceDigest = 'bytes' in source ? digestOf(source.bytes) : file.digest
  if ('refused' in answer) {
    const none = { bytes: 0, digest: null, key: null, type: file.type, source_digest: sourceDigest }
    return { row: { ...base, ...none, state: 'refused', why: answer.refused }, copied: null }
  }
  const { bytes, type, told, fixed, pictures, unread } = answer.cleaned
  const key = await keepBlind(core, base.id, bytes)
  return {
    row: {
      ...base,
      source_digest: sourceDigest,
      type,
      bytes: bytes.length,
      digest: digestOf(bytes),
      key,
      state: 'clean',
      why: null,
    },
    copied: { number: base.place, sourceDigest, told, fixed, pictures, unread },
  }
}
