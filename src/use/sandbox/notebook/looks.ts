import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Origin } from '../../run/index.ts'
import { plainText } from '../text.ts'
import type { WorkTools } from '../work/tools.ts'
import type { Completion, Variables } from './model.ts'

const ITEMS_MOST = 300
const LOOK_MOST = 200

const short = (most: number) => z.string().transform((text) => plainText(text.slice(0, most)))
const HostileVariables = z.array(z.object({ name: short(100), type: short(100), look: short(LOOK_MOST) }))
const HostileCompletion = z.object({ from: z.int().min(0), items: z.array(short(LOOK_MOST)) })

/** Names, types and short looks of the variables. They are data too: each that was not seen before counts as a view. */
export async function variablesOf(
  { core, seats, views, recording }: WorkTools,
  actor: UserActor,
  seatId: string,
  origin: Origin,
): Promise<z.output<typeof Variables>> {
  const seat = await seats.enter(actor, seatId, origin)
  const kernel = await seat.box.kernel()
  const found = HostileVariables.safeParse((await kernel.variables()).slice(0, ITEMS_MOST))
  const all = found.success ? found.data : []
  const lines = all.map(({ name, type, look }) => `${name}: ${type} = ${look}`)
  const { shown, fresh, cut } = await views.texts(seat.projectId, lines)
  if (fresh.length > 0) {
    const text = fresh.join('\n')
    await recording.keep({
      seatId,
      userId: actor.userId,
      kind: 'view',
      text: 'variables',
      leaf: null,
      outputs: [{ kind: 'text', stream: 'out', text }],
    })
  }
  if (cut)
    await core.events.publish('seat.capped', {
      seatId,
      userId: actor.userId,
      projectId: seat.projectId,
      consumerId: seat.consumerId,
    })
  const may = new Set(shown)
  return {
    items: all.filter((_, at) => may.has(lines[at]!)),
    cut,
    watermark: await views.watermark(actor),
  }
}

/** What may stand at a place of the text. Names come out of the data as well (columns, keys), so they count. */
export async function completionOf(
  { seats, views }: WorkTools,
  actor: UserActor,
  seatId: string,
  asked: { readonly text: string; readonly at: number },
  origin: Origin,
): Promise<z.output<typeof Completion>> {
  const seat = await seats.enter(actor, seatId, origin)
  const kernel = await seat.box.kernel()
  const found = HostileCompletion.safeParse(await kernel.complete(asked.text, asked.at))
  if (!found.success) return { from: asked.at, items: [] }
  const { from, items } = found.data
  const { shown } = await views.texts(seat.projectId, items.slice(0, ITEMS_MOST))
  return { from: Math.min(from, asked.at), items: shown }
}
