import { SEPARATED_OFFICERS, type UserRole, PRIVILEGED_ROLES } from '../../../kernel/roles.ts'
import type { About, Signal } from '../signals/model.ts'

export type Threshold = Readonly<Record<string, number>>

/** How one rule counts: what a signal weighs, for whom, within what time, up to what. */
export interface Measure {
  /** Whose signals are added up; `space`: all of them, of nobody. */
  readonly per: keyof About | 'space'
  /** 0: the signal says nothing to this rule. */
  amount(signal: Signal, threshold: Threshold): number
  /** Name of the threshold that the sum is held against. */
  readonly limit: string
}

const count =
  (kind: Signal['kind']) =>
  (signal: Signal): number =>
    signal.kind === kind ? 1 : 0

const MIB = 1_048_576

/** Every rule but those about hours of the day: sums over a sliding window. Rule → measure. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  views: {
    per: 'userId',
    amount: (signal) => (signal.kind === 'viewed' ? signal.rows : 0),
    limit: 'rows',
  },
  // Shares of both limits in percent, so that one sum serves rows and bytes.
  releases: {
    per: 'projectId',
    amount: (signal, { rows = 1, mebibytes = 1 }) =>
      signal.kind === 'released'
        ? Math.max((100 * signal.rows) / rows, (100 * signal.bytes) / (mebibytes * MIB))
        : 0,
    limit: 'percent',
  },
  downloads: { per: 'userId', amount: count('downloaded'), limit: 'downloads' },
  refusals: { per: 'userId', amount: count('refused'), limit: 'refusals' },
  differencing: { per: 'projectId', amount: count('near'), limit: 'runs' },
  escape: {
    per: 'seatId',
    amount: (signal) => (signal.kind === 'escape' ? signal.weight : 0),
    limit: 'attempts',
  },
  canary: { per: 'projectId', amount: count('canary'), limit: 'times' },
  privileges: { per: 'userId', amount: weightOfRoles, limit: 'weight' },
  'two-places': {
    per: 'userId',
    amount: (signal, { within = 0 }) =>
      signal.kind === 'signed-in' && signal.elsewhereMs !== null && signal.elsewhereMs <= within * 60_000
        ? 1
        : 0,
    limit: 'times',
  },
  'view-cap': { per: 'seatId', amount: count('capped'), limit: 'times' },
  imports: { per: 'projectId', amount: count('import-refused'), limit: 'times' },
  unwitnessed: { per: 'space', amount: count('unwitnessed'), limit: 'times' },
  spinning: { per: 'seatId', amount: count('timed-out'), limit: 'cells' },
  'hasty-checker': {
    per: 'userId',
    amount: (signal, { seconds = 0 }) =>
      signal.kind === 'decided' && (signal.lookedMs === null || signal.lookedMs < seconds * 1000) ? 1 : 0,
    limit: 'opinions',
  },
}

/** An office alone reaches the limit as shipped; other roles that need a second factor count one each. */
function weightOfRoles(signal: Signal): number {
  if (signal.kind !== 'roles') return 0
  return signal.given.reduce((sum, role) => sum + weightOfRole(role as UserRole), 0)
}

const weightOfRole = (role: UserRole): number => {
  if (SEPARATED_OFFICERS.includes(role)) return 3
  return PRIVILEGED_ROLES.includes(role) ? 1 : 0
}
