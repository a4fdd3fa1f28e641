import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isoTime } from '../../../kernel/clock.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { holdPlace } from '../actions/claim.ts'
import type { FileLook } from '../model.ts'
import { subjectOf } from '../move.ts'
import { mustBeFit, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { readable } from '../readers.ts'
import { seal } from '../seal.ts'
import { OPEN } from '../states.ts'
import { fileRow, lockRequest } from '../store.ts'
import { readBytes } from '../vault.ts'
import { render, type Rendered } from './render.ts'

/**
 * Shows a file to those who check it, to its author's team and to the auditors: a view, bounded and recorded. A checker
 * takes a place with his first look; his looks are under seal as long as opinions are open.
 * @throws XinyuError NOT_FOUND, AIRLOCK_*
 */
export async function lookAt(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  fileId: string,
): Promise<FileLook> {
  const { core } = airlock
  const { reader, row: seen } = await readable(core, actor, requestId)
  const file = await fileRow(core.db, requestId, fileId)
  // Before the author hands it in again nobody else looks at what is being made.
  const early = file.first_round > seen.round
  const looks = reader === 'team' || reader === 'checker' || actor.roles.includes('auditor')
  if (!looks || (early && reader !== 'team')) throw new XinyuError('NOT_FOUND', { what: 'file' })
  const bytes = await readBytes(core, file)
  const checking = reader === 'checker' && OPEN.includes(seen.state)
  const present = checking ? await presentIn(airlock, requestId) : []
  await act(core, checking ? systemActor('airlock') : actor, async (scope) => {
    if (!checking) {
      scope.note({ kind: 'airlock.looked', subject: { ...subjectOf(seen), file: fileId } })
      return
    }
    const row = await lockRequest(scope.tx, requestId)
    await mustBeFit(scope.tx, actor, row, 'check', present)
    if (OPEN.includes(row.state)) await holdPlace(airlock, scope, row, actor.userId)
    await seal(core, scope, row, actor.userId, { kind: 'look', body: { file: fileId } })
  })
  const { lookRows: rows, lookCharacters: characters } = core.config.airlock
  const watermark = `${await loginOf(airlock, actor)} ${isoTime(core.clock.now())}`
  const shown = render(file.path, bytes, { rows, characters })
  return { ...(reader === 'team' ? await capped(airlock, seen.project_id, shown) : shown), watermark }
}

/** What the team is shown here counts like what its seats show. @throws XinyuError VIEW_CAPPED */
async function capped({ ports }: Airlock, projectId: string, shown: Rendered): Promise<Rendered> {
  const cost = costOf(shown)
  const most = await ports.views(projectId, cost)
  if (most >= cost) return shown
  if (shown.kind === 'table' && most > 0) return { ...shown, rows: shown.rows.slice(0, most), cut: true }
  throw new XinyuError('VIEW_CAPPED', { most })
}

const ROW_BYTES = 256
const PICTURE_ROW_BYTES = 512

/** In rows: wide cells, lines and pictures carry rows too. */
function costOf(shown: Rendered): number {
  if (shown.kind === 'none') return 0
  if (shown.kind === 'image') return Math.ceil((shown.base64.length * 3) / 4 / PICTURE_ROW_BYTES)
  const text = shown.kind === 'text' ? shown.text : JSON.stringify(shown.rows)
  const lines = shown.kind === 'text' ? text.split('\n').length : shown.rows.length
  return Math.max(lines, Math.ceil(Buffer.byteLength(text) / ROW_BYTES))
}

async function loginOf({ core }: Airlock, { userId }: UserActor): Promise<string> {
  const user = await core.db
    .selectFrom('app_user')
    .select('login')
    .where('id', '=', userId)
    .executeTakeFirst()
  return user?.login ?? userId
}
