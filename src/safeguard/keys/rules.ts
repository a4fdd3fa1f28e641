import type { Keeper } from '../crypto/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { KeyView, RequestState } from './model.ts'

const DAY_MS = 86_400_000
const LOG_KEY = /^evidence(-sm2)?(-\d+)?$/

/** The log's keys change together, under one name: `evidence`. */
export const isLogKey = (name: string): boolean => LOG_KEY.test(name)
export const requestName = (name: string): string => (isLogKey(name) ? 'evidence' : name)

/** A key on its way into the place of another. */
export const NEXT = '.next'
export const isNext = (name: string): boolean => name.endsWith(NEXT)

export function purposeOf(name: string): KeyView['purpose'] {
  if (isLogKey(name)) return 'evidence'
  if (name.startsWith('bodies/')) return 'contracts'
  if (name.startsWith('hook-')) return 'notices'
  return name === 'connector' ? 'connector' : 'other'
}

/** Whole days; a clock that was set back makes no key younger than new. */
export const ageDays = (madeAt: number, now: number): number =>
  Math.max(0, Math.floor((now - madeAt) / DAY_MS))

export const isDue = (madeAt: number, now: number, rotateAfterDays: number): boolean =>
  ageDays(madeAt, now) >= rotateAfterDays

/** Which of the two passphrases is the actor's; null for everyone else. */
export function keeperOf(actor: UserActor): Keeper | null {
  if (actor.roles.includes('security_officer')) return 'security_officer'
  return actor.roles.includes('system_administrator') ? 'system_administrator' : null
}

const STATES_ZH = { open: '待决定', done: '已执行', refused: '已拒绝', withdrawn: '已撤回' } as const
/** A state in the words of the error table. */
export const stateWords = (state: RequestState) => ({ stateZh: STATES_ZH[state], stateEn: state })
