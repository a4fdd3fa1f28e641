import { randomBytes, randomUUID } from 'node:crypto'
import type { UserActor } from '../../kernel/actor.ts'
import type { Db } from '../../platform/postgres/tables.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { type Contest, contestById, Scheme } from '../scheme/index.ts'

export interface MadeRound {
  readonly opensAt: number
  readonly closesAt: number
  readonly graceMs?: number
  readonly maxBytes?: number
}

const HOUR = 3_600_000

/** A synthetic contest whose first round is open in the given span: two texts, a choice, one PDF, some attachments. */
export function smallScheme({ opensAt, closesAt, graceMs = 60_000, maxBytes = 2 ** 20 }: MadeRound): Scheme {
  const both = (text: string) => ({ titleZh: text, titleEn: text })
  const rubric = { criteria: [{ code: 'value', ...both('value'), weight: 1 }] }
  const after = closesAt + graceMs
  const field = (code: string, more: object) => ({ code, ...both(code), ...more })
  return Scheme.parse({
    ...both('synthetic contest'),
    divisionWord: 'field',
    divisions: [{ code: 'care', kind: 'field', ...both('care') }],
    entry: { opensAt: opensAt - 2 * HOUR, closesAt: opensAt - HOUR },
    rounds: [
      {
        code: 'first',
        ...both('first'),
        submission: {
          opensAt,
          closesAt,
          graceMs,
          form: [
            field('summary', { kind: 'long_text', maxLength: 5_000 }),
            field('team_story', { kind: 'long_text', required: false, identifying: true }),
            field('link', { kind: 'url', required: false }),
            field('stage', {
              kind: 'choice',
              required: false,
              options: [{ code: 'idea', ...both('idea') }],
            }),
            field('report', { kind: 'file', types: ['pdf', 'docx'], maxBytes }),
            field('more', {
              kind: 'file',
              required: false,
              types: ['zip', 'txt', 'md', 'ipynb'],
              maxBytes,
              maxFiles: 3,
            }),
          ],
        },
        review: { opensAt: after, closesAt: after + HOUR, rubric },
        quota: { total: 1 },
      },
      {
        code: 'second',
        ...both('second'),
        submission: {
          opensAt: after + HOUR,
          closesAt: after + 2 * HOUR,
          form: [field('summary', { kind: 'text' })],
        },
        review: { opensAt: after + 3 * HOUR, closesAt: after + 4 * HOUR, rubric },
        quota: { total: 1 },
      },
    ],
    awards: [],
  })
}

/** An announced contest, written without its doors: they close entry before a round opens, and a test has no time to wait. */
export async function putContest(
  core: { readonly db: Db },
  scheme: Scheme,
  now: number,
  organiser: UserActor,
): Promise<Contest> {
  const id = randomUUID()
  await core.db
    .insertInto('contest')
    .values({
      id,
      code: `c-${id.slice(0, 8)}`,
      organiser_id: organiser.participantId,
      state: 'published',
      scheme: JSON.stringify(scheme),
      number: 1,
      created_at: now,
      published_at: now,
      closed_at: null,
    })
    .execute()
  return contestById(core, id)
}

export interface PutTeam {
  readonly teamId: string
  readonly captain: string
  readonly member: string
  /** Cookie of the captain's session at the real door. */
  readonly cookie: string
}

/** Admitted teams of made-up people, with a session of each captain. */
export async function putTeams(
  core: { readonly db: Db },
  contest: Contest,
  count: number,
  now: number,
  state: 'admitted' | 'rejected' = 'admitted',
): Promise<PutTeam[]> {
  const stamp = randomBytes(3).readUIntBE(0, 3) % 100_000
  const phone = (n: number) => `1990${String((stamp * 1000 + n) % 10_000_000).padStart(7, '0')}`
  const teams = Array.from({ length: count }, (_, i) => ({
    teamId: randomUUID(),
    captain: randomUUID(),
    member: randomUUID(),
    token: randomBytes(32).toString('base64url'),
    number: `01-${String(stamp)}${String(i).padStart(4, '0')}`,
    phones: [phone(2 * i), phone(2 * i + 1)],
  }))
  await core.db
    .insertInto('contest_entrant')
    .values(
      teams.flatMap(({ captain, member, phones }) =>
        [captain, member].map((id, k) => ({
          id,
          phone: phones[k]!,
          name: `合成${k}`,
          email: null,
          real_name: 'none' as const,
          cert_key: null,
          cert_mask: null,
          created_at: now,
        })),
      ),
    )
    .execute()
  await core.db
    .insertInto('contest_team')
    .values(
      teams.map(({ teamId, captain, number }, i) => ({
        id: teamId,
        contest_id: contest.id,
        number,
        name: `合成队 ${i}`,
        title: `作品 ${i}`,
        division: 'care',
        intro: '',
        state,
        captain_id: captain,
        scheme_number: 1,
        created_at: now,
        submitted_at: now,
        decided_at: now,
        supplement_until: null,
      })),
    )
    .execute()
  await core.db
    .insertInto('contest_member')
    .values(
      teams.flatMap(({ teamId, captain, member, phones }) =>
        [captain, member].map((id, k) => ({
          id: randomUUID(),
          team_id: teamId,
          entrant_id: id,
          phone: phones[k]!,
          name: `合成${k}`,
          role: k === 0 ? ('captain' as const) : ('member' as const),
          state: 'accepted' as const,
          body_id: null,
          position: '',
          student: false,
          invited_at: now,
          answered_at: now,
        })),
      ),
    )
    .execute()
  await core.db
    .insertInto('contest_entrant_session')
    .values(
      teams.map(({ captain, token }) => ({
        id: randomUUID(),
        token_hash: digestOf(token),
        entrant_id: captain,
        created_at: now,
        seen_at: now,
        expires_at: now + 12 * HOUR,
        ended_at: null,
      })),
    )
    .execute()
  return teams.map(({ teamId, captain, member, token }) => ({
    teamId,
    captain,
    member,
    cookie: `xinyu_entrant=${token}`,
  }))
}

/** Bytes of a made-up PDF: the mark at the front, the rest noise. */
export function pdfBytes(bytes: number): Buffer {
  const body = randomBytes(bytes)
  body.write('%PDF-1.7\n')
  return body
}
