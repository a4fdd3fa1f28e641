import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { CONTEST } from '../door/door.ts'

export interface Profile {
  readonly id: string
  readonly phone: string
  readonly name: string
  readonly email: string
  readonly realName: 'none' | 'waiting' | 'verified'
  readonly certMask: string | null
}

export async function profileOf(core: Core, entrant: string): Promise<Profile> {
  const row = await core.db
    .selectFrom('contest_entrant as e')
    .leftJoin('contest_entrant_paper as p', 'p.entrant_id', 'e.id')
    .select(['e.id', 'e.phone', 'e.name', 'e.email', 'e.real_name', 'e.cert_mask', 'p.asked_at'])
    .where('e.id', '=', entrant)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    phone: row.phone,
    name: row.name ?? '',
    email: row.email ?? '',
    realName: row.asked_at !== null && row.real_name === 'none' ? 'waiting' : row.real_name,
    certMask: row.cert_mask,
  }
}

/** @throws XinyuError ENTRANT_VERIFIED when a verified name would change */
export function changeProfile(
  core: Core,
  entrant: string,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('contest_entrant')
      .select(['name', 'real_name'])
      .where('id', '=', entrant)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.real_name === 'verified' && row.name !== name) throw new XinyuError('ENTRANT_VERIFIED')
    await tx.updateTable('contest_entrant').set({ name, email }).where('id', '=', entrant).execute()
    note({ kind: 'entrant.changed', subject: { entrant } })
  })
}
