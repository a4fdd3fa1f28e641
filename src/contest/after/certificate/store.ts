import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { CertificateContent } from './content.ts'
import { readNumber } from './number.ts'

export interface Certificate {
  readonly awardId: string
  readonly contestId: string
  readonly teamId: string
  readonly content: CertificateContent
  readonly digest: string
  readonly issuedAt: number
  /** False: names and bytes were destroyed with the contest. */
  readonly kept: boolean
  readonly revoked: { readonly at: number; readonly reason: string } | null
}

const found = (core: Pick<Core, 'db'>) =>
  core.db
    .selectFrom('contest_certificate as c')
    .innerJoin('contest_award as a', 'a.id', 'c.award_id')
    .innerJoin('contest as k', 'k.id', 'c.contest_id')
    .select(['c.award_id', 'c.contest_id', 'c.content', 'c.pdf_digest', 'c.issued_at', 'c.emptied_at'])
    .select(['a.team_id', 'a.revoked_at', 'a.revoke_reason', 'k.code'])

type Row = Awaited<ReturnType<ReturnType<typeof found>['executeTakeFirstOrThrow']>>

const certificateOf = (row: Row): Certificate => ({
  awardId: row.award_id,
  contestId: row.contest_id,
  teamId: row.team_id,
  content: row.content,
  digest: row.pdf_digest,
  issuedAt: row.issued_at,
  kept: row.emptied_at === null,
  revoked: row.revoked_at === null ? null : { at: row.revoked_at, reason: row.revoke_reason ?? '' },
})

/** By what is printed: contest and number. @throws XinyuError NOT_FOUND, the same for both being wrong */
export async function certificateByNumber(
  core: Pick<Core, 'db'>,
  contestCode: string,
  typed: string,
): Promise<Certificate> {
  const number = readNumber(typed)
  const row =
    number === null
      ? undefined
      : await found(core).where('c.number', '=', number).where('k.code', '=', contestCode).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'certificate' })
  return certificateOf(row)
}

/** One that stands: a revoked one is not handed out again. @throws XinyuError NOT_FOUND */
export async function certificateOfTeam(
  core: Pick<Core, 'db'>,
  contestId: string,
  teamId: string,
): Promise<Certificate> {
  const row = await found(core)
    .where('c.contest_id', '=', contestId)
    .where('a.team_id', '=', teamId)
    .where('a.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'certificate' })
  return certificateOf(row)
}

/** The bytes that were hashed. @throws XinyuError CERTIFICATE_DESTROYED */
export async function certificatePdf(core: Pick<Core, 'db'>, awardId: string): Promise<Buffer> {
  const { pdf } = await core.db
    .selectFrom('contest_certificate')
    .select('pdf')
    .where('award_id', '=', awardId)
    .executeTakeFirstOrThrow()
  if (pdf === null) throw new XinyuError('CERTIFICATE_DESTROYED')
  return pdf
}

/** The receipt of its making: verifies offline, also against the file. @throws XinyuError NOT_FOUND */
export async function certificateReceipt(core: Core, awardId: string): Promise<Buffer> {
  const leaf = (await core.evidence.leavesAbout([awardId])).find((one) => one.kind === 'certificate.issued')
  if (!leaf) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
  return core.evidence.receiptFor(leaf.leaf)
}

/** Of an organiser: by award, and all as files, one in memory at a time. */
export const certificates = {
  /** @throws XinyuError NOT_FOUND */
  async byAward(core: Pick<Core, 'db'>, contestId: string, awardId: string): Promise<Certificate> {
    const row = await found(core)
      .where('c.contest_id', '=', contestId)
      .where('c.award_id', '=', awardId)
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'certificate' })
    return certificateOf(row)
  },
  async *files({ db }: Pick<Core, 'db'>, contestId: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
    for (let last = ''; ; ) {
      const row = await db
        .selectFrom('contest_certificate as c')
        .innerJoin('contest_award as a', 'a.id', 'c.award_id')
        .select(['c.number', 'c.pdf'])
        .where('c.contest_id', '=', contestId)
        .where('c.pdf', 'is not', null)
        .where('a.revoked_at', 'is', null)
        .where('c.number', '>', last)
        .orderBy('c.number')
        .limit(1)
        .executeTakeFirst()
      if (!row?.pdf) return
      last = row.number
      yield { name: `${row.number}.pdf`, bytes: row.pdf }
    }
  },
}
