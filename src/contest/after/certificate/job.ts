import { systemActor } from '../../../kernel/actor.ts'
import type { JobContext } from '../../../platform/jobs/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { contestById } from '../../scheme/index.ts'
import { admittedTeams, type After, organiserOf } from '../sources.ts'
import { certificateContent } from './content.ts'
import { certificateMaker } from './maker.ts'

export const CERTIFICATES_JOB = 'contest-certificates'

/**
 * Makes the certificates that are missing, one at a time, each with its own entry: cut off anywhere it goes on where it
 * was, and no certificate is made twice.
 */
export async function issueCertificates(
  { core, demo }: After,
  { input, signal, progress }: JobContext<{ contestId: string }>,
): Promise<{ issued: number }> {
  const contest = await contestById(core, input.contestId)
  const organiser = await organiserOf(core, contest)
  const waiting = await core.db
    .selectFrom('contest_award as a')
    .leftJoin('contest_certificate as c', 'c.award_id', 'a.id')
    .selectAll('a')
    .where('a.contest_id', '=', contest.id)
    .where('c.award_id', 'is', null)
    .where('a.revoked_at', 'is', null)
    .orderBy('a.number')
    .execute()
  if (waiting.length === 0) return { issued: 0 }
  const list = await core.db
    .selectFrom('contest_award_list')
    .select('origin')
    .where('contest_id', '=', contest.id)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  const teams = await admittedTeams(core, contest.id)
  const maker = certificateMaker()
  let issued = 0
  try {
    for (const award of waiting) {
      signal.throwIfAborted()
      progress(issued / waiting.length, 'contest.certificates', { done: issued, of: waiting.length })
      const card = teams.get(award.team_id)
      // A team that left after the awards were published: its award is to be revoked, not printed.
      if (!card) continue
      const content = certificateContent(contest.scheme, {
        number: award.number,
        award: award.award,
        division: award.division,
        team: card.team,
        members: card.members.map(({ name }) => name),
        bodies: card.bodies.map(({ name }) => name),
        organiser,
        at: award.published_at,
        origin: list.origin ?? '',
        code: contest.code,
        demo,
      })
      if (await issue(core, award.id, contest.id, content, await maker.make(content))) issued++
    }
  } finally {
    await maker.stop()
  }
  return { issued }
}

/** Thrown to leave an action that comes second. */
const ISSUED_BEFORE = new Error('the certificate was issued by another job')

/** False where a second job for the same contest was quicker: of one award there is one certificate. */
async function issue(
  core: After['core'],
  awardId: string,
  contestId: string,
  content: ReturnType<typeof certificateContent>,
  pdf: Buffer,
): Promise<boolean> {
  const acted = act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const hash = digestOf(pdf)
    const made = await tx
      .insertInto('contest_certificate')
      .values({
        award_id: awardId,
        contest_id: contestId,
        number: content.number,
        content: JSON.stringify(content),
        pdf,
        pdf_digest: hash,
        bytes: pdf.length,
        issued_at: now,
        emptied_at: null,
      })
      // Of the award or of its number: both are the other job's.
      .onConflict((conflict) => conflict.doNothing())
      .returning('award_id')
      .executeTakeFirst()
    if (!made) throw ISSUED_BEFORE
    // Names of people stand on the paper alone: an entry outlives the contest. `result` is what `xinyu verify` compares.
    note({
      kind: 'certificate.issued',
      subject: { contest: contestId, award: awardId },
      payload: {
        number: content.number,
        contest: content.contestZh,
        award: content.awardZh,
        result: { digest: hash, bytes: pdf.length },
      },
    })
  })
  return acted.then(
    () => true,
    (error: unknown) => {
      if (error === ISSUED_BEFORE) return false
      throw error
    },
  )
}
