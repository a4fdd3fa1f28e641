import { XinyuError } from '../../kernel/errors/index.ts'
import type { OutboxRow } from './outbox.ts'

/** An action that committed and waits for its leaf numbers waits this long for the sequencer to recover. */
const PATIENCE_MS = 15_000

/** What an action holds while its transaction commits. */
export interface Ticket {
  /** After the commit: hands the rows over and waits for their leaf numbers. @throws XinyuError EVIDENCE_DELAYED */
  committed(): Promise<number[]>
  /** The transaction did not commit. */
  cancelled(): void
  /** Resolves when the rows are durable, however long it takes. @throws XinyuError EVIDENCE_NOT_READY when they are lost */
  readonly durable: Promise<number[]>
}

/** The rows on their way, each at most once, and the actions that wait for them. */
export interface Queue {
  expect(rows: readonly OutboxRow[], why: () => string): Ticket
  /** Adds committed rows from the database. */
  add(rows: readonly OutboxRow[]): void
  /** Forgets what was handed over: the database is asked anew. */
  forget(): void
  /** Ids of rows that committed and are not durable in the log yet. */
  committed(): string[]
  /** The database lost these commits in a crash: they did not happen, and whoever waits is told. */
  lose(ids: readonly string[]): void
  /** The next batch, in the order of commits as they became known. */
  take(entries: number, bytes: number): OutboxRow[]
  /** The row is durable at `leaf`. */
  settle(id: string, leaf: number): void
  /** Resolves when there is something to take, or at `wake()`. */
  filled(): Promise<void>
  wake(): void
  /** No leaf number will come any more: waiting actions are told. */
  stop(): void
}

interface Waiter {
  readonly resolve: (leaf: number) => void
  readonly reject: (error: Error) => void
  /** Its transaction has committed; until then the database does not show its rows. */
  committed: boolean
}

export function makeQueue(): Queue {
  const rows = new Map<string, OutboxRow>()
  /** Taken and not settled: whoever finds them again must not add them again, or they would be in the log twice. */
  const taken = new Set<string>()
  const waiters = new Map<string, Waiter>()
  const impatient = new Set<() => void>()
  let wakeUp: (() => void) | null = null
  let stopped = false

  const wake = () => wakeUp?.()
  const add = (row: OutboxRow) => {
    if (!taken.has(row.id)) rows.set(row.id, row)
  }
  const settled = (id: string) =>
    new Promise<number>((resolve, reject) => waiters.set(id, { resolve, reject, committed: false }))

  return {
    wake,
    expect(expected, why) {
      const durable = Promise.all(expected.map((row) => settled(row.id)))
      return {
        durable,
        async committed() {
          // A row that the poll found first may be settled already.
          for (const row of expected) {
            const waiter = waiters.get(row.id)
            if (!waiter) continue
            waiter.committed = true
            add(row)
          }
          wake()
          if (stopped) throw new XinyuError('EVIDENCE_DELAYED', { why: 'stopped' })
          return withPatience(durable, impatient, () => (stopped ? 'stopped' : why()))
        },
        cancelled() {
          for (const row of expected) waiters.delete(row.id)
        },
      }
    },
    add(found) {
      for (const row of found) add(row)
    },
    forget() {
      rows.clear()
      taken.clear()
    },
    committed: () => [...waiters].flatMap(([id, { committed }]) => (committed ? [id] : [])),
    lose(ids) {
      for (const id of ids) {
        const waiter = waiters.get(id)
        waiters.delete(id)
        waiter?.reject(
          new XinyuError('EVIDENCE_NOT_READY', { why: 'the database lost the commit in a crash' }),
        )
      }
    },
    take(entries, bytes) {
      const batch: OutboxRow[] = []
      let room = bytes
      for (const row of rows.values()) {
        if (batch.length >= entries || room <= 0) break
        room -= Buffer.byteLength(row.entry)
        batch.push(row)
      }
      for (const { id } of batch) {
        rows.delete(id)
        taken.add(id)
      }
      return batch
    },
    settle(id, leaf) {
      rows.delete(id)
      taken.delete(id)
      waiters.get(id)?.resolve(leaf)
      waiters.delete(id)
    },
    filled() {
      if (rows.size > 0) return Promise.resolve()
      return new Promise((resolve) => {
        wakeUp = () => {
          wakeUp = null
          resolve()
        }
      })
    },
    stop() {
      stopped = true
      for (const giveUp of impatient) giveUp()
    },
  }
}

function withPatience(
  durable: Promise<number[]>,
  impatient: Set<() => void>,
  why: () => string,
): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      finish()
      reject(new XinyuError('EVIDENCE_DELAYED', { why: why() }))
    }
    const timer = setTimeout(giveUp, PATIENCE_MS)
    const finish = () => {
      clearTimeout(timer)
      impatient.delete(giveUp)
    }
    impatient.add(giveUp)
    durable.then(
      (leaves) => {
        finish()
        resolve(leaves)
      },
      (error: Error) => {
        finish()
        reject(error)
      },
    )
  })
}
