import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { isoTime } from '../../../kernel/clock.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  fromOdrl,
  fromTc609Strategy,
  type OdrlDocument,
  toOdrl,
  toTc609Strategy,
} from '../../policy/index.ts'
import { ContractTerms, type Signature, type StatusCode } from '../model.ts'

/**
 * Three readings of one contract: the portal shows its terms, ODRL and TC609 say the same in their words. Each gives
 * back exactly the terms, so all three have one hash.
 */
export const odrlOf = (terms: ContractTerms): OdrlDocument => toOdrl(terms)

/** @throws XinyuError POLICY_*, CONTRACT_FORM_UNKNOWN */
export function termsFromOdrl(json: unknown): ContractTerms {
  return parsed(fromOdrl(json))
}

/** Contract information of TC609-6-2025-14 C.1 with its strategy (B.4). */
export const Tc609Contract = z.object({
  contractId: z.string(),
  contractName: z.string(),
  contractAbstract: z.string(),
  contractStatus: z.string(),
  createTime: z.string(),
  signMode: z.string(),
  signatories: z.array(
    z.object({
      signatoryEntityId: z.string(),
      signatoryEntityName: z.string(),
      signatorytype: z.string(),
      /** Empty while the party has not signed. */
      signTime: z.string(),
      signature: z.string(),
    }),
  ),
  /** 有效期. */
  indate: z.string(),
  strategy: z.object({
    actions: z.array(z.string()),
    constraints: z.array(
      z.object({
        constraintName: z.string(),
        constraintOperator: z.string(),
        constraintValue: z.string(),
      }),
    ),
    policyExpansion: z.string(),
  }),
  /** Canonical JSON of all that the text has no place for. */
  expansionItem: z.string(),
  contractHash: z.string(),
})
export type Tc609Contract = z.output<typeof Tc609Contract>

interface Standing {
  readonly terms: ContractTerms
  readonly hash: string
  readonly statusCode: StatusCode
  readonly signatures: readonly Pick<Signature, 'participantId' | 'value' | 'signedAt'>[]
}

/** A contract in the fields of TC609-6-2025-14. Status and signatures are of the moment, all else is the terms. */
export function tc609Of({ terms, hash, statusCode, signatures }: Standing): Tc609Contract {
  const { number, name, abstract, signMode, parties, policy, agreedAt, ...rest } = terms
  return {
    contractId: number,
    contractName: name,
    contractAbstract: abstract,
    contractStatus: statusCode,
    createTime: isoTime(agreedAt),
    signMode,
    signatories: parties.map((party) => {
      const signed = signatures.find((one) => one.participantId === party.participantId)
      return {
        signatoryEntityId: party.uscc,
        signatoryEntityName: party.name,
        signatorytype: party.role,
        signTime: signed ? isoTime(signed.signedAt) : '',
        signature: signed?.value ?? '',
      }
    }),
    indate: isoTime(policy.until),
    strategy: toTc609Strategy(policy),
    expansionItem: canonical({ ...rest, participantIds: parties.map((party) => party.participantId) }),
    contractHash: hash,
  }
}

const Expansion = ContractTerms.omit({
  number: true,
  name: true,
  abstract: true,
  signMode: true,
  parties: true,
  policy: true,
  agreedAt: true,
}).extend({ participantIds: z.array(z.uuid()) })

/** The terms that `tc609Of` wrote. @throws XinyuError POLICY_*, CONTRACT_FORM_UNKNOWN */
export function termsFromTc609(json: unknown): ContractTerms {
  const read = Tc609Contract.safeParse(json)
  if (!read.success) throw unknownForm(read.error)
  const contract = read.data
  const expansion = Expansion.safeParse(jsonOf(contract.expansionItem))
  if (!expansion.success) throw unknownForm(expansion.error)
  const { participantIds, ...rest } = expansion.data
  return parsed({
    ...rest,
    number: contract.contractId,
    name: contract.contractName,
    abstract: contract.contractAbstract,
    signMode: contract.signMode,
    parties: contract.signatories.map((one, at) => ({
      participantId: participantIds[at],
      uscc: one.signatoryEntityId,
      name: one.signatoryEntityName,
      role: one.signatorytype,
    })),
    policy: fromTc609Strategy(contract.strategy),
    agreedAt: Date.parse(contract.createTime),
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new XinyuError('CONTRACT_FORM_UNKNOWN', { why: 'expansionItem is not JSON' })
  }
}

function parsed(value: unknown): ContractTerms {
  const read = ContractTerms.safeParse(value)
  if (!read.success) throw unknownForm(read.error)
  return read.data
}

function unknownForm(error: z.ZodError): XinyuError {
  const [issue] = error.issues
  return new XinyuError('CONTRACT_FORM_UNKNOWN', {
    why: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  })
}
