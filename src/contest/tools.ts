import type { FastifyRequest } from 'fastify'
import type { Core } from '../safeguard/evidence/index.ts'
import type { FinalPorts } from './final/model.ts'
import type { SandboxDriver } from '../use/sandbox/index.ts'

/** Somebody who takes part: not a user of the space, known at the contest's own door only. */
export interface Entrant {
  readonly entrantId: string
  readonly realName: boolean
  readonly expiresAt: number
}

/** The door of those who take part: own cookie, own sessions, own routes below `/contest`. */
export interface EntrantDoor {
  /** Who is at the door. @throws XinyuError ENTRANT_NOT_SIGNED_IN */
  entrant(request: FastifyRequest): Promise<Entrant>
  /** The guard of its routes: nobody comes past it whom the door does not know. */
  guard(request: FastifyRequest): Promise<void>
}

/** What every room of the contest is given. */
export interface ContestTools {
  readonly core: Core
  readonly door: EntrantDoor
  readonly ports: ContestPorts
}

/** A gateway for short messages, such as one-time codes. */
export interface Texting {
  send(phone: string, text: string): Promise<void>
}

/** A service that vouches for a name and an identity number. It is given both for the length of the call. */
export interface RealName {
  readonly driver: string
  vouches(claim: { readonly name: string; readonly certno: string }): Promise<boolean>
}

/** What the contest asks of rooms that it does not know; given by `app/contest.ts`. */
export interface ContestPorts {
  /** True in a space with made-up people: codes are shown on the screen instead of being sent. */
  readonly demo: boolean
  readonly spaceName: string
  /** Brings short messages to phones; null: none is connected, and outside of a demo nobody comes in. */
  readonly texting: Texting | null
  /** A real-name service; null: an organiser looks at an uploaded statement. */
  readonly realName: RealName | null
  /** Teams that the short list of a round names: who may hand in for the round after it. */
  goesOn(contestId: string, round: string): Promise<ReadonlySet<string>>
  /** Seats of the finalists, and their scores in the hidden test. */
  readonly final: FinalPorts
  /** Throw-away seats for programs that are scored on hidden data; absent: none is run. */
  readonly trials?: SandboxDriver
}

/** Winners as everybody may read them. Made by `after`, shown by `front`. */
export interface PublicWinner {
  /** 1, 2, 3 … within the award, or within the award of a division. */
  readonly place: number
  readonly division: string
  /** Title of the work. */
  readonly title: string
  readonly team: string
  readonly bodies: readonly string[]
  /** What the team wrote for the showcase and agreed to show; null where it did not. */
  readonly summary: string | null
}

export interface PublicResults {
  readonly publishedAt: number
  /** In the order of the scheme; an award that nobody got is not listed. */
  readonly awards: readonly {
    readonly code: string
    readonly titleZh: string
    readonly titleEn: string
    readonly winners: readonly PublicWinner[]
  }[]
}

/** One thing that a room holds for a contest and that goes when the contest is closed. */
export interface Held {
  readonly id: string
  /** Hex digest of what it holds, where the room knows it: the proof names what was destroyed. */
  readonly digest: string | null
  readonly bytes: number
}

/** What a room destroys when a contest is closed and its retention is over. Called by the closing job alone. */
export interface Destroyer {
  /** `works`, `files`, `entrants`, …: a word of the proof and of the portal. */
  readonly part: string
  /** What there is to destroy now, ordered by id, from behind `after`. What was destroyed is not listed again. */
  readonly list: (
    core: Core,
    contestId: string,
    after: string | null,
    most: number,
  ) => Promise<readonly Held[]>
  /** Destroys these; what is gone already is no fault. Files first, then what names them. */
  readonly destroy: (core: Core, contestId: string, ids: readonly string[]) => Promise<void>
}
