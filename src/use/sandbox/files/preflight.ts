import type { UserActor } from '../../../kernel/actor.ts'
import type { Origin } from '../../run/index.ts'
import type { WorkTools } from '../work/tools.ts'
import { cappedBy } from './files.ts'
import { INSPECT_MOST_BYTES, type Preflight, type PreflightAnswer } from './model.ts'

/**
 * The airlock's machine rules on files of the seat while their author still works. A finding names columns and places
 * of a file that a program wrote: as text it counts as a view, so that nobody reads rows out of findings.
 */
export async function preflight(
  { core, seats, views, recording, inspect }: WorkTools,
  actor: UserActor,
  seatId: string,
  { paths, contexts }: Preflight,
  origin: Origin,
): Promise<PreflightAnswer> {
  const seat = await seats.enter(actor, seatId, origin)
  const leaf = await seat.step(actor, {
    kind: 'seat.preflight',
    subject: { seat: seat.id },
    payload: { paths: [...paths] },
  })
  const items: PreflightAnswer['items'] = []
  let capped = false
  // One after the other: each may be large.
  for (const path of new Set(paths)) {
    const bytes = await seat.box.read(path, INSPECT_MOST_BYTES)
    const [inspection] = await inspect(seat.projectId, [{ path, bytes, context: contexts[path] ?? null }])
    const { verdict, findings } = inspection!
    const lines = findings.map(({ rule, place, zh, en }) => `${rule} ${place} ${zh} ${en}`)
    const { shown, cut } = await views.texts(seat.projectId, lines)
    const may = new Set(shown)
    capped ||= cut
    items.push({ path, verdict, findings: findings.filter((_, at) => may.has(lines[at]!)), cut })
    seat.touch()
  }
  const text = items.map((item) => `${item.path}: ${item.verdict}, ${item.findings.length}`).join('\n')
  await recording.keep({ seatId, userId: actor.userId, kind: 'export', text, leaf })
  if (capped) await core.events.publish('seat.capped', cappedBy(actor, seat))
  return { items }
}
