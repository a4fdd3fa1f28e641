import type { Socket } from 'node:net'

const HEAD = 5
/** A frame larger than this is no honest one: the connection ends. */
const MOST = 8 * 2 ** 20
/** What may wait to be taken before the socket is no longer read. */
const WAITING = 4 * 2 ** 20

export type Frame = { readonly json: unknown } | { readonly raw: Buffer }

/** The one connection to a process in a seat. Whatever comes out of it was written by the team: hostile until parsed. */
export class Channel {
  readonly #socket: Socket
  #parts: Buffer[] = []
  #size = 0
  #frames: { frame: Frame; size: number }[] = []
  #waiting = 0
  #wake: (() => void) | null = null
  #ended = false
  /** True where the connection was ended by us, for what came out of it. */
  misused = false
  /** Bytes that came out, in all. */
  received = 0
  readonly closed: Promise<void>

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#ended = true
        this.#wake?.()
        resolve()
      })
    })
    socket.on('error', () => socket.destroy())
  }

  send(value: unknown): Promise<void> {
    return this.#put(0, Buffer.from(JSON.stringify(value)))
  }

  sendRaw(bytes: Uint8Array): Promise<void> {
    return this.#put(1, bytes)
  }

  /** The next frame, or null when the other side has gone. */
  async receive(): Promise<Frame | null> {
    for (;;) {
      const next = this.#frames.shift()
      if (next) {
        this.#waiting -= next.size
        if (this.#waiting < WAITING) this.#socket.resume()
        return next.frame
      }
      if (this.#ended) return null
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** For requests whose answer must come soon. Null: too late, or gone. */
  async receiveWithin(ms: number): Promise<Frame | null> {
    const timer = setTimeout(() => this.close(), ms)
    try {
      return await this.receive()
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #put(kind: number, data: Uint8Array): Promise<void> {
    if (this.#ended) return
    const head = Buffer.allocUnsafe(HEAD)
    head.writeUInt32BE(data.length)
    head[4] = kind
    this.#socket.write(head)
    if (this.#socket.write(data)) return
    await Promise.race([new Promise((resolve) => this.#socket.once('drain', resolve)), this.closed])
  }

  #take(chunk: Buffer): void {
    this.received += chunk.length
    this.#parts.push(chunk)
    this.#size += chunk.length
    while (this.#size >= HEAD) {
      const first = this.#parts[0]!
      const head = first.length >= HEAD ? first : this.#join()
      const length = head.readUInt32BE(0)
      if (length > MOST) return this.misuse()
      if (this.#size < HEAD + length) return
      const whole = this.#join()
      const data = whole.subarray(HEAD, HEAD + length)
      this.#parts = whole.length > HEAD + length ? [whole.subarray(HEAD + length)] : []
      this.#size -= HEAD + length
      if (!this.#accept(whole[4]!, data)) return this.misuse()
    }
  }

  #accept(kind: number, data: Buffer): boolean {
    try {
      const frame =
        kind === 0 ? { json: JSON.parse(data.toString('utf8')) as unknown } : { raw: Buffer.from(data) }
      this.#frames.push({ frame, size: data.length })
    } catch {
      return false
    }
    this.#waiting += data.length
    if (this.#waiting > WAITING) this.#socket.pause()
    this.#wake?.()
    return kind === 0 || kind === 1
  }

  #join(): Buffer {
    if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0]!
  }

  /** Ends the connection for what came out of it. */
  misuse(): void {
    this.misused = true
    this.#parts = []
    this.#size = 0
    this.close()
  }
}
