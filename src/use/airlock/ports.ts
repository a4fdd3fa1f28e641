import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { InspectedFile, Inspection, InspectTerms } from '../check/index.ts'
import type { Origin, Runs } from '../run/index.ts'

/** What the airlock asks of seats: bytes, and who must not judge them. `app.ts` wires it to the sandbox. */
export interface SeatFiles {
  /** @throws XinyuError NOT_FOUND, SEAT_* where it is no seat of the actor's body, or no such file */
  read(
    actor: UserActor,
    seatId: string,
    path: string,
    origin: Origin,
  ): Promise<{ bytes: Buffer; projectId: string; contractIds: readonly string[] }>
  /** Everybody who ever was in the seat, whatever its state is now. */
  people(seatId: string): Promise<readonly string[]>
}

export interface AirlockPorts {
  readonly files: SeatFiles
  inspect(file: InspectedFile, terms: InspectTerms): Promise<Inspection>
  /**
   * Counts what a team is shown of its own files like what it is shown in its seats: rows that may be shown, at most so
   * many. Without it the airlock would be a second screen without a cap.
   */
  views(projectId: string, rows: number): Promise<number>
  /** Looks texts up among a project's pseudonyms and planted persons. */
  known?(projectId: string): InspectTerms['known']
}

/** What the actions of the room work with. */
export interface Airlock {
  readonly core: Core
  readonly runs: Pick<Runs, 'releaseFile' | 'revokeFile'>
  readonly ports: AirlockPorts
}
