import { canonical } from '../../kernel/canonical.ts'
import { type Suite, suite } from '../../safeguard/crypto/index.ts'
import type { ContractState, ContractTerms, StatusCode } from './model.ts'

/** Hex digest of the canonical terms: one hash for portal, ODRL and TC609. */
export const contractHash = (terms: ContractTerms, by: Suite = suite()): string =>
  by.hash.of(canonical(terms)).toString('hex')

const STATUS: Readonly<Record<ContractState, StatusCode>> = {
  signing: '03',
  filing: '0301',
  void: '0302',
  active: '05',
  suspended: '05',
  ended: '06',
}

/** contractStatus of TC609-6-2025-14. */
export const contractStatus = (state: ContractState): StatusCode => STATUS[state]

/** The status of a negotiation: 01 begun, 02 negotiated, 0302 left; afterwards that of its contract. */
export function requestStatus(
  request: { readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'; readonly round: number },
  contract: ContractState | null,
): StatusCode {
  if (request.state === 'waiting') return request.round === 1 ? '01' : '02'
  return contract === null ? '0302' : contractStatus(contract)
}

/** States from which nothing follows. */
export const isOver = (state: ContractState): boolean => state === 'ended' || state === 'void'
