/** What may wait before the one who puts has to wait too. */
const MOST = 16

/** Hands values from one loop to another in order. Closed, it gives what is left, then null. */
export class Mailbox<T> {
  readonly #values: T[] = []
  #changed: (() => void)[] = []
  #isClosed = false
  #close = () => {}
  readonly closed = new Promise<void>((resolve) => {
    this.#close = resolve
  })

  async put(value: T): Promise<void> {
    if (this.#isClosed) return
    this.#values.push(value)
    this.#tell()
    while (this.#values.length > MOST && !this.#isClosed) await this.#change()
  }

  async take(): Promise<T | null> {
    while (this.#values.length === 0 && !this.#isClosed) await this.#change()
    const value = this.#values.shift()
    this.#tell()
    return value ?? null
  }

  close(): void {
    this.#isClosed = true
    this.#close()
    this.#tell()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve))
  }

  #tell(): void {
    for (const changed of this.#changed.splice(0)) changed()
  }
}
