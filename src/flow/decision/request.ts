import type { Action, Delivery, Encryption, Environment, Policy, Purpose } from '../policy/index.ts'

/** What is asked: one body, one action on some fields, in one environment. Plain JSON. */
export interface UseRequest {
  readonly action: Action
  readonly kind: 'inline' | 'query' | 'seat' | 'file' | 'download'
  /** The asking body and its user: ids. */
  readonly body: string
  readonly user: string
  readonly purpose: Purpose
  /** `table.column` of everything that is touched, also in conditions and joins. */
  readonly fields: readonly string[]
  readonly singlePerson: boolean
  readonly environment: UseEnvironment
}

export interface UseEnvironment {
  readonly execution: Environment
  /** GB/T 2260 of the asking body's seat. */
  readonly region: string | null
  /** Address of the caller as the server saw it. */
  readonly network: string | null
  /** Name of a registered terminal or site; null where nothing vouches for one. */
  readonly terminal: string | null
  /** `name` or `name@sha256:…`. */
  readonly application: string | null
  readonly algorithms: readonly string[]
  readonly models: readonly string[]
  readonly encryption: Encryption
  readonly delivery: Delivery
}

/** Something that holds or does not, and in a word why: an id or a state, never a person. */
export interface Holding {
  readonly holds: boolean
  readonly why: string
}

/** What one counter holds now: within its window for a rate, in all for the rest. */
export interface Level {
  readonly used: number
  readonly leased: number
}

/** Everything that a decision looks at, read under the locked contract row. Plain JSON. */
export interface UseState {
  readonly now: number
  /** IANA zone of the hours in a policy. */
  readonly timeZone: string
  readonly bodyState: string
  readonly providerState: string
  readonly productState: string
  readonly contract: {
    readonly state: string
    readonly consumerId: string
    readonly purpose: Purpose
    readonly policy: Policy
    /** From when it may be used, ms; windows of time and rates count from here. */
    readonly startedAt: number
    readonly intact: Holding
  }
  readonly authority: Holding
  /** Asked for where a single person's data is used; null: not asked for. */
  readonly consent: Holding | null
  readonly runs: Level
  /** Level of each counter by the path of its constraint; one that is missing stands at zero. */
  readonly counters: Readonly<Record<string, Level>>
  /** Payments that the provider recorded, 分. */
  readonly paid: number
  /** Paths of duties before use that were confirmed. */
  readonly fulfilled: readonly string[]
  /** The most that this use can release; null: not known, so that a limit cannot be kept. */
  readonly most: { readonly rows: number | null; readonly bytes: number | null }
  /** Row expressions that the step enforces by itself, as written in the policy. */
  readonly enforceable: readonly string[]
}
