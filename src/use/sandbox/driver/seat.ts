import { statfs } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ClosedBecause, JobProcess, JobWork, SeatBox, SeatFile, SeatUsage } from './driver.ts'
import { LocalFiles } from './files.ts'
import type { Place } from './inside.ts'
import { startJob } from './job.ts'
import { LocalKernel } from './kernel.ts'
import type { Shell } from './shells.ts'

/** A seat on this machine: namespaces that a sleeping init holds open, and the processes that enter them. */
export class LocalSeat implements SeatBox {
  readonly seatId: string
  readonly closed: Promise<ClosedBecause>
  readonly #place: Place
  readonly #shell: Shell
  readonly #ended = new AbortController()
  readonly #kernel: LocalKernel
  readonly #files: LocalFiles
  #because: ClosedBecause | null = null

  constructor(place: Place, shell: Shell) {
    this.seatId = place.seatId
    this.#place = place
    this.#shell = shell
    this.#kernel = new LocalKernel(place, this.#ended.signal)
    this.#files = new LocalFiles(place)
    this.closed = shell.ended.then(() => this.#end())
  }

  async kernel(): Promise<LocalKernel> {
    this.#check()
    return this.#kernel
  }

  async job(work: JobWork): Promise<JobProcess> {
    this.#check()
    return startJob(this.#place, work)
  }

  async list(): Promise<SeatFile[]> {
    this.#check()
    return this.#files.list()
  }

  async read(path: string, maxBytes: number): Promise<Buffer> {
    this.#check()
    return this.#files.read(path, maxBytes)
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#check()
    return this.#files.write(path, bytes)
  }

  async remove(path: string): Promise<void> {
    this.#check()
    return this.#files.remove(path)
  }

  async save(): Promise<Readable> {
    this.#check()
    // A tar adds headers to each file; more than this was not made by our helper.
    return this.#files.save(this.#place.limits.diskBytes + this.#place.limits.inodes * 4096 + 2 ** 20)
  }

  /** For the driver, before the seat is handed out. */
  async restore(files: Readable): Promise<void> {
    await this.#files.restore(files)
  }

  async usage(): Promise<SeatUsage> {
    const { group, init } = this.#place
    // Seen through the root of the seat's own init: the file system is ours, no path of the team is followed.
    const area = await statfs(`/proc/${init}/root/work`).catch(() => null)
    return {
      memoryBytes: await group.memoryBytes(),
      cpuMs: await group.cpuMs(),
      processes: await group.processes(),
      diskBytes: area ? (area.blocks - area.bfree) * area.bsize : 0,
      inodes: area ? area.files - area.ffree : 0,
    }
  }

  async weigh(cpuWeight: number): Promise<void> {
    await this.#place.group.weigh(cpuWeight)
  }

  async close(because: ClosedBecause = 'asked'): Promise<void> {
    this.#because ??= because
    this.#ended.abort()
    this.#shell.kill()
    await this.closed
  }

  async #end(): Promise<ClosedBecause> {
    this.#ended.abort()
    const killed = (await this.#place.group.memoryKills()) > 0
    await this.#kernel.restart()
    await this.#files.close()
    await this.#place.group.remove()
    return this.#because ?? (killed ? 'memory' : 'died')
  }

  #check(): void {
    if (this.#ended.signal.aborted) throw new XinyuError('SEAT_ENDED')
  }
}
