import { Readable } from 'node:stream'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { FormField } from '../../scheme/index.ts'
import { contestById } from '../../scheme/index.ts'
import { workById } from '../../submission/index.ts'
import type { Assignment, BlindWork } from '../model.ts'
import { readBlind } from './vault.ts'

/**
 * What an expert gets: read from the blind copy alone. Nothing here can reach the original: a field that is blank in the
 * copy is blank, and a file without clean bytes is not there.
 * @throws XinyuError BLIND_NOT_READY, NOT_FOUND for what is not his any more
 */
export async function blindWork(core: Core, assignment: Assignment): Promise<BlindWork> {
  const { copy, division, form } = await copyOf(core, assignment)
  const files = await filesOf(core, assignment)
  return {
    code: assignment.code,
    division,
    title: copy.title,
    fields: form
      .filter(({ kind, identifying }) => kind !== 'file' && !identifying)
      .flatMap(({ code, titleZh, titleEn }) => {
        const field = copy.fields.find((one) => one.code === code)
        return field ? [{ code, titleZh, titleEn, text: field.text }] : []
      }),
    files: files.map(({ id, name, type, bytes }) => ({ id, name, type, bytes })),
  }
}

/** The clean bytes of one file. @throws XinyuError BLIND_NOT_READY, NOT_FOUND */
export async function openBlindFile(
  core: Core,
  assignment: Assignment,
  fileId: string,
): Promise<{
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly stream: Readable
}> {
  await copyOf(core, assignment)
  const file = (await filesOf(core, assignment)).find(({ id }) => id === fileId)
  if (!file) throw new XinyuError('NOT_FOUND', { what: 'file' })
  const bytes = await readBlind(core, file.row)
  return { name: file.name, type: file.type, bytes: file.bytes, stream: Readable.from([bytes]) }
}

async function copyOf(core: Core, { contestId, round, workId, state }: Assignment) {
  if (state !== 'assigned') throw new XinyuError('NOT_FOUND', { what: 'assignment' })
  const copy = await core.db
    .selectFrom('contest_blind')
    .select(['title', 'fields', 'state', 'version'])
    .where('work_id', '=', workId)
    .executeTakeFirst()
  const contest = await contestById(core, contestId)
  const work = await workById(core.db, workId)
  // A copy of a version that is not the last one, or one that somebody has still to look at, is none.
  if (!copy || copy.state !== 'clear' || copy.version !== work.version)
    throw new XinyuError('BLIND_NOT_READY')
  const form: readonly FormField[] =
    contest.scheme.rounds.find(({ code }) => code === round)?.submission.form ?? []
  return { copy, division: work.division, form }
}

async function filesOf(core: Core, assignment: Assignment) {
  const rows = await core.db
    .selectFrom('contest_blind_file')
    .select(['id', 'place', 'type', 'bytes', 'digest', 'key'])
    .where('work_id', '=', assignment.workId)
    .where('state', '=', 'clean')
    .orderBy('place')
    .execute()
  return rows.map((row, at) => ({
    id: idFor(assignment.code, row.id),
    name: `${String(at + 1).padStart(2, '0')}.${row.type}`,
    type: row.type,
    bytes: row.bytes,
    row,
  }))
}

/** Another id for each expert: two of them cannot tell by it that they read the same work. Shaped as a UUID v4. */
function idFor(code: string, fileId: string): string {
  const hash = suite().hash.of(`${code} ${fileId}`)
  hash[6] = (hash[6]! & 0x0f) | 0x40
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
