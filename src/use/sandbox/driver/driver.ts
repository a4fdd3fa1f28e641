import type { Readable } from 'node:stream'
import type { Json } from '../../../kernel/canonical.ts'

/** What stands between a seat and the host, found out by opening one and looking from inside. */
export interface Isolation {
  /** `degraded`: seats only in a demo. `none`: no seat starts. */
  readonly level: 'full' | 'degraded' | 'none'
  /** Each thing that was tried: `namespaces`, `uids`, `seccomp`, `memory`, `cpu`, `pids`, `disk`, `python`, `r`. */
  readonly parts: readonly {
    readonly name: string
    readonly ok: boolean
    readonly zh: string
    readonly en: string
  }[]
  /** One line to run, where one line helps. */
  readonly fix: string | null
}

export interface SeatLimits {
  readonly memoryBytes: number
  /** Weight among the seats that want CPU at the same moment; 100 is one share. */
  readonly cpuWeight: number
  readonly processes: number
  /** Open descriptors of one process. */
  readonly descriptors: number
  /** The file area: bytes and inodes. Counted as memory of the seat. */
  readonly diskBytes: number
  readonly inodes: number
}

export interface SeatSpec {
  readonly seatId: string
  /** A number that no other live seat has: its uid, its groups and its host name come from it. */
  readonly slot: number
  /** Folder with the tables of the project (`tables.sqlite`, `dictionary.json`), shown read-only; null: none. */
  readonly tables: string | null
  /** Folder with what the team brought (`own.sqlite`, `dictionary.json`, `files/`), read-only at `/own`; null: nothing. */
  readonly own: string | null
  /** Folders of approved packages, shown read-only and put on the path in this order. */
  readonly packages: readonly string[]
  readonly limits: SeatLimits
  /** What `/work` held when the seat went to sleep: a tar that is unpacked inside; null: an empty area. */
  readonly files: Readable | null
}

/** Isolated places to work in. Adapters: local processes here; Kubernetes with gVisor or Kata (SandboxClaim) behind the same suite. */
export interface SandboxDriver {
  readonly name: string
  /** Tried at the first call, remembered afterwards. */
  isolation(): Promise<Isolation>
  /** @throws XinyuError SEAT_NOT_ISOLATED, SEAT_OPEN_FAILED */
  open(spec: SeatSpec): Promise<SeatBox>
  /** Ends every seat and the warm parent. */
  stop(): Promise<void>
}

export interface SeatFile {
  /** Relative to `/work`, with `/`; never a link, never outside. */
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: number
  readonly kind: 'file' | 'folder' | 'link' | 'special'
}

export interface SeatUsage {
  readonly memoryBytes: number
  readonly cpuMs: number
  readonly processes: number
  readonly diskBytes: number
  readonly inodes: number
}

export type ClosedBecause = 'asked' | 'memory' | 'died' | 'driver'

export interface SeatBox {
  readonly seatId: string
  /** The interpreter that cells run in; the same until `restart`. */
  kernel(): Promise<Kernel>
  /** A process of its own beside the kernel, in the same confinement. */
  job(work: JobWork): Promise<JobProcess>
  list(): Promise<SeatFile[]>
  /** @throws XinyuError SEAT_FILE_MISSING, SEAT_FILE_KIND (a link or special file), SEAT_FILE_TOO_LARGE */
  read(path: string, maxBytes: number): Promise<Buffer>
  /** @throws XinyuError SEAT_FILE_PATH, SEAT_DISK_FULL */
  write(path: string, bytes: Uint8Array): Promise<void>
  remove(path: string): Promise<void>
  /** The whole file area as a tar, made inside the seat: bytes that nobody outside unpacks. */
  save(): Promise<Readable>
  usage(): Promise<SeatUsage>
  /** A new weight among the seats that want CPU; `SeatLimits.cpuWeight` is what it began with. */
  weigh(cpuWeight: number): Promise<void>
  close(): Promise<void>
  /** Settles once, when nothing of the seat lives any more. */
  readonly closed: Promise<ClosedBecause>
}

export interface Kernel {
  /** Runs one cell; the events come in order and end with `done`. One cell at a time: a second one waits. */
  execute(cell: CellWork): AsyncIterable<CellEvent>
  /** As Ctrl-C. A cell that takes no notice is killed with its kernel after `graceMs`. */
  interrupt(graceMs?: number): Promise<void>
  /** Name, type and a short look of each variable. */
  variables(): Promise<{ name: string; type: string; look: string }[]>
  complete(text: string, at: number): Promise<{ from: number; items: string[] }>
  /** Forgets all variables: a fresh child of the warm parent. */
  restart(): Promise<void>
}

export interface CellWork {
  readonly language: 'python' | 'sql' | 'r'
  readonly code: string
  readonly timeMs: number
  /** The most rows and bytes that may come out to be looked at; the rest is counted, not sent. */
  readonly maxRows: number
  readonly maxBytes: number
}

/** What comes out of a running cell. The server takes each as hostile: parsed, bounded, counted. */
export type CellEvent =
  | { readonly kind: 'text'; readonly stream: 'out' | 'err'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly columns: readonly { name: string; type: string }[]
      readonly rows: readonly (readonly Json[])[]
      /** Rows in all, of which `rows` are the first. */
      readonly total: number
    }
  | { readonly kind: 'image'; readonly mime: 'image/png' | 'image/svg+xml'; readonly base64: string }
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly trace: string }
  | {
      readonly kind: 'done'
      readonly state: 'ok' | 'error' | 'interrupted' | 'time' | 'memory' | 'died'
      readonly elapsedMs: number
      readonly cpuMs: number
      /** True where something was held back by `maxRows` or `maxBytes`. */
      readonly cut: boolean
      /** Names of project tables that the cell opened. */
      readonly tables: readonly string[]
    }

export interface JobWork {
  readonly language: 'python' | 'r'
  /** Path below `/work`. */
  readonly script: string
  readonly parameters: Readonly<Record<string, string>>
  readonly timeMs: number
}

export interface JobProcess {
  /** Lines of output, and `{ progress: 0..1 }` where the script calls `xinyu.progress(x)`. */
  readonly events: AsyncIterable<
    { readonly line: string; readonly stream: 'out' | 'err' } | { readonly progress: number }
  >
  cancel(): Promise<void>
  readonly ended: Promise<{
    readonly state: 'ok' | 'failed' | 'cancelled' | 'time' | 'memory' | 'died'
    readonly code: number | null
  }>
}

/** Something tried in a seat that no honest work does. */
export interface SeatAlarm {
  readonly seatId: string
  /** `syscall:mount`, `processes` (a fork bomb met its limit), `frames` (the agent's connection was misused). */
  readonly what: string
}
