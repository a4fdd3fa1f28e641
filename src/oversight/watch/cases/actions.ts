import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { Outcome } from '../model.ts'
import { caseNumber } from './store.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    'watch.case_changed': { caseId: string }
  }
}

/** Takes a case, or takes it over from nobody. @throws XinyuError NOT_FOUND, WATCH_CASE_CLOSED, WATCH_CASE_TAKEN */
export async function takeCase(core: Core, actor: UserActor, caseId: string): Promise<void> {
  await change(core, actor, caseId, 'watch.case_taken', async ({ tx }, row) => {
    if (row.taken_by !== null && row.taken_by !== actor.userId)
      throw new XinyuError('WATCH_CASE_TAKEN', { number: caseNumber(row.n, row.created_at) })
    await tx
      .updateTable('watch_case')
      .set({ state: 'taken', taken_by: actor.userId })
      .where('id', '=', caseId)
      .execute()
  })
}

/** @throws XinyuError NOT_FOUND, WATCH_CASE_CLOSED */
export async function noteCase(core: Core, actor: UserActor, caseId: string, text: string): Promise<void> {
  await change(core, actor, caseId, 'watch.case_noted', (scope) => addNote(scope, actor, caseId, text))
}

/**
 * Closes a case. As harmless or warned only when nothing is blocked any more; as revoked what is blocked stays so.
 * @throws XinyuError NOT_FOUND, WATCH_CASE_CLOSED, WATCH_BLOCKS_IN_FORCE
 */
export async function closeCase(
  core: Core,
  actor: UserActor,
  caseId: string,
  { outcome, text }: { readonly outcome: Outcome; readonly text: string },
): Promise<void> {
  await change(core, actor, caseId, 'watch.case_closed', async (scope, row) => {
    const { count } = await scope.tx
      .selectFrom('watch_block')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('case_id', '=', caseId)
      .where('state', 'in', ['wanted', 'in_force'])
      .executeTakeFirstOrThrow()
    if (count > 0 && outcome !== 'revoked')
      throw new XinyuError('WATCH_BLOCKS_IN_FORCE', { number: caseNumber(row.n, row.created_at), count })
    await addNote(scope, actor, caseId, text)
    await scope.tx
      .updateTable('watch_case')
      .set({ state: 'closed', outcome, closed_at: scope.now, taken_by: row.taken_by ?? actor.userId })
      .where('id', '=', caseId)
      .execute()
  })
}

async function addNote(
  { tx, now, id }: ActionScope,
  actor: UserActor,
  caseId: string,
  text: string,
): Promise<void> {
  await tx
    .insertInto('watch_note')
    .values({ id: id(), case_id: caseId, user_id: actor.userId, text, at: now })
    .execute()
}

/** What every change of an open case has in common: it is held, it is evidence, the portal hears of it. */
async function change(
  core: Core,
  actor: UserActor,
  caseId: string,
  kind: string,
  body: (scope: ActionScope, row: Awaited<ReturnType<typeof locked>>) => Promise<void>,
): Promise<void> {
  await act(core, actor, async (scope) => {
    const row = await locked(scope, caseId)
    if (row.state === 'closed')
      throw new XinyuError('WATCH_CASE_CLOSED', { number: caseNumber(row.n, row.created_at) })
    await body(scope, row)
    scope.note({ kind, subject: { case: caseId } })
    scope.emit('watch.case_changed', { caseId })
  })
}

async function locked({ tx }: ActionScope, caseId: string) {
  const row = await tx
    .selectFrom('watch_case')
    .selectAll()
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'case' })
  return row
}
