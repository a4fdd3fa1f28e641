import fc from 'fast-check'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ContractSpace } from '../../../../test/support/contracts.ts'
import type { ContractState, Side } from '../model.ts'

/**
 * The contract's machine as a second, small program, and messages in any order, twice, lost, late, or killed half way.
 * Real and model are compared after every message.
 */

export const DAY = 86_400_000
export const TERM_DAYS = 10

export type Phase = 'waiting' | 'rejected' | 'withdrawn' | ContractState

/** What the machine should be in: nothing but the rules of the brief, without a database. */
export interface Model {
  phase: Phase
  turn: Side
  round: number
  signed: Side[]
  proposal: Side | null
  filed: boolean
  readonly until: number
  readonly manual: boolean
}

export interface Real {
  readonly space: ContractSpace
  readonly core: Core
  readonly requestId: string
}

export const MESSAGES = [
  'counter',
  'accept',
  'approve',
  'reject',
  'withdraw',
  'sign',
  'refuse',
  'suspend',
  'resume',
  'end',
  'propose',
  'agree',
  'drop',
  'file',
  'refuseFiling',
  'tidy',
  'authority',
] as const
export type Message = (typeof MESSAGES)[number]

export interface Step {
  readonly message: Message
  readonly from: Side | 'stranger'
  /** Sent so often; 0: lost on the way. */
  readonly times: number
  /** Days that pass before it arrives. */
  readonly days: number
  /** The process dies in its n-th transaction: before the commit, or right after. */
  readonly kill: { readonly at: number; readonly when: 'before' | 'after' } | null
  /** Names an old version or a wrong hash. */
  readonly stale: boolean
}

export const step: fc.Arbitrary<Step> = fc.record({
  message: fc.constantFrom(
    ...MESSAGES,
    'counter' as const,
    'accept' as const,
    'sign' as const,
    'sign' as const,
  ),
  from: fc.constantFrom(
    'provider' as const,
    'consumer' as const,
    'provider' as const,
    'consumer' as const,
    'stranger' as const,
  ),
  times: fc.constantFrom(1, 1, 1, 1, 2, 0),
  days: fc.constantFrom(0, 0, 0, 0, 0, 1, 4),
  kill: fc.option(
    fc.record({ at: fc.constantFrom(1, 1, 2), when: fc.constantFrom('before' as const, 'after' as const) }),
    { freq: 5 },
  ),
  stale: fc.constantFrom(false, false, false, false, true),
})

/** Work of the clock: never refused, and does nothing where there is nothing to do. */
export const NOBODY: ReadonlySet<Message> = new Set(['tidy', 'authority'])

/** The states that a message leads through, in order; none: it must be refused (or does nothing). */
export function outcomes(m: Model, { message, from, stale }: Step, now: number): Model[] {
  const to = (change: Partial<Model>): Model => ({ ...m, ...change })
  const signing = to({ phase: 'signing', signed: [] })
  if (message === 'tidy') return tidied(m, now)
  // The contracts of this machine rest on no authority, so its withdrawal changes nothing.
  if (message === 'authority') return []
  if (message === 'file')
    return m.phase === 'filing' && now < m.until ? [to({ phase: 'active', filed: true })] : []
  if (message === 'refuseFiling') return m.phase === 'filing' ? [to({ phase: 'void' })] : []
  if (from === 'stranger') return []
  const mine = m.phase === 'waiting' && m.turn === from && !stale
  const inForce = m.phase === 'active' || m.phase === 'suspended'
  switch (message) {
    case 'counter':
      // The machine's proposals end with the term of the first, so none can be made after it.
      return mine && now < m.until
        ? [to({ turn: from === 'provider' ? 'consumer' : 'provider', round: m.round + 1 })]
        : []
    case 'accept':
      return mine && now < m.until ? [signing] : []
    case 'approve':
      return mine && now < m.until ? [signing, ...signed(signing, from)] : []
    case 'reject':
      return m.phase === 'waiting' && from === 'provider' ? [to({ phase: 'rejected' })] : []
    case 'withdraw':
      return m.phase === 'waiting' && from === 'consumer' ? [to({ phase: 'withdrawn' })] : []
    case 'sign':
      return m.phase === 'signing' && !m.signed.includes(from) && now < m.until && !stale
        ? signed(m, from)
        : []
    case 'refuse':
      return m.phase === 'signing' && !m.signed.includes(from) ? [to({ phase: 'void' })] : []
    case 'suspend':
      return m.phase === 'active' ? [to({ phase: 'suspended' })] : []
    case 'resume':
      return m.phase === 'suspended' && from === 'provider' ? [to({ phase: 'active' })] : []
    case 'end':
      if (inForce) return [to({ phase: 'ended' })]
      return m.phase === 'signing' || m.phase === 'filing' ? [to({ phase: 'void' })] : []
    case 'propose':
      return inForce && m.proposal === null ? [to({ proposal: from })] : []
    case 'agree':
      return inForce && m.proposal !== null && m.proposal !== from ? [to({ phase: 'ended' })] : []
    case 'drop':
      return inForce && m.proposal !== null ? [to({ proposal: null })] : []
    default:
      return []
  }
}

function signed(m: Model, from: Side): Model[] {
  const one: Model = { ...m, signed: [...m.signed, from] }
  if (one.signed.length < 2) return [one]
  const filing: Model = { ...one, phase: 'filing' }
  return m.manual ? [filing] : [filing, { ...filing, phase: 'active', filed: true }]
}

function tidied(m: Model, now: number): Model[] {
  if (['signing', 'filing', 'active', 'suspended'].includes(m.phase) && now > m.until)
    return [{ ...m, phase: m.filed ? 'ended' : 'void' }]
  if (m.phase === 'filing' && !m.manual)
    return [{ ...m, phase: now < m.until ? 'active' : 'void', filed: now < m.until }]
  return []
}

export const isOver = (phase: Phase): boolean => ['rejected', 'withdrawn', 'ended', 'void'].includes(phase)
