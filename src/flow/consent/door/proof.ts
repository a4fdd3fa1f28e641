import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Proof } from '../model.ts'

/** What somebody at the door says to be. It lives as long as the request and is kept nowhere. */
export interface Claim {
  readonly name: string
  readonly certno: string
}

/** What a driver found out about a claim; the same shape for persons that nobody knows. */
export interface Begun {
  readonly personKey: string
  /** Null: no register knows this number under this name. */
  readonly insured: number | null
  /** The one-time code that the person has to give back. */
  readonly code: string
  /** The code where it is shown on the screen: in the demo alone, since nothing sends it. */
  readonly shown: string | null
}

/**
 * How a person is identified at the insured door. The door knows no more of a driver than this; the driver, its level and
 * the moment are stored with each consent.
 */
export interface IdentityProof {
  readonly driver: string
  readonly level: Proof['level']
  /** Looks the claim up and has the one-time code brought to the person. Takes the same time whoever is claimed. */
  begin(core: Core, claim: Claim): Promise<Begun>
}
