import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import {
  type Keeper,
  newPassphraseCost,
  type PassphraseCost,
  passphraseKey,
  recoveryText,
  sealShare,
} from '../crypto/index.ts'
import { act, type Core } from '../evidence/index.ts'
import { keepersOf, SEALED_BY } from './keepers.ts'
import { keepDraft } from './requests.ts'
import { keeperOf } from './rules.ts'
import type { RequestRow } from './tables.ts'

/**
 * Sets the own passphrase of an approved recovery file; with the second one the file is ready.
 * @throws XinyuError NOT_FOUND, KEY_RECOVERY_WAITING, KEY_RECOVERY_SET, KEY_RECOVERY_SAME where the actor set the other
 * one under another role
 */
export async function setPassphrase(
  core: Core,
  actor: UserActor,
  id: string,
  passphrase: string,
  cost: PassphraseCost = newPassphraseCost(core.random),
): Promise<{ ready: boolean }> {
  const keeper = keeperOf(actor)
  if (keeper === null) throw new XinyuError('NOT_FOUND', { what: 'key request' })
  // A passphrase costs memory and time: nobody makes the space spend them on a file that is not there.
  await mustTakePassphrases(core, id)
  const key = await passphraseKey(passphrase, cost)
  const acted = await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('key_request')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || row.kind !== 'recovery') throw new XinyuError('NOT_FOUND', { what: 'key request' })
    if (row.recovery === null) throw new XinyuError('KEY_RECOVERY_WAITING')
    await mustBeAnother(core, actor, row, keeper)
    const draft = await sealShare(core.home, row.recovery, keeper, { cost, key }, core.random)
    await keepDraft(tx, id, draft)
    await tx
      .updateTable('key_request')
      .set({ [SEALED_BY[keeper]]: actor.userId })
      .where('id', '=', id)
      .execute()
    const ready = recoveryText(draft) !== null
    note({
      kind: ready ? 'key.recovery_made' : 'key.recovery_sealed',
      subject: { request: id },
      payload: { name: row.key_name, keeper },
    })
    return { ready }
  })
  return acted.value
}

/** Two users, whatever their roles are by now. Who is not known any more could be the same. */
async function mustBeAnother(core: Core, actor: UserActor, row: RequestRow, keeper: Keeper): Promise<void> {
  const keepers = await keepersOf(core, row)
  if (keepers.get(keeper) !== undefined) throw new XinyuError('KEY_RECOVERY_SET')
  for (const user of keepers.values())
    if (user === null || user === actor.userId) throw new XinyuError('KEY_RECOVERY_SAME')
}

/** @throws XinyuError NOT_FOUND, KEY_RECOVERY_WAITING */
async function mustTakePassphrases({ db }: Core, id: string): Promise<void> {
  const row = await db
    .selectFrom('key_request')
    .select(['kind', 'recovery'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row?.kind !== 'recovery') throw new XinyuError('NOT_FOUND', { what: 'key request' })
  if (row.recovery === null) throw new XinyuError('KEY_RECOVERY_WAITING')
}

/** The finished file, for either officer. @throws XinyuError NOT_FOUND, KEY_RECOVERY_WAITING */
export async function takeRecovery(
  core: Core,
  actor: UserActor,
  id: string,
): Promise<{ name: string; text: string }> {
  const row = await core.db
    .selectFrom('key_request')
    .select(['kind', 'key_name', 'recovery'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || row.kind !== 'recovery') throw new XinyuError('NOT_FOUND', { what: 'key request' })
  const text = row.recovery && recoveryText(row.recovery)
  if (text === null) throw new XinyuError('KEY_RECOVERY_WAITING')
  await act(core, actor, async ({ note }) =>
    note({ kind: 'key.recovery_taken', subject: { request: id }, payload: { name: row.key_name } }),
  )
  return { name: row.key_name, text }
}
