import { XinyuError } from '../../kernel/errors/index.ts'
import type { Contest, Division, Round } from './model.ts'

/** What of a span there is at a moment: the server's clock alone decides. */
export type Opening = 'before' | 'open' | 'over'

export function openingAt(
  { opensAt, closesAt }: { readonly opensAt: number; readonly closesAt: number },
  now: number,
  graceMs = 0,
): Opening {
  if (now < opensAt) return 'before'
  return now < closesAt + graceMs ? 'open' : 'over'
}

/** @throws XinyuError NOT_FOUND */
export function roundOf({ scheme }: Contest, code: string): Round {
  const round = scheme.rounds.find((one) => one.code === code)
  if (!round) throw new XinyuError('NOT_FOUND', { what: 'round' })
  return round
}

/** The round before, whose short list may hand in for this one; null for the first. */
export function roundBefore({ scheme }: Contest, code: string): Round | null {
  return scheme.rounds[scheme.rounds.findIndex((one) => one.code === code) - 1] ?? null
}

/** @throws XinyuError NOT_FOUND */
export function divisionOf({ scheme }: Contest, code: string): Division {
  const division = scheme.divisions.find((one) => one.code === code)
  if (!division) throw new XinyuError('NOT_FOUND', { what: 'division' })
  return division
}

/** @throws XinyuError CONTEST_NOT_OPEN while the span has not begun or is over */
export function mustBeOpen(
  span: { readonly opensAt: number; readonly closesAt: number },
  now: number,
  graceMs = 0,
): void {
  const opening = openingAt(span, now, graceMs)
  if (opening !== 'open')
    throw new XinyuError('CONTEST_NOT_OPEN', {
      whyZh: opening === 'before' ? '尚未开始' : '已经截止',
      whyEn: opening === 'before' ? 'it has not begun' : 'it is over',
    })
}
