import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Core, payloadHash } from '../../../safeguard/evidence/index.ts'
import { parseEntry } from '../../../safeguard/evidence/verifier/index.ts'
import { Points, type Recomputed } from '../model.ts'
import { rank } from '../rank/index.ts'
import { SHEET_KIND } from '../sheets/submit.ts'
import { RANKING_KIND } from './freeze.ts'
import { type CountedSheet, inputsHash } from './gather.ts'

/** An entry of the log as its canonical text, with what lies beside it; null where that was destroyed. */
export interface EvidenceItem {
  readonly entry: string
  readonly payload: { readonly salt: Uint8Array; readonly body: string } | null
}

const SheetPayload = z.object({
  round: z.string(),
  code: z.string(),
  edition: z.int(),
  scores: Points,
})
const Payload = z.object({
  round: z.string(),
  number: z.int(),
  inputsDigest: z.string(),
  criteria: z.array(z.object({ code: z.string(), weight: z.number(), max: z.int() })),
  scoring: z.object({
    trim: z.int(),
    trimFrom: z.int(),
    calibrate: z.enum(['off', 'report', 'rank']),
    fewest: z.int(),
    ties: z.array(z.enum(['criterion', 'median', 'lowest', 'hidden_test', 'earlier'])),
  }),
  works: z.array(
    z.object({ workId: z.string(), teamId: z.string(), division: z.string(), submittedAt: z.int() }),
  ),
  sheets: z.array(
    z.object({
      assignment: z.string(),
      code: z.string(),
      edition: z.int(),
      workId: z.string(),
      expert: z.string(),
    }),
  ),
  rows: z.array(z.unknown()),
})

type Problem = Recomputed['problems'][number]

/**
 * Does a ranking again from evidence alone: entries of the log and their payloads, and nothing of the tables that the
 * ranking was made from. `standing` are the rows that the space shows now.
 * @throws XinyuError RANKING_MISSING where the evidence holds none of the round
 */
export function recompute(
  items: readonly EvidenceItem[],
  { round, standing }: { readonly round: string; readonly standing?: readonly unknown[] },
): Recomputed {
  const problems: Problem[] = []
  const opened = items.flatMap((item) => open(item, problems))
  const made = opened
    .filter(({ kind }) => kind === RANKING_KIND)
    .flatMap(({ body }) => {
      const read = Payload.safeParse(body)
      return read.success && read.data.round === round ? [read.data] : []
    })
    .toSorted((a, b) => b.number - a.number)
  const last = made[0]
  if (!last) throw new XinyuError('RANKING_MISSING')
  const given = sheetsIn(opened, round)
  const counted = last.sheets.flatMap((one): CountedSheet[] => {
    const sheet = given.get(`${one.assignment} ${one.edition}`)
    if (!sheet || sheet.code !== one.code) {
      problems.push({ what: 'sheet_missing', subject: one.assignment })
      return []
    }
    return [{ ...one, scores: sheet.scores }]
  })
  const input = { criteria: last.criteria, scoring: last.scoring, works: last.works, sheets: counted }
  if (inputsHash(input, counted) !== last.inputsDigest)
    problems.push({ what: 'inputs_differ', subject: String(last.number) })
  const rows = canonical(rank(input).rows)
  if (rows !== canonical(last.rows)) problems.push({ what: 'rows_differ', subject: String(last.number) })
  if (standing && canonical(standing) !== canonical(last.rows))
    problems.push({ what: 'table_differs', subject: String(last.number) })
  const counts = new Set(last.sheets.map(({ assignment }) => assignment))
  const seen = new Set([...given.keys()].map((key) => key.split(' ')[0]!))
  return {
    ok: problems.length === 0,
    number: last.number,
    works: last.works.length,
    sheets: counted.length,
    inputsDigest: last.inputsDigest,
    problems: problems.slice(0, 200),
    leftOut: [...seen].filter((one) => !counts.has(one)).slice(0, 5000),
  }
}

/** The payload of an entry, where it is the one that the entry was made of. */
function open({ entry, payload }: EvidenceItem, problems: Problem[]) {
  const view = parseEntry(entry)
  if (typeof view === 'string') {
    problems.push({ what: 'entry_damaged', subject: view })
    return []
  }
  if (!payload) {
    problems.push({ what: 'payload_destroyed', subject: view.id })
    return []
  }
  const said = view.payload
  if (!said || payloadHash(said.alg, payload.salt, payload.body) !== said.hash) {
    problems.push({ what: 'payload_differs', subject: view.id })
    return []
  }
  return [{ kind: view.kind, subject: view.subject, body: JSON.parse(payload.body) as unknown }]
}

/** Submitted sheets of the round by assignment and edition. */
function sheetsIn(
  opened: readonly { kind: string; subject: Readonly<Record<string, string>>; body: unknown }[],
  round: string,
): Map<string, z.output<typeof SheetPayload>> {
  const found = new Map<string, z.output<typeof SheetPayload>>()
  for (const { kind, subject, body } of opened) {
    if (kind !== SHEET_KIND) continue
    const read = SheetPayload.safeParse(body)
    if (read.success && read.data.round === round)
      found.set(`${subject['assignment']} ${read.data.edition}`, read.data)
  }
  return found
}

/** The entries about a contest that its rankings are made of, out of the log itself, with their payloads. */
export async function rankingEvidence(core: Core, contestId: string): Promise<EvidenceItem[]> {
  const rows = await core.db
    .selectFrom('evidence_term as t')
    .innerJoin('evidence_outbox as o', 'o.leaf', 't.leaf')
    .select(['t.leaf', 'o.id'])
    .where('t.term', '=', `s:${contestId}`)
    .where('o.kind', 'in', [SHEET_KIND, RANKING_KIND])
    .orderBy('t.leaf')
    .execute()
  const payloads = await core.evidence.payloads(rows.map(({ id }) => id))
  const reader = core.evidence.reader()
  const items: EvidenceItem[] = []
  for (const { leaf, id } of rows)
    items.push({
      entry: (await reader.entry(leaf)).toString('utf8'),
      payload: payloads.get(id) ?? null,
    })
  return items
}
