import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { CellEvent, CellWork, Kernel } from './driver.ts'
import { enterSeat, type Inside, type Place } from './inside.ts'
import { Mailbox } from './mailbox.ts'
import { Questions } from './questions.ts'
import { ViewBound } from './view.ts'

const GRACE_MS = 3000
/** What a process may send in one cell beyond what is shown, before it is taken for an attack on us. */
const FLOOD = 64 * 2 ** 20

const FromAgent = z.discriminatedUnion('ev', [
  z.object({ ev: z.literal('out'), id: z.int(), event: z.unknown() }),
  z.object({
    ev: z.literal('done'),
    id: z.int(),
    state: z.enum(['ok', 'error', 'interrupted']),
    cut: z.boolean(),
    tables: z.array(z.string().max(200)).max(200),
  }),
  z.object({ ev: z.literal('answer'), id: z.int(), value: z.unknown() }),
])
type FromAgent = z.output<typeof FromAgent>
type Ending = 'interrupted' | 'time'

interface Running {
  stop(why: Ending, graceMs: number): Promise<void>
  take(frame: FromAgent): Promise<void>
  gone(): void
}

/** The interpreter of a seat, on the outside: one process inside at a time, forked when a cell needs it. */
export class LocalKernel implements Kernel {
  readonly #place: Place
  readonly #ended: AbortSignal
  #inside: Promise<Inside> | null = null
  #last: Promise<unknown> = Promise.resolve()
  #running: Running | null = null
  #questions = new Questions()
  #count = 0

  constructor(place: Place, ended: AbortSignal) {
    this.#place = place
    this.#ended = ended
  }

  async *execute(cell: CellWork): AsyncIterable<CellEvent> {
    const before = this.#last
    let free = () => {}
    this.#last = new Promise<void>((resolve) => (free = resolve))
    try {
      await before
      yield* this.#run(cell)
    } finally {
      free()
    }
  }

  async *#run(cell: CellWork): AsyncIterable<CellEvent> {
    const inside = await this.#process()
    const { group } = this.#place
    const [began, cpuBefore, killsBefore] = [
      performance.now(),
      await inside.part.cpuMs(),
      await group.memoryKills(),
    ]
    const bound = new ViewBound(cell)
    const id = ++this.#count
    const flood = inside.channel.received + cell.maxBytes * 2 + FLOOD
    let asked: Ending | null = null
    let over = false
    const mailbox = new Mailbox<FromAgent>()
    const stop = async (why: Ending, graceMs: number) => {
      if (over) return
      asked ??= why
      await inside.channel.send({ do: 'interrupt', id })
      await Promise.race([mailbox.closed, sleep(graceMs)])
      if (!over) await inside.end()
    }
    this.#running = { stop, take: (frame) => mailbox.put(frame), gone: () => mailbox.close() }
    const timer = setTimeout(() => void stop('time', GRACE_MS), Math.min(cell.timeMs, 2 ** 31 - 1))
    try {
      await inside.channel.send({
        do: 'execute',
        id,
        language: cell.language,
        code: cell.code,
        maxRows: cell.maxRows,
        maxBytes: cell.maxBytes,
      })
      let done: Extract<FromAgent, { ev: 'done' }> | null = null
      for (;;) {
        const frame = await mailbox.take()
        if (frame === null) break
        if (inside.channel.received > flood) inside.channel.misuse()
        if (frame.ev === 'done' && frame.id === id) {
          done = frame
          break
        }
        if (frame.ev !== 'out' || frame.id !== id) continue
        const event = bound.pass(frame.event)
        if (event) yield event
      }
      over = true
      mailbox.close()
      await this.#place.watch()
      const state = done
        ? asked && done.state === 'interrupted'
          ? asked
          : done.state
        : await this.#why(asked, killsBefore)
      yield {
        kind: 'done',
        state,
        elapsedMs: Math.round(performance.now() - began),
        cpuMs: Math.max(0, (await inside.part.cpuMs()) - cpuBefore),
        cut: bound.cut || (done?.cut ?? false),
        tables: done?.tables ?? [],
      }
      if (!done) await this.#forget(inside)
    } finally {
      clearTimeout(timer)
      this.#running = null
      // The reader went away in the middle: the cell does not go on unseen.
      if (!over) {
        over = true
        mailbox.close()
        await this.#forget(inside)
      }
    }
  }

  async interrupt(graceMs = GRACE_MS): Promise<void> {
    await this.#running?.stop('interrupted', graceMs)
  }

  async variables(): Promise<{ name: string; type: string; look: string }[]> {
    if (!this.#inside) return []
    return this.#questions.variables((await this.#process()).channel)
  }

  async complete(text: string, at: number): Promise<{ from: number; items: string[] }> {
    return this.#questions.complete((await this.#process()).channel, text, at)
  }

  async restart(): Promise<void> {
    const inside = await this.#inside?.catch(() => null)
    if (inside) await this.#forget(inside)
  }

  /** Pid of the process inside, for those who look from the host. */
  async pid(): Promise<number> {
    return (await this.#process()).pid
  }

  #process(): Promise<Inside> {
    if (this.#ended.aborted) throw new XinyuError('SEAT_ENDED')
    this.#inside ??= this.#start()
    return this.#inside
  }

  async #start(): Promise<Inside> {
    try {
      const inside = await enterSeat(this.#place, 'kernel')
      void this.#listen(inside)
      return inside
    } catch (error) {
      this.#inside = null
      throw error
    }
  }

  async #listen(inside: Inside): Promise<void> {
    for (;;) {
      const frame = await inside.channel.receive()
      if (!frame) break
      const parsed = FromAgent.safeParse('json' in frame ? frame.json : null)
      if (!parsed.success) {
        inside.channel.misuse()
        break
      }
      if (parsed.data.ev === 'answer') this.#questions.answered(parsed.data.id, parsed.data.value)
      else await this.#running?.take(parsed.data)
    }
    this.#questions.gone()
    this.#running?.gone()
    if ((await this.#inside?.catch(() => null)) === inside) await this.#forget(inside)
  }

  async #forget(inside: Inside): Promise<void> {
    if ((await this.#inside?.catch(() => null)) === inside) this.#inside = null
    await inside.end()
  }

  async #why(asked: Ending | null, killsBefore: number) {
    if (asked) return asked
    return (await this.#place.group.memoryKills()) > killsBefore ? ('memory' as const) : ('died' as const)
  }
}
