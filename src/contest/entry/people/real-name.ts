import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { isIdNumber } from '../../../kernel/person.ts'
import { digestOf, keyFolder, makeSecretKey, suite } from '../../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import type { RealName } from '../../tools.ts'
import { brake } from '../door/brake.ts'
import { CONTEST } from '../door/door.ts'
import { maskCertno } from './masks.ts'

export const PAPER_MIB = 3

export interface Claim {
  readonly name: string
  readonly certno: string
  readonly paper: { readonly name: string; readonly bytes: Buffer } | null
}

/**
 * For demo spaces: form, possible date and check digit of the number (GB 11643), and a name that could be one. It asks
 * nobody, so it vouches for nothing but that the number is well made.
 */
export const demoRealName: RealName = {
  driver: 'demo',
  vouches: async ({ name, certno }) => isIdNumber(certno) && /^[\p{L}·. ]{2,50}$/u.test(name),
}

/**
 * Verifies an entrant: by the service where one is connected, else the paper waits for an organiser. The number leaves as
 * keyed hash and mask; it is stored readable nowhere and not in any message.
 * @throws XinyuError ENTRANT_VERIFIED, ENTRANT_REAL_NAME_FAILED, ENTRANT_CERT_TAKEN, ENTRANT_PAPER, ENTRANT_LOCKED
 */
export async function verifyEntrant(
  core: Core,
  service: RealName | null,
  entrant: string,
  claim: Claim,
): Promise<Acted<{ state: 'verified' | 'waiting' }>> {
  await brake(core, 'identity', entrant)
  const certno = claim.certno.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
  const type = claim.paper && paperType(claim.paper.bytes)
  if (!service && !type) throw new XinyuError('ENTRANT_PAPER', { mib: PAPER_MIB })
  // A statement may carry a passport; what has the form of an identity number has to be one.
  const wrong = service || /^\d{17}[\dX]$/.test(certno) ? !isIdNumber(certno) : certno.length < 6
  if (wrong) throw new XinyuError('ENTRANT_REAL_NAME_FAILED')
  if (service && !(await service.vouches({ name: claim.name, certno })))
    throw new XinyuError('ENTRANT_REAL_NAME_FAILED')
  const cert_key = suite().mac(await certSecret(core), certno)
  const mask = maskCertno(certno)
  return takenOnce(() =>
    act(core, CONTEST, async ({ tx, now, note }) => {
      const row = await tx
        .selectFrom('contest_entrant')
        .select(['real_name'])
        .where('id', '=', entrant)
        .forUpdate()
        .executeTakeFirstOrThrow()
      if (row.real_name === 'verified') throw new XinyuError('ENTRANT_VERIFIED')
      if (service) {
        await tx
          .updateTable('contest_entrant')
          .set({ name: claim.name, real_name: 'verified', cert_key, cert_mask: mask })
          .where('id', '=', entrant)
          .execute()
        note({ kind: 'entrant.verified', subject: { entrant }, payload: { driver: service.driver } })
        return { state: 'verified' as const }
      }
      const { name: file_name, bytes } = claim.paper!
      const digest = digestOf(bytes)
      const paper = {
        name: claim.name,
        cert_key,
        cert_mask: mask,
        file_name,
        file_type: type!,
        bytes,
        digest,
      }
      await tx
        .insertInto('contest_entrant_paper')
        .values({ entrant_id: entrant, asked_at: now, ...paper })
        .onConflict((conflict) => conflict.column('entrant_id').doUpdateSet({ asked_at: now, ...paper }))
        .execute()
      note({ kind: 'entrant.real_name_asked', subject: { entrant }, payload: { digest } })
      return { state: 'waiting' as const }
    }),
  )
}

/**
 * An organiser says what the paper shows. Either way the paper is destroyed; its hash stays in the evidence.
 * @throws XinyuError NOT_FOUND, ENTRANT_CERT_TAKEN, ENTRY_REASON
 */
export async function judgePaper(
  core: Core,
  actor: UserActor,
  where: { readonly contest: string; readonly entrant: string },
  verdict: { readonly right: boolean; readonly reason: string },
): Promise<Acted<void>> {
  if (!verdict.right && verdict.reason === '') throw new XinyuError('ENTRY_REASON')
  return takenOnce(() =>
    act(core, CONTEST, async ({ tx, note }) => {
      const paper = await tx
        .deleteFrom('contest_entrant_paper')
        .where('entrant_id', '=', where.entrant)
        .returning(['name', 'cert_key', 'cert_mask', 'digest'])
        .executeTakeFirst()
      if (!paper) throw new XinyuError('NOT_FOUND', { what: 'document' })
      if (verdict.right)
        await tx
          .updateTable('contest_entrant')
          .set({
            name: paper.name,
            real_name: 'verified',
            cert_key: paper.cert_key,
            cert_mask: paper.cert_mask,
          })
          .where('id', '=', where.entrant)
          .execute()
      note({
        kind: verdict.right ? 'entrant.verified' : 'entrant.real_name_refused',
        subject: { ...where, by: actor.userId },
        payload: { driver: 'organiser', digest: paper.digest, reason: verdict.reason },
      })
    }),
  )
}

/** One identity number belongs to one entrant: the database says so at the same moment too. */
async function takenOnce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (
      !isXinyuError(error) &&
      (error as { constraint?: string }).constraint === 'contest_entrant_cert_key_key'
    )
      throw new XinyuError('ENTRANT_CERT_TAKEN', {}, { cause: error })
    throw error
  }
}

/** By its first bytes, whatever the name says. */
export function paperType(bytes: Buffer): string | null {
  if (bytes.length === 0 || bytes.length > PAPER_MIB * 2 ** 20) return null
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf'
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png'
  return bytes.subarray(0, 3).toString('hex') === 'ffd8ff' ? 'image/jpeg' : null
}

/**
 * The key of identity numbers. A key that vanished is not replaced in silence: with another one the same person could be
 * verified twice.
 * @throws XinyuError KEY_MISSING
 */
async function certSecret(core: Core): Promise<Buffer> {
  const file = join(keyFolder(core.home), 'contest-entrants.key')
  const there = await access(file).then(
    () => true,
    () => false,
  )
  if (!there) {
    const known = await core.db
      .selectFrom('contest_entrant')
      .select('id')
      .where('cert_key', 'is not', null)
      .limit(1)
      .executeTakeFirst()
    if (known) throw new XinyuError('KEY_MISSING', { file })
  }
  return makeSecretKey(file, core.random)
}
