import type { Action, Operand } from '../vocabulary.ts'

/** What a word of ours is in ODRL: the same term, or a term of our own that is narrower than one of ODRL's. */
export interface OdrlTerm {
  readonly same?: string
  readonly broader?: string
}

/**
 * Only what means exactly the same takes ODRL's own name. `access` is narrower than odrl:use, which would include every
 * action; `alert` and `logRecordSend` are two things that odrl:inform does not tell apart.
 */
export const ACTION_TERMS: Readonly<Record<Action, OdrlTerm>> = {
  transform: { same: 'transform' },
  anonymize: { same: 'anonymize' },
  desensitize: { broader: 'modify' },
  access: { broader: 'use' },
  read: { same: 'read' },
  reproduce: { same: 'reproduce' },
  storage: { broader: 'archive' },
  download: { broader: 'reproduce' },
  process: { same: 'modify' },
  jointDevelop: { broader: 'derive' },
  distribute: { same: 'distribute' },
  compute: { broader: 'use' },
  grantUse: { same: 'grantUse' },
  policyTransmit: { same: 'nextPolicy' },
  delivery: { broader: 'distribute' },
  sell: { same: 'sell' },
  logRecordSend: { broader: 'inform' },
  delete: { same: 'delete' },
  alert: { broader: 'inform' },
  compensate: { same: 'compensate' },
}

export const OPERAND_TERMS: Readonly<Record<Operand, OdrlTerm>> = {
  time: { same: 'dateTime' },
  timeWindow: { broader: 'timeInterval' },
  region: { same: 'spatial' },
  networkAddress: { broader: 'systemDevice' },
  physicalAddress: { broader: 'systemDevice' },
  count: { same: 'count' },
  frequency: {},
  dataSize: { same: 'absoluteSize' },
  dataRecord: {},
  dataField: {},
  valueExpression: {},
  application: {},
  algorithm: {},
  machineLearningModels: {},
  executionEnv: {},
  encryptMode: {},
  deliveryMethod: { same: 'deliveryChannel' },
  payAmount: { same: 'payAmount' },
}
