import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Destroyer } from '../../tools.ts'

/** What this room itself holds of people: contacts, wishes, and certificates where the organiser wants them gone. */
export const ownDestroyers = (certificates: 'keep' | 'destroy'): readonly Destroyer[] => [
  contacts,
  wishes,
  ...(certificates === 'destroy' ? [paper] : []),
]

const contacts: Destroyer = {
  part: 'contacts',
  async list({ db }, contestId, after, most) {
    let query = db
      .selectFrom('contest_incubation_interest')
      .select(['id', 'message', 'contact'])
      .where('contest_id', '=', contestId)
      .where((eb) => eb.or([eb('contact', '!=', ''), eb('message', '!=', '')]))
    if (after !== null) query = query.where('id', '>', after)
    const rows = await query.orderBy('id').limit(most).execute()
    return rows.map((row) => held(row.id, `${row.message}\n${row.contact}`))
  },
  async destroy({ db }, contestId, ids) {
    await db
      .updateTable('contest_incubation_interest')
      .set({ message: '', contact: '' })
      .where('contest_id', '=', contestId)
      .where('id', 'in', [...ids])
      .execute()
  },
}

/** Green channels that came to nothing; one that became a contract request lives on there. */
const wishes: Destroyer = {
  part: 'green_channels',
  async list({ db }, contestId, after, most) {
    let query = db
      .selectFrom('contest_green_channel')
      .select(['id', 'purpose', 'wanted'])
      .where('contest_id', '=', contestId)
      .where((eb) => eb.or([eb('purpose', '!=', ''), eb('wanted', '!=', '')]))
    if (after !== null) query = query.where('id', '>', after)
    const rows = await query.orderBy('id').limit(most).execute()
    return rows.map((row) => held(row.id, `${row.purpose}\n${row.wanted}`))
  },
  async destroy({ db }, contestId, ids) {
    await db
      .updateTable('contest_green_channel')
      .set({ purpose: '', wanted: '', answer: null })
      .where('contest_id', '=', contestId)
      .where('id', 'in', [...ids])
      .execute()
  },
}

/** Bytes and names go; number, award and hash stay, so that a copy in somebody's hand can still be verified. */
const paper: Destroyer = {
  part: 'certificates',
  async list({ db }, contestId, after, most) {
    let query = db
      .selectFrom('contest_certificate')
      .select(['award_id', 'pdf_digest', 'bytes'])
      .where('contest_id', '=', contestId)
      .where('emptied_at', 'is', null)
    if (after !== null) query = query.where('award_id', '>', after)
    const rows = await query.orderBy('award_id').limit(most).execute()
    return rows.map((row) => ({ id: row.award_id, digest: row.pdf_digest, bytes: row.bytes }))
  },
  async destroy(core: Core, contestId, ids) {
    const rows = await core.db
      .selectFrom('contest_certificate')
      .select(['award_id', 'content'])
      .where('contest_id', '=', contestId)
      .where('award_id', 'in', [...ids])
      .execute()
    for (const row of rows)
      await core.db
        .updateTable('contest_certificate')
        .set({
          pdf: null,
          emptied_at: core.clock.now(),
          content: JSON.stringify({ ...row.content, members: [] }),
        })
        .where('award_id', '=', row.award_id)
        .execute()
  },
}

const held = (id: string, text: string) => ({ id, digest: digestOf(text), bytes: Buffer.byteLength(text) })
