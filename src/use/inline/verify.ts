import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { liveConsent } from '../../flow/consent/index.ts'
import { type ContractView, visibleContract } from '../../flow/contract/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Origin, Runs } from '../run/index.ts'
import { answered } from './answered.ts'
import { mustBeIndexed } from './facts/index.ts'
import type { EnrolmentAnswerView, EnrolmentQuestion } from './model.ts'
import { factsOf, personOf } from './person.ts'
import { answerOf, type EnrolmentAnswer, fieldsOf, TABLE } from './rules.ts'

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
  await mustBeIndexed(core, [{ productId: contract.terms.productId, versionId, table: TABLE }])
  const person = await personOf(core, contract, question, TABLE)
  const told = await toldFields(core, actor, contract, person.person, fields, question.date)
  const { runId, value, receipt } = await answered<EnrolmentAnswer>(core, runs, actor, {
    contractId: contract.id,
    name: 'enrolment',
    insured: person.person,
    period: { from: question.date, until: question.date },
    fields: told.fields,
    origin,
    asked: { what: 'enrolment', date: question.date, fields: told.fields },
    async answer(tx) {
      const spans = await factsOf<'enrolment'>(tx, { versionId, table: TABLE }, person)
      const found = answerOf(spans, question.date, told)
      const output = { ...found, date: question.date } as unknown as Json
      return { value: found, rows: 1, bytes: JSON.stringify(output).length, output }
    },
  })
  return { runId, date: question.date, ...value, receipt }
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
