import { z } from 'zod'
import { isContractNumber, isIdentifier } from '../../kernel/identifier.ts'
import { isUscc } from '../../kernel/uscc.ts'
import { ACTIONS, OPERAND_NAMES, OPERATOR_CODES } from '../../flow/policy/index.ts'

/**
 * The field tables of TC609-6-2025-14 appendix B and C, TC609-6-2025-15 and NDI-TR-2025-05 as read (facts/dataspace
 * §5.3 to §5.5): names, lengths, must and may. The only place where they stand; a correction of the text is one edit
 * here. What we send is checked against these schemas; what we read goes through `reading.ts` first.
 */

const text = (max: number) => z.string().min(1).max(max)

/** ISO 8601 in UTC with milliseconds: the text leaves the form open, we write this one. */
export const Time = z.iso.datetime({ precision: 3 })
/** 32 characters of a platform, a connector or a node (NDI-TR-2025-04). */
export const NodeId = z
  .string()
  .length(32)
  .refine((id) => isIdentifier(id), 'an identifier of 32 characters with a valid check character')
/** 32 characters, or up to 65 with an extension. */
export const DataProductId = z
  .string()
  .max(65)
  .refine((id) => isIdentifier(id), 'an identifier with a valid check character')
/** 统一社会信用代码. */
export const EntityId = z
  .string()
  .length(18)
  .refine((id) => isUscc(id), 'a credit code with a valid check character')
/** 47 characters (C.1). */
export const ContractNumber = z
  .string()
  .length(47)
  .refine((id) => isContractNumber(id), 'a contract number with a valid check character')
/** Base64; Ed25519 signatures are 88 characters, longer ones leave room for other suites. */
export const SignatureText = text(512)
const Uuid = z.uuid()

/** contractStatus 合约状态 (C.1); 04 is not used by the text. */
export const STATUS_CODES = {
  '01': '发起',
  '02': '协商',
  '03': '签订',
  '0301': '签订成功',
  '0302': '签订失败',
  '05': '履行中',
  '06': '终止',
} as const
/** signMode 签订方式: 01 between two, 02 with the platform. */
export const SIGN_MODES = ['01', '02'] as const
/** erminateType 终止类型 (the text's own spelling): 01 before its time, 02 at its time. */
export const TERMINATE_TYPES = ['01', '02'] as const
/** Results of a decision as executionFeedback knows them; denied by default is told as denied. */
export const FEEDBACK_RESULTS = ['allowed', 'denied', 'conditional'] as const
/** Answers: 0 done, 1 not. negotiationStatus: 0 agreed, 1 goes on. The text gives 0 成功 for the latter only. */
const Status = z.enum(['0', '1'])

/** A constraint as we write it: operators as two digits, every value a text. */
const WireConstraint = z.strictObject({
  constraintName: z.enum(OPERAND_NAMES),
  constraintOperator: z.enum(Object.values(OPERATOR_CODES)),
  constraintValue: text(100_000),
})
/** As it is read: its words are read by `flow/policy`, which knows how the text itself misspells them. */
const ReadConstraint = z.strictObject({
  constraintName: text(64),
  constraintOperator: z.union([text(32), z.number()]).transform(String),
  constraintValue: z.union([z.string().max(100_000), z.number(), z.array(z.string().max(500)).max(500)]),
})

export const SubjectInfo = z.strictObject({
  dataProductId: DataProductId,
  dataProductName: text(128).optional(),
})
export const ExecutionNodeInfo = z.strictObject({
  providerNodeId: NodeId,
  providerNodeName: text(128).optional(),
  consumerNodeId: NodeId.optional(),
  consumerNodeName: text(128).optional(),
})

/** What the text has no place for, as canonical JSON. */
const Expansion = text(400_000)

/** strategy 合约策略 (B.4, C.3), as it is read. */
const ReadStrategy = z.strictObject({
  subjectInfo: SubjectInfo,
  executionNodeInfo: ExecutionNodeInfo,
  actions: z.array(text(64)).min(1).max(100),
  constraints: z.array(ReadConstraint).max(500).optional(),
  policyExpansion: z.union([Expansion, z.record(z.string(), z.json())]).optional(),
})
export type ReadStrategy = z.output<typeof ReadStrategy>
/** The same as we write it. */
export const WireStrategy = ReadStrategy.extend({
  actions: z.array(z.enum(ACTIONS)).min(1).max(100),
  constraints: z.array(WireConstraint).max(500).optional(),
  policyExpansion: Expansion.optional(),
})
export type WireStrategy = z.output<typeof WireStrategy>

const SignatureEntry = z.strictObject({
  entityId: EntityId,
  signature: SignatureText,
  signatoryTime: Time,
})
const SignatoryEntity = z.strictObject({
  signatoryEntityId: EntityId,
  signatoryEntityName: text(128).optional(),
  signature: SignatureText,
})
const named = { contractName: text(128), contractId: ContractNumber }
const issued = { issuerId: NodeId, issuerEntityId: EntityId }

export const ContractTemplate = z.strictObject({ templateId: text(64).optional(), ...issued })

export const ContractCreate = z.strictObject({
  contractName: text(128),
  contractAbstract: text(1024),
  issueTime: Time,
  activationTime: Time,
  endTime: Time,
  signMode: z.enum(SIGN_MODES),
  ...issued,
  /** Of C.1: ours holds purpose and reason. */
  expansionItem: Expansion.optional(),
  signature: SignatureText,
})

export const ContractNegotiate = z.strictObject({
  ...named,
  strategy: ReadStrategy,
  /** Only at the final confirmation: each over the contract's hash. */
  signatureList: z.array(SignatureEntry).min(1).max(10).optional(),
  /** Of C.1: ours holds the frozen terms once both agree. */
  expansionItem: Expansion.optional(),
})

