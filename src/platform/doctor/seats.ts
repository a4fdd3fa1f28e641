import { degraded, type Finding, missing, ok } from './model.ts'

/** As the driver of seats says it; this room knows no seats. */
export interface SeatIsolation {
  readonly level: 'full' | 'degraded' | 'none'
  readonly parts: readonly {
    readonly name: string
    readonly ok: boolean
    readonly zh: string
    readonly en: string
  }[]
  readonly fix: string | null
}

/** Whether seats are isolated here, with what is not. R is a language, not a fence: without it nothing is degraded. */
export function checkSeats(found: SeatIsolation | null): Finding {
  if (!found)
    return degraded(
      '正在打开一个席位检查隔离，请稍后刷新',
      'a seat is being opened to look at its isolation: reload in a moment',
    )
  const wrong = found.parts.filter(({ ok: fine, name }) => !fine && name !== 'r')
  const zh = wrong.map((part) => part.zh).join('；')
  const en = wrong.map((part) => part.en).join('; ')
  if (found.level === 'full') {
    const r = found.parts.find(({ name }) => name === 'r')
    return ok(`分析席位完全隔离；${r?.zh ?? ''}`, `seats are fully isolated; ${r?.en ?? ''}`)
  }
  if (found.level === 'degraded')
    return degraded(
      `分析席位隔离不完整，只在演示空间里打开：${zh}`,
      `seats are isolated in part and open in a demo space only: ${en}`,
      found.fix,
    )
  return missing(`分析席位不能启动：${zh}`, `seats cannot start: ${en}`, found.fix)
}
