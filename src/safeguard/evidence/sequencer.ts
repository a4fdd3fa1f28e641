import type pg from 'pg'
import type { Logger } from 'pino'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { makeAdmission } from './admission.ts'
import { emptyRoot, type Log } from './log/index.ts'
import type { OutboxRow } from './outbox.ts'
import { makeQueue, type Ticket } from './queue.ts'
import { flush, lost, prepareSession, relink, waiting, writeBack, type Unknown } from './rows.ts'

/** How the evidence fares. Only `healthy` accepts actions. */
export interface EvidenceHealth {
  readonly state: 'starting' | 'healthy' | 'unhealthy' | 'stopped'
  /** Why it is unhealthy, as shown to users. */
  readonly why: string | null
  /** Entries in the log. */
  readonly size: number
  /** Entries of the log that the database does not know: a database older than the log, or one that was altered. */
  readonly unknown: readonly Unknown[]
  /** Entries linked to their rows again after a crash, since the start. */
  readonly relinked: number
}

/** Most entries of one batch, and most bytes: bounds memory and the time to the sync. */
const BATCH_ENTRIES = 4096
const BATCH_BYTES = 8 * 1024 * 1024
/** Rows that nobody handed over (another process, a crash) are looked for this often. */
const POLL_MS = 2_000
const RETRY_FIRST_MS = 200
const RETRY_LAST_MS = 5_000
/** One sequencer a database: whoever holds this lock on its own connection. */
const LOCK_KEY = 7_120_452

export interface SequencerOptions {
  /** A connection of its own, connected. */
  connect(): Promise<pg.Client>
  /** Opens the log, given how many entries the database knows to be in it. */
  openLog(client: pg.Client, atLeast: number): Promise<Log>
  readonly checkpointEveryMs: number
  /** Actions under way or waiting at a time, and how long one waits for its turn. */
  readonly mostWaiting: number
  readonly admitMs: number
  readonly log: Logger
}

export interface Sequencer {
  start(): Promise<void>
  stop(): Promise<void>
  health(): EvidenceHealth
  /** Size and root of the log now, or when it was last open. */
  head(): { size: number; root: string }
  /** @throws XinyuError EVIDENCE_NOT_READY */
  log(): Log
  /** A place among the actions under way; see `Admission`. @throws XinyuError EVIDENCE_NOT_READY */
  admit(): Promise<() => void>
  /** Announces rows before their commit. @throws XinyuError EVIDENCE_NOT_READY */
  expect(rows: readonly OutboxRow[]): Ticket
}

interface Session {
  readonly client: pg.Client
  readonly log: Log
}

/**
 * The one writer of the log. Rows without a leaf number come from the actions of this process as they commit, and
 * from a slow poll; never by "id greater than last", because ids commit out of order.
 */
