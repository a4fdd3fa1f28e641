import type { Db, Tx } from '../../../platform/postgres/index.ts'
import type { ActionScope, Core } from '../../evidence/index.ts'
import type { UserToSignIn } from '../sign-in.ts'
import type { CertificateTable } from '../tables.ts'

export const certificatesOf = (db: Db | Tx, userId: string): Promise<CertificateTable[]> =>
  db.selectFrom('user_certificate').selectAll().where('user_id', '=', userId).orderBy('id').execute()

/** Whose a certificate is. */
export const userOfCertificate = (
  { db }: Pick<Core, 'db'>,
  fingerprint: string,
): Promise<UserToSignIn | undefined> =>
  db
    .selectFrom('user_certificate as c')
    .innerJoin('app_user as u', 'u.id', 'c.user_id')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .selectAll('u')
    .select('p.state as bodyState')
    .where('c.fingerprint', '=', fingerprint)
    .executeTakeFirst()

/** Takes certificates of a user away inside another action: all, or one. Returns how many. */
export async function dropCertificates(scope: ActionScope, userId: string, id?: string): Promise<number> {
  let query = scope.tx.deleteFrom('user_certificate').where('user_id', '=', userId)
  if (id !== undefined) query = query.where('id', '=', id)
  const rows = await query.returning(['id', 'fingerprint']).execute()
  for (const row of rows)
    scope.note({
      kind: 'user.certificate_unbound',
      subject: { user: userId, certificate: row.id },
      payload: { fingerprint: row.fingerprint },
    })
  return rows.length
}
