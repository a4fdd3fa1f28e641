// One place where the portal's words for the server's shapes are gathered. Types only: nothing of the server is bundled.
export type { Me, Participant, Session, User } from '../../../src/safeguard/identity/model.ts'
export type { BodyRole, UserRole } from '../../../src/kernel/roles.ts'
export type { JobView } from '../../../src/platform/jobs/jobs.ts'
export type { ColumnLevel, NewOffer, OfferView, Policy, Purpose } from '../../../src/flow/policy/model.ts'
export type {
  ContractState,
  ContractView,
  Counter,
  NewRequest,
  ProjectView,
  RequestVersion,
  RequestView,
  SignatureView,
} from '../../../src/flow/contract/model.ts'
export type {
  ApprovalView,
  ApprovedAct,
  ChainStep,
  ChainView,
  DelegationView,
} from '../../../src/flow/contract/approval/model.ts'
export type {
  Timeline as ContractTimeline,
  TimelineItem,
} from '../../../src/flow/contract/document/timeline.ts'
export type { VerificationView } from '../../../src/flow/contract/document/verification.ts'
export type { ColleagueView } from '../../../src/flow/contract/approval/colleagues.ts'
export type { CountersView, CounterView } from '../../../src/flow/decision/counters/model.ts'
export type { HookView, NoticeView } from '../../../src/flow/decision/notice/model.ts'
export type { Deciding, DecidingView, ScriptRule } from '../../../src/flow/contract/deciding/model.ts'
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
  DatasetChange,
  NewDataset,
  NewProduct,
  NewZone,
  Product,
  ProductView,
  VersionBrief,
  VersionView,
  Zone,
} from '../../../src/supply/catalog/model.ts'
export type { DatasetAbout } from '../../../src/supply/catalog/about.ts'
export type { ExternalView } from '../../../src/supply/catalog/dcat/external.ts'
export type { Entry, EntryChange, Rhythm, Theme } from '../../../src/supply/catalog/entry.ts'
export type {
  LineageEdge,
  LineageGraph,
  LineageNode,
} from '../../../src/supply/catalog/lineage/model.ts'
export type { PreviewView } from '../../../src/supply/catalog/preview/store.ts'
export type { Facet, SearchAnswer, SearchHit } from '../../../src/supply/catalog/search/model.ts'
export type {
  NewZoneMember,
  ZoneChange,
  ZoneMember,
  ZoneRole,
  ZoneRules,
  ZoneView,
} from '../../../src/supply/catalog/zones/model.ts'
export type {
  PreviewBrief as LogicalBrief,
  PreviewView as LogicalPreview,
} from '../../../src/use/preview/model.ts'
export type { NewSavedQuery, SavedQueryView } from '../../../src/use/saved/model.ts'
export type {
  AttendanceView,
  BulkView,
  Cell,
  CellLanguage,
  CellOutput,
  CellState,
  CellView,
  ImportState,
  ImportView,
  NewSeat,
  NotebookBrief,
  NotebookView,
  PatrolView,
  RecordedView,
  SaveNotebook,
  SeatFileView,
  SeatJobView,
  SeatState,
  SeatTableView,
  SeatView,
  TerminalView,
} from '../../../src/use/sandbox/model.ts'
export type { Finding } from '../../../src/use/check/files/model.ts'
export type { HomeView } from '../../../src/oversight/home/model.ts'

export interface Space {
  readonly nameZh: string
  readonly nameEn: string
  readonly demo: boolean
  readonly synthetic: boolean
  readonly version: string
  readonly suite: 'international' | 'guomi'
}
