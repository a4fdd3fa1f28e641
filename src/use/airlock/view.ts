import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import { holdersOf, placesOf } from './actions/claim.ts'
import { releaseBar, revokeBar } from './duty.ts'
import type { MAY, Opinion, RequestView, RoundView } from './model.ts'
import { namesOf } from './names.ts'
import { type Readable, readable, type Reader } from './readers.ts'
import { CLOSED, EDITABLE, mayMove, OPEN, shown } from './states.ts'
import {
  type FileRow,
  filesIn,
  filesOf,
  numberOf,
  type OpinionRow,
  opinionsOf,
  type RoundRow,
  roundsOf,
} from './store.ts'
import { contractsOf } from './terms.ts'

type May = (typeof MAY)[number]

/** One request as this reader may see it at this moment. @throws XinyuError NOT_FOUND */
export async function requestView(core: Core, actor: UserActor, id: string): Promise<RequestView> {
  const read = await readable(core, actor, id)
  const { row, reader } = read
  const all = await filesOf(core.db, [id])
  const opinions = await opinionsOf(core.db, [id])
  const rounds = await roundsOf(core.db, [id])
  // While its author works on it again, others see what was submitted.
  const working = reader === 'team' || reader === 'overseer'
  const files = working ? all.filter((file) => file.last_round === null) : filesIn(all, row.round)
  const names = (await namesOf(core, actor, [row])).get(id)!
  return {
    id,
    number: numberOf(row),
    projectId: row.project_id,
    consumerId: row.consumer_id,
    seatId: row.seat_id,
    authorId: row.author_id,
    ...names,
    title: row.title,
    state: shown(row.state),
    checkers: row.checkers,
    round: row.round,
    files: files.map((file) => fileView(file, reader)),
    opinions: opinions.filter((one) => isOpen(one, rounds, actor)).map(opinionView),
    rounds: rounds.filter(({ outcome }) => outcome !== null).map((one) => roundView(one, all, opinions)),
    terms: await termsViews(core, row.contract_ids),
    may: await mayOf(core, actor, read, opinions),
    messages: await messagesOf(core, actor, read, rounds),
    problem: row.problem,
    jobId: row.job_id,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    releasedAt: row.released_at,
    revoked: row.revoked_at === null ? null : { reason: row.revoke_reason ?? '', at: row.revoked_at },
    expiresAt: CLOSED.includes(row.state) ? null : row.expires_at,
  }
}

/** Aids are for those who judge: to the team they would be a way to look at figures without a cap. */
const fileView = (file: FileRow, reader: Reader): RequestView['files'][number] => ({
  id: file.id,
  path: file.path,
  bytes: file.bytes,
  digest: file.digest,
  context: file.context,
  findings: [...file.findings],
  aids: reader === 'team' ? [] : [...file.aids],
  verdict: file.verdict,
  recordDigest: file.record_digest,
  runId: file.run_ids[0] ?? null,
})

const DECIDED: readonly (string | null)[] = ['returned', 'approved', 'rejected']

/** The own opinion always; those of others once checkers have decided its round. */
function isOpen(opinion: OpinionRow, rounds: readonly RoundRow[], actor: UserActor): boolean {
  if (opinion.checker_id === actor.userId) return true
  const outcome = rounds.find(({ round }) => round === opinion.round)?.outcome ?? null
  return DECIDED.includes(outcome)
}

const opinionView = (row: OpinionRow): Opinion => ({
  checkerId: row.checker_id,
  round: row.round,
  decision: row.decision,
  reasons: row.reasons,
  text: row.text,
  perFile: row.per_file.map((one) => ({ ...one })),
  at: row.at,
})

function roundView(row: RoundRow, files: readonly FileRow[], all: readonly OpinionRow[]): RoundView {
  const decided = DECIDED.includes(row.outcome)
  const opinions = decided ? all.filter(({ round }) => round === row.round) : []
  const of = (file: FileRow) =>
    opinions.flatMap(({ per_file }) => per_file.filter(({ fileId }) => fileId === file.id))
  return {
    round: row.round,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    outcome: row.outcome,
    byMachine: row.by_machine,
    reasons: [...new Set([...row.reasons, ...opinions.flatMap(({ reasons }) => reasons)])],
    texts: opinions.map(({ text }) => text).filter((text) => text !== ''),
    files: filesIn(files, row.round).map((file) => ({
      path: file.path,
      digest: file.digest,
      ok: of(file).length === 0 ? null : of(file).every(({ ok }) => ok),
      texts: of(file)
        .map(({ text }) => text)
        .filter((text) => text !== ''),
    })),
  }
}

async function termsViews(core: Core, ids: readonly string[]): Promise<RequestView['terms']> {
  const contracts = await contractsOf(core, ids)
  const products = await productsByIds(
    core,
    contracts.map(({ terms }) => terms.productId),
  )
  return contracts.map(({ id, number, terms }) => ({
    contractId: id,
    number,
    productTitleZh: products.get(terms.productId)?.titleZh ?? '',
    productTitleEn: products.get(terms.productId)?.titleEn ?? '',
    minGroup: terms.policy.minGroup,
    disclosure: terms.policy.disclosure,
  }))
}

/** What the reader may do now. Of other checkers it depends on the clock alone, never on what they said. */
async function mayOf(
  core: Core,
  actor: UserActor,
  { row, reader, person, matter }: Readable,
  opinions: readonly OpinionRow[],
): Promise<May[]> {
  const author = row.author_id === actor.userId
  const editable = EDITABLE.includes(row.state)
  const open = OPEN.includes(row.state)
  const own = opinions.some((one) => one.round === row.round && one.checker_id === actor.userId)
  const checks = reader === 'checker' && open && !own
  const holders = checks ? await holdersOf(core.db, row, core.clock.now()) : []
  const place = holders.includes(actor.userId) || holders.length < placesOf(row)
  const can: Record<May, boolean> = {
    edit: author && editable,
    submit: author && editable,
    withdraw: author && mayMove('author', row.state, 'withdrawn'),
    claim: checks && place,
    decide: checks && place,
    message: (reader === 'team' || reader === 'checker') && !CLOSED.includes(row.state),
    release: row.state === 'approved' && releaseBar(person, matter) === null,
    revoke: row.state === 'released' && revokeBar(person, matter) === null,
    download: row.state === 'released' && reader === 'team' && person.roles.includes('developer'),
  }
  return (Object.keys(can) as May[]).filter((one) => can[one])
}

async function messagesOf(
  core: Core,
  actor: UserActor,
  { row }: Readable,
  rounds: readonly RoundRow[],
): Promise<RequestView['messages']> {
  const rows = await core.db
    .selectFrom('airlock_message')
    .selectAll()
    .where('request_id', '=', row.id)
    .orderBy('at')
    .orderBy('id')
    .limit(500)
    .execute()
  const seen = rows.filter(
    ({ by, sealed_round }) =>
      by === actor.userId ||
      sealed_round === null ||
      DECIDED.includes(rounds.find(({ round }) => round === sealed_round)?.outcome ?? null),
  )
  return seen.map(({ by, at, text }) => ({ by, at, text }))
}
