import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { z } from 'zod'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { SeatFile } from './driver.ts'
import type { Channel } from './frames.ts'
import { enterSeat, type Inside, type Place } from './inside.ts'

/** A helper that has nothing to do goes: 200 seats shall not keep 200 of them. */
const IDLE_MS = 5000
/** Most that one answer may take; a team that stops its helper's process gains nothing by it. */
const ANSWER_MS = 60_000
const CHUNK = 2 ** 20

const Answer = z.union([
  z.object({ ev: z.literal('done') }),
  z.object({ ev: z.literal('failed'), errno: z.int().optional(), wrong: z.string().max(20).optional() }),
  z.object({
    ev: z.literal('listed'),
    files: z
      .array(
        z.object({
          path: z.string().min(1).max(4096),
          bytes: z.int().nonnegative(),
          modifiedAt: z.int(),
          kind: z.enum(['file', 'folder', 'link', 'special']),
        }),
      )
      .max(20_000),
  }),
])
type Answer = z.output<typeof Answer>

/** The file area, worked on by a helper inside: nothing outside opens a path that a team made. */
export class LocalFiles {
  readonly #place: Place
  #helper: Inside | null = null
  #idle: NodeJS.Timeout | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(place: Place) {
    this.#place = place
  }

  list(): Promise<SeatFile[]> {
    return this.#turn(async (channel) => {
      const answer = await this.#ask(channel, { do: 'list' })
      return answer.ev === 'listed' ? answer.files.filter(({ path }) => isPath(path)) : []
    })
  }

  read(path: string, maxBytes: number): Promise<Buffer> {
    checkPath(path)
    return this.#turn(async (channel) => {
      const parts: Buffer[] = []
      let size = 0
      const answer = await this.#ask(channel, { do: 'read', path, maxBytes }, (part) => {
        size += part.length
        if (size <= maxBytes) parts.push(part)
        return size <= maxBytes
      })
      if (answer.ev === 'failed') throw problem(answer, path, maxBytes)
      return Buffer.concat(parts)
    })
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    checkPath(path)
    return this.#turn(async (channel) => {
      await channel.send({ do: 'write', path, bytes: bytes.length })
      for (let at = 0; at < bytes.length; at += CHUNK) await channel.sendRaw(bytes.subarray(at, at + CHUNK))
      const answer = await this.#answer(channel)
      if (answer.ev === 'failed') throw problem(answer, path, bytes.length)
    })
  }

  remove(path: string): Promise<void> {
    checkPath(path)
    return this.#turn(async (channel) => {
      const answer = await this.#ask(channel, { do: 'remove', path })
      if (answer.ev === 'failed') throw problem(answer, path, 0)
    })
  }

  /** Ends when the archive is complete, errs when it is not. */
  save(most: number): Promise<Readable> {
    const out = new PassThrough({ highWaterMark: CHUNK })
    const done = this.#turn(async (channel) => {
      let size = 0
      const answer = await this.#ask(channel, { do: 'save' }, async (part) => {
        size += part.length
        if (size <= most && !out.write(part)) await Promise.race([once(out, 'drain'), once(out, 'close')])
        return size <= most && !out.destroyed
      })
      if (answer.ev === 'failed') throw problem(answer, '.', most)
    })
    done.then(
      () => out.end(),
      (error: Error) => out.destroy(error),
    )
    return Promise.resolve(out)
  }

  restore(files: Readable): Promise<void> {
    return this.#turn(async (channel) => {
      await channel.send({ do: 'restore' })
      for await (const part of files as AsyncIterable<Buffer>)
        for (let at = 0; at < part.length; at += CHUNK) await channel.sendRaw(part.subarray(at, at + CHUNK))
      await channel.sendRaw(Buffer.alloc(0))
      const answer = await this.#answer(channel)
      if (answer.ev === 'failed') throw problem(answer, '.', 0)
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const helper = this.#helper
    this.#helper = null
    await helper?.end()
  }

  /** One request at a time; a helper that answered wrongly or not at all is replaced. */
  #turn<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      clearTimeout(this.#idle)
      this.#helper ??= await enterSeat(this.#place, 'files')
      let kept = false
      try {
        const result = await work(this.#helper.channel)
        kept = true
        return result
      } catch (error) {
        kept = error instanceof XinyuError && error.code !== 'SEAT_HELPER'
        throw error
      } finally {
        if (kept) this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref()
        else await this.close()
      }
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  async #ask(
    channel: Channel,
    request: Json,
    part?: (bytes: Buffer) => boolean | Promise<boolean>,
  ): Promise<Answer> {
    await channel.send(request)
    return this.#answer(channel, part)
  }

  async #answer(channel: Channel, part?: (bytes: Buffer) => boolean | Promise<boolean>): Promise<Answer> {
    for (;;) {
      const frame = await channel.receiveWithin(ANSWER_MS)
      if (!frame) throw new XinyuError('SEAT_HELPER')
      if ('raw' in frame) {
        if (part && (await part(frame.raw))) continue
        channel.misuse()
        throw new XinyuError('SEAT_HELPER')
      }
      const answer = Answer.safeParse(frame.json)
      if (answer.success) return answer.data
      channel.misuse()
      throw new XinyuError('SEAT_HELPER')
    }
  }
}

const isPath = (path: string) =>
  Buffer.byteLength(path) <= 1024 &&
  !path.includes('\0') &&
  path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 200)

function checkPath(path: string): void {
  if (!isPath(path)) throw new XinyuError('SEAT_FILE_PATH', { path: path.slice(0, 200) })
}

const ENOENT = 2
const FULL = new Set([27, 28, 122])
const DENIED = new Set([1, 13, 30])

function problem(answer: Extract<Answer, { ev: 'failed' }>, path: string, bytes: number): XinyuError {
  if (answer.wrong === 'large') return new XinyuError('SEAT_FILE_TOO_LARGE', { path, bytes })
  if (answer.errno === ENOENT) return new XinyuError('SEAT_FILE_MISSING', { path })
  if (answer.errno !== undefined && FULL.has(answer.errno)) return new XinyuError('SEAT_DISK_FULL')
  if (answer.wrong === 'archive' || (answer.errno !== undefined && DENIED.has(answer.errno)))
    return new XinyuError('SEAT_FILE_PATH', { path })
  return new XinyuError('SEAT_FILE_KIND', { path })
}
