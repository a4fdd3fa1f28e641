// One place where the portal's words for the server's shapes are gathered. Types only: nothing of the server is bundled.
export type { Me, Participant, Session, User } from '../../../src/safeguard/identity/model.ts'
export type { BodyRole, UserRole } from '../../../src/kernel/roles.ts'
export type { JobView } from '../../../src/platform/jobs/jobs.ts'
export type { ColumnLevel, NewOffer, OfferView, Policy, Purpose } from '../../../src/flow/policy/model.ts'
export type {
  ContractState,
  ContractView,
  NewRequest,
  ProjectView,
  RequestView,
} from '../../../src/flow/contract/model.ts'
export type { Decision, DecisionValue, Fact } from '../../../src/flow/decision/model.ts'
export type {
  NewRun,
  OutputTable,
  ProblemView,
  RunAnswer,
  RunState,
  RunView,
} from '../../../src/use/run/model.ts'

export type {
  ColumnView,
  DatasetBrief,
  DatasetView,
  NewDataset,
  NewProduct,
  Product,
  ProductView,
  VersionBrief,
  VersionView,
  Zone,
} from '../../../src/supply/catalog/model.ts'
export type { HomeView } from '../../../src/oversight/home/model.ts'

export interface Space {
  readonly nameZh: string
  readonly nameEn: string
  readonly demo: boolean
  readonly synthetic: boolean
  readonly version: string
}
