import type { ContractAct } from '../../api/contracts.ts'
import type { ContractState } from '../../api/types.ts'

export interface Offered {
  readonly act: ContractAct | 'sign'
  /** Key of the reason where the state does not allow it; null when it does. */
  readonly whyNot: string | null
}

interface Standing {
  readonly state: ContractState
  readonly side: 'provider' | 'consumer'
  /** Has the own body signed? */
  readonly signed: boolean
  /** Who proposed to end it by agreement. */
  readonly proposal: 'provider' | 'consumer' | null
}

/** What a party is offered on a contract's page, weakest first. The server decides; this only spares vain clicks. */
export function contractOffers({ state, side, signed, proposal }: Standing): Offered[] {
  const can = (act: Offered['act']): Offered => ({ act, whyNot: null })
  if (state === 'signing') return signed ? [{ act: 'sign', whyNot: 'signed' }] : [can('refuse'), can('sign')]
  if (state === 'filing' || state === 'void') return []
  if (state === 'ended') return [{ act: 'end', whyNot: 'ended' }]
  // Either side suspends; only the provider lets it go on (`flow/contract/actions.ts`).
  const stop: Offered =
    state !== 'suspended'
      ? can('suspend')
      : side === 'provider'
        ? can('resume')
        : { act: 'resume', whyNot: 'resumedByProvider' }
  const agreement =
    proposal === null
      ? [can('propose-end')]
      : proposal === side
        ? [can('drop-end')]
        : [can('drop-end'), can('agree-end')]
  return [stop, can('end'), ...agreement]
}
