import { z } from 'zod'
import type { Channel } from './frames.ts'

/** A kernel that is busy in one long call of C code answers late; nobody waits for it. */
const ANSWER_MS = 2000

const Variables = z
  .array(z.object({ name: z.string().max(100), type: z.string().max(100), look: z.string().max(200) }))
  .max(300)
const Completion = z.object({ from: z.int().nonnegative(), items: z.array(z.string().max(200)).max(100) })

/** Questions to an interpreter beside its cells: names of variables, completions. */
export class Questions {
  #count = 0
  readonly #waiting = new Map<number, (value: unknown) => void>()

  async variables(channel: Channel): Promise<z.output<typeof Variables>> {
    const parsed = Variables.safeParse(await this.#ask(channel, { do: 'variables' }))
    return parsed.success ? parsed.data : []
  }

  async complete(channel: Channel, text: string, at: number): Promise<z.output<typeof Completion>> {
    const parsed = Completion.safeParse(await this.#ask(channel, { do: 'complete', text, at }))
    return parsed.success && parsed.data.from <= at ? parsed.data : { from: at, items: [] }
  }

  answered(id: number, value: unknown): void {
    this.#waiting.get(id)?.(value)
  }

  gone(): void {
    for (const answer of this.#waiting.values()) answer(null)
  }

  async #ask(channel: Channel, question: { do: string; text?: string; at?: number }): Promise<unknown> {
    const id = ++this.#count
    const answer = new Promise<unknown>((resolve) => {
      this.#waiting.set(id, resolve)
      setTimeout(resolve, ANSWER_MS, null).unref()
    })
    await channel.send({ ...question, id })
    try {
      return await answer
    } finally {
      this.#waiting.delete(id)
    }
  }
}
