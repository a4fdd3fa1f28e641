import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { csvText } from '../../entry/index.ts'
import { assignmentsOf } from '../../panel/index.ts'
import { seatOf } from '../sheets/seats.ts'
import { sheetsOf } from '../store.ts'

/** What the reader wrote, and nothing that the reader did not write. */
export async function ownSheetsCsv(
  core: Core,
  actor: UserActor,
  at: { readonly contestId: string; readonly round: string },
): Promise<string> {
  const { expert, round } = await seatOf(core, actor, at.contestId, at.round)
  const own = await assignmentsOf(core.db, { ...at, expertId: expert.id })
  const sheets = await sheetsOf(core.db, at.contestId, at.round)
  const { criteria } = round.review.rubric
  const rows = own.map(({ id, code }) => {
    const sheet = sheets.get(id)
    const points = criteria.map((one) => String(sheet?.scores[one.code] ?? ''))
    return [code, sheet?.state ?? 'none', ...points, sheet?.comment ?? '', sheet?.private_note ?? '']
  })
  return csvText([['code', 'state', ...criteria.map(({ code }) => code), 'comment', 'note'], ...rows])
}
