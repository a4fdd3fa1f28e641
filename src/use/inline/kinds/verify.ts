import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { visibleContract } from '../../../flow/contract/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { FoundPerson } from '../../../supply/source/index.ts'
import type { Origin, Runs } from '../../run/index.ts'
import { answered } from '../answered.ts'
import { FORM_OF, type IndexWork, mustBeIndexed } from '../facts/index.ts'
import type { Asker } from '../model.ts'
import { factsOf, personOf } from '../person.ts'
import { lastMonths } from './months.ts'
import { VERIFY_VERSION, type VerifyAnswer, type VerifyKind } from './model.ts'
import { openedBy } from './open.ts'
import type { VerifyAnswerView } from './question.ts'
import { answerKind, type PersonFacts, type VerifyAsked } from './rules.ts'

/**
 * One verification of one kind: yes or no, a band or a score about one consenting person, in one transaction and with a
 * receipt, exactly as the enrolment check. What comes out is coarse whatever was asked.
 * @throws XinyuError NOT_FOUND contract, VERIFY_NO_TABLE, VERIFY_NOT_OPEN, VERIFY_YEAR, VERIFY_NOT_READY, VERIFY_DENIED,
 *   VERIFY_FAILED
 */
export async function verifyKind(
  core: Core,
  runs: Runs,
  actor: UserActor,
  kind: VerifyKind,
  question: Asker & VerifyAsked,
  origin: Origin,
): Promise<VerifyAnswerView> {
  const contract = await visibleContract(core, actor, question.contractId)
  const { works, fields } = openedBy(contract.terms, kind)
  const today = todayIn(core.clock.now())
  // A year that still goes on would tell single treatments as it grows.
  if (question.year !== undefined && question.year >= Number(today.slice(0, 4)))
    throw new XinyuError('VERIFY_YEAR', { year: question.year })
  await mustBeIndexed(core, works)
  const person = await personOf(core, contract, question, works[0]!.table)
  const asked = askedOf(kind, question)
  const { runId, value, receipt } = await answered<VerifyAnswer>(core, runs, actor, {
    contractId: contract.id,
    name: kind.code,
    insured: person.person,
    period: periodOf(question, today),
    fields,
    origin,
    asked: { what: kind.code, version: VERIFY_VERSION, asked, fields: [...fields] },
    async answer(tx) {
      const found = answerKind(kind, await allFacts(tx, works, person), question, today)
      const output = { answer: found, asked, kind: kind.code, version: VERIFY_VERSION } as unknown as Json
      return { value: found, rows: 1, bytes: JSON.stringify(output).length, output }
    },
  })
  return { runId, kind: kind.code, version: VERIFY_VERSION, asked, answer: value, receipt }
}

/** What is asked beside who it is about: that is all of a question that is kept. */
const askedOf = (kind: VerifyKind, question: VerifyAsked): Record<string, string | number> =>
  Object.fromEntries(kind.asks.map((ask) => [ask, question[ask]!]))

/** The days of the data that an answer is about; a consent that names a period must cover them. */
function periodOf({ date, months, year }: VerifyAsked, today: string): { from: string; until: string } {
  if (date !== undefined) return { from: date, until: date }
  if (year !== undefined) return { from: `${year}-01-01`, until: `${year}-12-31` }
  if (months === undefined) return { from: today, until: today }
  const { from, until } = lastMonths(today, months)
  return { from, until }
}

/** The day in China: windows end with the month there. */
const CHINA_MS = 8 * 3_600_000
const todayIn = (now: number): string => new Date(now + CHINA_MS).toISOString().slice(0, 10)

async function allFacts(tx: Tx, works: readonly IndexWork[], person: FoundPerson): Promise<PersonFacts> {
  const facts = { enrolment: [], contributions: [], birth: [], expense: [] } as Record<string, unknown[]>
  for (const work of works) facts[FORM_OF[work.table]!]!.push(...(await factsOf(tx, work, person)))
  // Several numbers of one person name the same birthday.
  return { ...facts, birth: [...new Set(facts.birth)] } as unknown as PersonFacts
}
