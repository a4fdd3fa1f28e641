import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { type ContractView, contractById, newNumber } from '../../../flow/contract/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Sender } from '../door.ts'
import type { Answer, Request } from '../fields.ts'
import { mustBeSigned } from '../sign.ts'
import type { Draft, Told } from '../tables.ts'

/** A message of a connector that is registered at this platform. */
export type FromConnector = Extract<Sender, { side: 'platform' }>

/** Whoever issues a message names himself, and nobody else. @throws XinyuError TC609_PARTY */
export function mustBeIssuer(sender: Sender, issuer: { issuerId: string; issuerEntityId: string }): void {
  if (issuer.issuerId !== sender.claims.iss) throw new XinyuError('TC609_PARTY', { id: issuer.issuerId })
  if (issuer.issuerEntityId !== sender.uscc)
    throw new XinyuError('TC609_PARTY', { id: issuer.issuerEntityId })
}

/** What our connectors put into contractCreate.expansionItem: the text has no place for purpose and reason. */
const Expansion = z.object({ purpose: z.string().max(100), reason: z.string().max(2000) }).partial()

export const NOTHING_TOLD: Told = {
  round: 0,
  request: 'none',
  contract: null,
  signatures: 0,
  version: 0,
  destroyed: false,
}

/** contractCreate 合约创建: the platform gives the number; nothing is asked for yet. */
export async function createContract(
  core: Core,
  sender: FromConnector,
  message: Request<'contractCreate'>,
  raw: unknown,
): Promise<Answer<'contractCreate'>> {
  mustBeSigned(sender.keys, raw)
  mustBeIssuer(sender, message)
  if (message.activationTime >= message.endTime)
    throw new XinyuError('TC609_FIELD', {
      interface: 'contractCreate',
      field: 'endTime',
      why: 'before activationTime',
    })
  const number = await newNumber(core, sender.connector.participant_id)
  await act(core, sender.actor, async ({ tx, now, note }) => {
    await tx
      .insertInto('tc609_draft')
      .values({
        number,
        connector_id: sender.connector.id,
        name: message.contractName,
        abstract: message.contractAbstract,
        sign_mode: message.signMode,
        expansion: JSON.stringify(readExpansion(message.expansionItem, Expansion)),
        strategy_id: uuid7(core.random, now),
        told: JSON.stringify(NOTHING_TOLD),
        created_at: now,
      })
      .execute()
    note({
      kind: 'tc609.contract_begun',
      subject: { connector: sender.connector.id, consumer: sender.actor.participantId },
      payload: { number, name: message.contractName },
    })
  })
  return { contractId: number, creationFlag: '0' }
}

/** An expansion item of ours; one of another system is not ours to understand, and is left alone. */
export function readExpansion<T extends object>(text: string | undefined, schema: z.ZodType<T>): Partial<T> {
  try {
    return schema.safeParse(JSON.parse(text ?? '{}')).data ?? {}
  } catch {
    return {}
  }
}

/** A contract that this connector began; another's looks like none. @throws XinyuError NOT_FOUND */
export async function ownDraft(core: Core, connectorId: string, number: string): Promise<Draft> {
  const draft = await core.db
    .selectFrom('tc609_draft')
    .selectAll()
    .where('number', '=', number)
    .where('connector_id', '=', connectorId)
    .executeTakeFirst()
  if (!draft) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return draft
}

/** Where a begun contract stands: its negotiation, and the contract that came of it. */
export async function standOf(core: Core, number: string) {
  const request = await core.db
    .selectFrom('access_request')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  const contract = request?.contract_id ? await contractById(core, request.contract_id) : undefined
  return { request, contract }
}

/** @throws XinyuError TC609_STATE while there is no contract, or it is in another state */
export async function contractOf(
  core: Core,
  number: string,
  states: readonly ContractView['state'][],
  action: string,
): Promise<ContractView> {
  const { contract } = await standOf(core, number)
  if (!contract || !states.includes(contract.state))
    throw new XinyuError('TC609_STATE', { state: contract?.state ?? 'negotiating', action })
  return contract
}