export const ContractRegistrate = z.strictObject({
  ...named,
  subjectInfo: SubjectInfo.extend({ dataProductEntityId: EntityId }),
  strategy: ReadStrategy,
  signatoryEntities: z.array(SignatoryEntity).min(1).max(10),
  signatoryTime: Time,
  contractExpansionItem: Expansion,
})

export const ContractExecution = z.strictObject({
  ...named,
  executedStrategy: z.strictObject({
    executedStrategyId: Uuid,
    executedActions: z.array(text(64)).min(1).max(20),
    executionResult: text(64),
    executionDetails: text(2000).optional(),
  }),
  reportTime: Time,
})

export const ContractTerminate = z.strictObject({
  ...named,
  issueTime: Time,
  /** Spelled so in the text. */
  erminateType: z.enum(TERMINATE_TYPES),
  activationTime: Time,
  scheduledEndTime: Time,
  /** Must where erminateType is 01. */
  agreedEndTime: Time.optional(),
  ...issued,
  signature: SignatureText,
})

export const StrategySend = z.strictObject({
  contractId: ContractNumber,
  strategyId: Uuid,
  strategyVersion: text(32),
  transactionExecutionStrategy: ReadStrategy,
  expansionItem: Expansion.optional(),
  issuedAt: Time,
  signature: SignatureText,
})

export const ExecutionFeedback = z.strictObject({
  connectorId: NodeId,
  contractId: ContractNumber,
  strategyId: Uuid,
  result: z.enum(FEEDBACK_RESULTS),
  timestamp: Time,
  details: text(20_000).optional(),
  signature: SignatureText,
})

export const AbnormalTermination = z.strictObject({
  connectorId: NodeId,
  terminationId: Uuid,
  contractId: ContractNumber,
  strategyId: Uuid,
  reason: text(256),
  triggeredBy: z.enum(['provider', 'system']),
  timestamp: Time,
})

export const FulfillmentProof = z.strictObject({
  proofId: Uuid,
  contractId: ContractNumber,
  strategyId: Uuid,
  /** Canonical JSON of a `ProofLog` (`proof-log.ts`): the text leaves its inside open. */
  log: text(4_000_000),
  timestamp: Time,
  signature: SignatureText,
})

/** Header fields of an API call (NDI-TR-2025-05), and what is asked: ours. */
export const UseCall = z.strictObject({
  sequenceNum: z.string().regex(/^[0-9a-f]{32}$/, '32 digits and letters a to f'),
  productId: DataProductId,
  ctrlInstructiontId: z.string().length(32),
  targetConnectorId: NodeId,
  issuerConnectorId: NodeId,
  connectorProof: text(128).optional(),
  bodyHash: z.string().length(64).optional(),
  contractId: ContractNumber,
  sql: z.string().min(1).max(100_000),
  title: z.string().trim().max(120).optional(),
})

/** Catalogue search (NDI-TR-2025-05): keywords hold together, separated by spaces. */
export const CatalogSearch = z.strictObject({
  keywords: z.string().max(200).optional(),
  order: z.enum(['asc', 'dsc']).optional(),
  offset: z.int().min(0).max(1_000_000),
  limit: z.int().min(1).max(100),
})

/** Every interface that a message comes in by: its request. */
export const REQUESTS = {
  contractTemplate: ContractTemplate,
  contractCreate: ContractCreate,
  contractNegotiate: ContractNegotiate,
  contractRegistrate: ContractRegistrate,
  contractExecution: ContractExecution,
  contractTerminate: ContractTerminate,
  strategySend: StrategySend,
  executionFeedback: ExecutionFeedback,
  abnormalTermination: AbnormalTermination,
  fulfillmentProof: FulfillmentProof,
  use: UseCall,
  catalog: CatalogSearch,
} as const
export type Interface = keyof typeof REQUESTS
export type Request<K extends Interface> = z.output<(typeof REQUESTS)[K]>

const answered = z.object({ status: Status })

/** What each interface answers. */
export const ANSWERS = {
  contractTemplate: answered.extend({ template: z.unknown() }),
  contractCreate: z.object({ contractId: ContractNumber, creationFlag: Status }),
  contractNegotiate: z.object({ negotiationStatus: Status, expansionItem: Expansion.optional() }),
  contractRegistrate: answered.extend({
    contractHash: z.string().length(64),
    expansionItem: Expansion.optional(),
  }),
  contractExecution: answered,
  contractTerminate: answered,
  strategySend: answered,
  executionFeedback: answered,
  abnormalTermination: answered,
  fulfillmentProof: answered,
  use: z.object({
    code: z.string(),
    message: z.string(),
    runId: Uuid,
    state: z.string(),
    /** Why nothing was opened or released; null where something was. */
    problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    /** Canonical JSON of the released table, exactly the bytes that the receipt's hash is over. */
    output: z.string().nullable(),
    /** Receipt of the release; null where nothing was released. */
    receipt: z.string().nullable(),
  }),
  catalog: z.object({
    code: z.string(),
    message: z.string(),
    data: z.object({
      total: z.int(),
      /** `dscription` is spelled so in the text; `templateId` is ours: the offer as contractTemplate knows it. */
      resultData: z.array(
        z.object({
          productId: DataProductId,
          productName: z.string(),
          dscription: z.string(),
          templateId: Uuid.optional(),
        }),
      ),
    }),
  }),
} as const
export type Answer<K extends Interface> = z.output<(typeof ANSWERS)[K]>
