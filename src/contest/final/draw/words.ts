import { XinyuError } from '../../../kernel/errors/index.ts'
import type { DrawState } from '../model.ts'

const WORDS: Readonly<
  Record<DrawState | 'on-stage', { readonly stateZh: string; readonly stateEn: string }>
> = {
  committed: { stateZh: '已封存、尚未抽出', stateEn: 'is bound and not drawn yet' },
  closed: { stateZh: '已收词、正在抽出', stateEn: 'has its words closed' },
  drawn: { stateZh: '已经完成', stateEn: 'is made' },
  void: { stateZh: '已经作废', stateEn: 'is void' },
  'on-stage': { stateZh: '之后已有队伍上台', stateEn: 'was followed by a team on the stage' },
}

/** Not in this state of the draw, said in words. */
export const drawState = (state: DrawState | 'on-stage'): XinyuError =>
  new XinyuError('CONTEST_DRAW_STATE', { ...WORDS[state] })
