import { XinyuError } from '../../../kernel/errors/index.ts'
import type { CellEvent, CellWork, Kernel } from './driver.ts'
import { enterSeat, type Inside, type Place } from './inside.ts'
import { Questions } from './questions.ts'
import { FromAgent, Turn } from './turn.ts'
import { ViewBound } from './view.ts'

const GRACE_MS = 3000
/** What a process may send in one cell beyond what is shown, before it is taken for an attack on us. */
const FLOOD = 64 * 2 ** 20

interface Living {
  readonly inside: Inside
  /** Settles when the process has gone and all that it said is taken. */
  readonly drained: Promise<void>
}

/** The interpreter of a seat, on the outside: one process inside at a time, forked when a cell needs it. */
export class LocalKernel implements Kernel {
  readonly #place: Place
  readonly #ended: AbortSignal
  #living: Promise<Living> | null = null
  #last: Promise<unknown> = Promise.resolve()
  #turn: Turn | null = null
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
    const turn = new Turn(++this.#count)
    // Before anything is waited for: an interrupt that comes now is for this cell.
    this.#turn = turn
    let timer: NodeJS.Timeout | undefined
    let process: Inside | null = null
    try {
      const { inside, drained } = await this.#process()
      const began = performance.now()
      const [cpuBefore, killsBefore] = [await inside.part.cpuMs(), await this.#place.group.memoryKills()]
      const bound = new ViewBound(cell)
      let done: Extract<FromAgent, { ev: 'done' }> | null = null
      if (turn.begin(inside, drained)) {
        process = inside
        timer = setTimeout(() => void turn.stop('time', GRACE_MS), Math.min(cell.timeMs, 2 ** 31 - 1))
        const { language, code, maxRows, maxBytes } = cell
        await inside.channel.send({ do: 'execute', id: turn.id, language, code, maxRows, maxBytes })
        const flood = inside.channel.received + maxBytes * 2 + FLOOD
        for (let frame = await turn.frames.take(); frame !== null; frame = await turn.frames.take()) {
          if (inside.channel.received > flood) inside.channel.misuse()
          if (frame.id !== turn.id) continue
          if (frame.ev === 'done') {
            done = frame
            break
          }
          const event = frame.ev === 'out' ? bound.pass(frame.event) : null
          if (event) yield event
        }
      }
      turn.end()
      await this.#place.watch()
      yield {
        kind: 'done',
        state: await this.#state(turn, done?.state ?? null, killsBefore),
        elapsedMs: Math.round(performance.now() - began),
        cpuMs: Math.max(0, (await inside.part.cpuMs()) - cpuBefore),
        cut: bound.cut || (done?.cut ?? false),
        tables: done?.tables ?? [],
      }
      if (process && !done) await this.#forget(process)
    } finally {
      clearTimeout(timer)
      this.#turn = null
      // The reader went away in the middle: the cell does not go on unseen.
      if (!turn.isOver) {
        turn.end()
        if (process) await this.#forget(process)
      }
    }
  }

  async #state({ asked }: Turn, said: 'ok' | 'error' | 'interrupted' | null, killsBefore: number) {
    if (said !== null) return asked && said === 'interrupted' ? asked : said
    if (asked) return asked
    return (await this.#place.group.memoryKills()) > killsBefore ? ('memory' as const) : ('died' as const)
  }

  async interrupt(graceMs = GRACE_MS): Promise<void> {
    await this.#turn?.stop('interrupted', graceMs)
  }

  async variables(): Promise<{ name: string; type: string; look: string }[]> {
    if (!this.#living) return []
    return this.#questions.variables((await this.#process()).inside.channel)
  }

  async complete(text: string, at: number): Promise<{ from: number; items: string[] }> {
    return this.#questions.complete((await this.#process()).inside.channel, text, at)
  }

  async restart(): Promise<void> {
    const living = await this.#living?.catch(() => null)
    if (living) await this.#forget(living.inside)
  }

  /** Pid of the process inside, for those who look from the host. */
  async pid(): Promise<number> {
    return (await this.#process()).inside.pid
  }

  #process(): Promise<Living> {
    if (this.#ended.aborted) throw new XinyuError('SEAT_ENDED')
    this.#living ??= this.#start()
    return this.#living
  }

  async #start(): Promise<Living> {
    try {
      const inside = await enterSeat(this.#place, 'kernel')
      return { inside, drained: this.#listen(inside) }
    } catch (error) {
      this.#living = null
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
      else await this.#turn?.frames.put(parsed.data)
    }
    this.#questions.gone()
    void this.#forget(inside)
  }

  async #forget(inside: Inside): Promise<void> {
    if ((await this.#living?.catch(() => null))?.inside === inside) this.#living = null
    await inside.end()
  }
}
