import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { liveConsent } from '../../flow/consent/index.ts'
import { type ContractView, visibleContract } from '../../flow/contract/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { datasetById, tablesOf } from '../../supply/catalog/index.ts'
import { findPerson, type FoundPerson, personKeys } from '../../supply/source/index.ts'
import type { Origin, Runs } from '../run/index.ts'
import { mustBeIndexed } from './enrolment-index.ts'
import type { EnrolmentAnswerView, EnrolmentQuestion } from './model.ts'
import { answerOf, type EnrolmentAnswer, fieldsOf, TABLE } from './rules.ts'

/** Nobody's number: asked about where no register knows the person, so that the way and its time stay the same. */
const NOBODY: FoundPerson = { person: 0, numbers: [{ datasetId: '', insured: 0 }] }

/**
 * Is this person enrolled? The first use of a single person's data: under a contract and that person's live consent, in
 * one transaction, with a receipt. A person that nobody knows cannot have consented and is denied like any other.
 * @throws XinyuError NOT_FOUND contract, VERIFY_NO_TABLE, VERIFY_NOT_OPEN, VERIFY_NOT_READY, VERIFY_DENIED,
 *   VERIFY_FAILED
 */
export async function verifyEnrolment(
  core: Core,
  runs: Runs,
  actor: UserActor,
  question: EnrolmentQuestion,
  origin: Origin,
): Promise<EnrolmentAnswerView> {
  const contract = await visibleContract(core, actor, question.contractId)
  const versionId = contract.terms.tables[TABLE]
  if (versionId === undefined) throw new XinyuError('VERIFY_NO_TABLE', { table: TABLE })
  const fields = fieldsOf(contract.terms.policy.columns[TABLE] ?? {})
  if (!fields) throw new XinyuError('VERIFY_NOT_OPEN', { table: TABLE })
  await mustBeIndexed(core, { productId: contract.terms.productId, versionId })
  const person = await personOf(core, contract, question)
  const told = await toldFields(core, actor, contract, person.person, fields, question.date)
  const { run, value } = await runs.inline<EnrolmentAnswer>(actor, {
    contractId: contract.id,
    name: 'enrolment',
    insured: person.person,
    period: { from: question.date, until: question.date },
    fields: told.fields,
    origin,
    asked: { what: 'enrolment', date: question.date, fields: told.fields },
    async answer(tx) {
      const spans = await spansOf(tx, versionId, person)
      const found = answerOf(spans, question.date, told)
      const output = { ...found, date: question.date } as unknown as Json
      return { value: found, rows: 1, bytes: JSON.stringify(output).length, output }
    },
  })
  if (value === null) {
    const code = run.state === 'failed' ? 'VERIFY_FAILED' : 'VERIFY_DENIED'
    throw new XinyuError(code, { run: run.id }, { detail: { run: run.id } })
  }
  const receipt = await core.evidence.receiptFor(run.releaseLeaf!)
  return { runId: run.id, date: question.date, ...value, receipt: JSON.parse(receipt.toString('utf8')) }
}

async function personOf(
  core: Core,
  contract: ContractView,
  question: EnrolmentQuestion,
): Promise<FoundPerson> {
  const keys = await personKeys(core)
  if (question.certno !== undefined) {
    const nameKey = question.name === undefined ? undefined : keys.name(question.certno, question.name)
    return (await findPerson(core, { certKey: keys.certno(question.certno), nameKey })) ?? NOBODY
  }
  const table = (await tablesOf(core, contract.terms.productId)).find((one) => one.name === TABLE)
  const system = (table && (await datasetById(core, table.datasetId))?.insured_system) ?? ''
  return (await findPerson(core, { psnKey: keys.system(system, question.psn_no!) })) ?? NOBODY
}

/**
 * What the answer may tell: as much as contract and consent both open. A consent that opens the plain answer alone gets
 * the plain answer; who decides is the run, this only asks for no more than can be had.
 */
async function toldFields(
  core: Core,
  actor: UserActor,
  contract: ContractView,
  insured: number,
  open: NonNullable<ReturnType<typeof fieldsOf>>,
  date: string,
): Promise<{ fields: string[]; insutypes: boolean; regions: boolean }> {
  const of = {
    insured,
    askerId: actor.participantId,
    purpose: contract.terms.purpose,
    contractId: contract.id,
    period: { from: date, until: date },
    now: core.clock.now(),
  }
  const more = [open.insutypes, open.regions].filter((field) => field !== null)
  const wide = await liveConsent(core.db, { ...of, fields: [...open.base, ...more] })
  return wide.holds
    ? {
        fields: [...open.base, ...more],
        insutypes: open.insutypes !== null,
        regions: open.regions !== null,
      }
    : { fields: open.base, insutypes: false, regions: false }
}

/** The enrolments of the person in this version: one read of the index, for each number that the person has. */
async function spansOf(tx: Tx, versionId: string, person: FoundPerson) {
  const rows = await tx
    .selectFrom('enrolment_answer')
    .select('spans')
    .where('version_id', '=', versionId)
    .where(
      'insured',
      'in',
      person.numbers.map((one) => one.insured),
    )
    .execute()
  return rows.flatMap((row) => row.spans)
}
