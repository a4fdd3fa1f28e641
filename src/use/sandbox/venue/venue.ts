import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Origin } from '../../run/index.ts'
import { type Refusal, refusalOf } from './rules.ts'
import { standingOf } from './store.ts'

const WHY: Readonly<Record<Refusal, { readonly whyZh: string; readonly whyEn: string }>> = {
  elsewhere: { whyZh: '这里不是它登记的终端', whyEn: 'this is none of its registered terminals' },
  'not-checked-in': { whyZh: '您尚未签到', whyEn: 'you are not checked in' },
}

/** May this user work in the seat from here? @throws XinyuError SEAT_TERMINAL */
export async function mayEnter(core: Core, seatId: string, actor: UserActor, origin: Origin): Promise<void> {
  const refusal = refusalOf(origin, await standingOf(core, seatId, actor.userId))
  if (refusal !== null) throw new XinyuError('SEAT_TERMINAL', { ...WHY[refusal] })
}
