import type { Client } from '../client.ts'
import { inTurns } from './entrants.ts'

interface Turn {
  readonly id: string
  readonly seq: number
  readonly place: number
  readonly state: string
  readonly title: string
}
interface Stage {
  readonly turns: readonly Turn[]
}
interface JudgeView {
  readonly criteria: readonly { readonly code: string; readonly max: number }[]
  readonly current: { readonly id: string; readonly title: string } | null
}

/** Every team over the stage, in the order that was drawn; each judge hands a sheet in while it is there. */
export async function defendAll(
  presiding: Client,
  judges: readonly Client[],
  contestId: string,
  points: (title: string, judge: number, criterion: number) => number,
): Promise<number> {
  const url = `/contests/${contestId}/stage`
  const { turns } = await presiding.get<Stage>(url)
  const order = turns.filter(({ state }) => state === 'waiting').toSorted((a, b) => a.place - b.place)
  for (const { id } of order) {
    const move = async (name: string) => {
      const now = (await presiding.get<Stage>(url)).turns.find((turn) => turn.id === id)!
      await presiding.post(`${url}/move`, { turnId: id, seq: now.seq, move: name })
    }
    await move('start')
    await move('questions')
    await move('score')
    await inTurns(judges, 4, async (judge, at) => {
      const { criteria, current } = await judge.get<JudgeView>(`/desk/live/${contestId}`)
      const scores = Object.fromEntries(
        criteria.map(({ code, max }, place) => [code, Math.min(max, points(current!.title, at, place))]),
      )
      await judge.post(`/desk/live/${contestId}/sheet`, { turnId: id, scores, comment: '' })
    })
    await move('finish')
  }
  return order.length
}
