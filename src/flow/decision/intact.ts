import { digestOf } from '../../safeguard/crypto/index.ts'
import { contractIntact } from '../contract/index.ts'
import type { UseContract } from './lock.ts'
import type { Holding } from './request.ts'

/** Hash and signatures of a contract, verified anew; remembered for as long as the row stays as it is. */
export type IntactCheck = (row: UseContract) => Holding

/** Contracts that are remembered at once; the oldest is forgotten first. */
const MOST = 2000

export function createIntactCheck(): IntactCheck {
  const known = new Map<string, Holding>()
  return (row) => {
    const fingerprint = digestOf(row.signed_text)
    const found = known.get(fingerprint)
    if (found) return found
    const { intact, why } = contractIntact(row)
    const holding = { holds: intact, why: intact ? 'intact' : why }
    if (known.size >= MOST) known.delete(known.keys().next().value!)
    known.set(fingerprint, holding)
    return holding
  }
}