export function createSequencer(options: SequencerOptions): Sequencer {
  const queue = makeQueue()
  const admission = makeAdmission({ most: options.mostWaiting, patienceMs: options.admitMs })
  let state: EvidenceHealth['state'] = 'starting'
  let why: string | null = null
  let session: Session | null = null
  let unknown: readonly Unknown[] = []
  let relinked = 0
  let last = { size: 0, root: emptyRoot().toString('base64') }
  let running: Promise<void> = Promise.resolve()
  let checkpoints: NodeJS.Timeout | undefined
  const stopping = new AbortController()

  /** Lock, log, relink, append the rest. Throws when any of it fails. */
  const open = async (): Promise<Session> => {
    const client = await options.connect()
    let log: Log | undefined
    try {
      await lock(client)
      await prepareSession(client)
      // A database that crashed may have lost commits that were handed over: only what it still has counts.
      queue.forget()
      const known = await client.query<{ next: string | null }>(
        'select max(leaf) + 1 as next from evidence_outbox',
      )
      log = await options.openLog(client, Number(known.rows[0]?.next ?? 0))
      const found = await relink(client, log, Number(known.rows[0]?.next ?? 0))
      unknown = found.unknown
      relinked += found.linked.length
      for (const { id, leaf } of found.linked) queue.settle(id, leaf)
      queue.lose(await lost(client, queue.committed()))
      if (found.unknownCount > 0) {
        options.log.error({ count: found.unknownCount }, 'the log holds entries that the database does not')
      }
      return { client, log }
    } catch (error) {
      await log?.close().catch(() => {})
      await client.end().catch(() => {})
      throw error
    }
  }

  const serve = async (current: Session): Promise<void> => {
    let pollDue = true
    const polls = setInterval(() => {
      pollDue = true
      queue.wake()
    }, POLL_MS)
    polls.unref()
    const gone = new Promise<never>((_, reject) => {
      current.client.once('error', reject)
      current.client.once('end', () => reject(new Error('the database connection was lost')))
    })
    gone.catch(() => {})
    try {
      let batch: OutboxRow[] = []
      while (!stopping.signal.aborted) {
        if (pollDue) {
          const found = await waiting(current.client, BATCH_ENTRIES)
          queue.add(found)
          pollDue = found.length === BATCH_ENTRIES
        }
        if (batch.length === 0) batch = await flushed(current, queue.take(BATCH_ENTRIES, BATCH_BYTES))
        if (batch.length > 0) batch = await sequence(current, batch)
        else await Promise.race([queue.filled(), gone])
      }
      await sequence(current, batch)
      await sequence(current, await flushed(current, queue.take(Infinity, Infinity)))
    } finally {
      clearInterval(polls)
    }
  }

  const flushed = async ({ client }: Session, batch: OutboxRow[]): Promise<OutboxRow[]> => {
    if (batch.length > 0) await flush(client)
    return batch
  }

  /** Takes a flushed batch through. Returns the next one, flushed on the way: one sync of the database serves both. */
  const sequence = async (current: Session, batch: readonly OutboxRow[]): Promise<OutboxRow[]> => {
    if (batch.length === 0) return []
    const { client, log } = current
    const first = await log.append(batch.map((row) => Buffer.from(row.entry)))
    const next = stopping.signal.aborted ? [] : queue.take(BATCH_ENTRIES, BATCH_BYTES)
    const links = batch.map((row, at) => ({ ...row, leaf: first + at }))
    const linked = await writeBack(client, links, { flushing: next.length > 0 })
    if (linked.size !== batch.length) {
      const missing = links.filter((row) => !linked.has(row.id)).map(({ id, leaf }) => ({ id, leaf }))
      unknown = [...unknown, ...missing]
      options.log.error({ missing }, 'rows vanished from the outbox while their entries were written')
    }
    // What wrote nothing flushed nothing.
    if (linked.size === 0) await flushed(current, next)
    for (const { id, leaf } of links) queue.settle(id, leaf)
    return next
  }

  const head = () => {
    const reader = session?.log.reader
    if (reader && reader.size !== last.size)
      last = { size: reader.size, root: reader.root().toString('base64') }
    return last
  }

  const release = async () => {
    head()
    const ended = session
    session = null
    await ended?.log
      .close()
      .catch((error: unknown) => options.log.error({ err: error }, 'closing the log failed'))
    await ended?.client.end().catch(() => {})
  }

  const run = async (firstTry: () => void) => {
    for (let pause = RETRY_FIRST_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, RETRY_LAST_MS)) {
      try {
        session = await open()
        state = 'healthy'
        why = null
        firstTry()
        pause = RETRY_FIRST_MS
        await serve(session)
      } catch (error) {
        if (state !== 'unhealthy') options.log.error({ err: error }, 'evidence is not being written')
        state = 'unhealthy'
        why = reason(error)
        firstTry()
      }
      await release()
      await sleep(pause, stopping.signal)
    }
    state = 'stopped'
    queue.stop()
  }

  const log = () => {
    if (state !== 'healthy' || !session) throw new XinyuError('EVIDENCE_NOT_READY', { why: why ?? state })
    return session.log
  }

  return {
    start() {
      checkpoints = setInterval(() => {
        session?.log
          .checkpoint(session.log.reader.size)
          .catch((error: unknown) => options.log.error({ err: error }, 'no checkpoint'))
      }, options.checkpointEveryMs)
      checkpoints.unref()
      return new Promise((resolve) => {
        running = run(resolve)
      })
    },
    async stop() {
      clearInterval(checkpoints)
      stopping.abort()
      queue.wake()
      await running
    },
    health: () => ({ state, why, size: session?.log.reader.size ?? last.size, unknown, relinked }),
    head,
    log,
    async admit() {
      // Nobody waits for a log that is not written.
      log()
      return admission.enter()
    },
    expect(rows) {
      log()
      return queue.expect(rows, () => why ?? state)
    },
  }
}

async function lock(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
    LOCK_KEY,
  ])
  if (!rows[0]?.held) throw new Error('another server writes the evidence of this database')
}

const reason = (error: unknown): string => {
  if (isXinyuError(error)) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
