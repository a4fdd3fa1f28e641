import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Inside } from './inside.ts'
import { Mailbox } from './mailbox.ts'

/** What the process inside says. Written by the team: parsed before anything is believed. */
export const FromAgent = z.discriminatedUnion('ev', [
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
export type FromAgent = z.output<typeof FromAgent>
export type Ending = 'interrupted' | 'time'

/** One cell's turn in the interpreter, from before its process is there until it is over. */
export class Turn {
  readonly id: number
  readonly frames = new Mailbox<FromAgent>()
  /** Why it was asked to end. */
  asked: Ending | null = null
  #inside: Inside | null = null
  #isOver = false

  constructor(id: number) {
    this.id = id
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** From now on a stop goes to the process. `drained`: it has gone and said its last. False: it was stopped before. */
  begin(inside: Inside, drained: Promise<void>): boolean {
    if (this.asked !== null) return false
    this.#inside = inside
    void drained.then(() => this.frames.close())
    return true
  }

  /** As Ctrl-C; who takes no notice within the grace is killed. What has not begun does not begin. */
  async stop(why: Ending, graceMs: number): Promise<void> {
    if (this.#isOver) return
    this.asked ??= why
    if (this.#inside === null) return
    await this.#inside.channel.send({ do: 'interrupt', id: this.id })
    await Promise.race([this.frames.closed, sleep(graceMs)])
    if (!this.#isOver) await this.#inside.end()
  }

  end(): void {
    this.#isOver = true
    this.frames.close()
  }
}
