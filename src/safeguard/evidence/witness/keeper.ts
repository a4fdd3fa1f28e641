import type { Logger } from 'pino'
import type { Clock } from '../../../kernel/clock.ts'
import type { Config } from '../../../platform/config/index.ts'
import type { Db } from '../../../platform/postgres/index.ts'
import { addSignatures } from '../verifier/index.ts'
import { ask, CONFLICTS, type Outcome, type Problem } from './ask.ts'
import { type Peer, policyOf, readPeers } from './peers.ts'
import { keepCheckpoint, keepWitness, knownWitnesses, lastWitnessed, thinCheckpoints } from './store.ts'

/** The log as the witnesses' keeper needs it. */
export interface WitnessedLog {
  /** Entries in it now. */
  size(): number
  vkeys(): readonly string[]
  proof(from: number, to: number): Promise<readonly Uint8Array[]>
  /** Publishes the newest checkpoint with cosignatures; false when it is no longer the newest. */
  cosigned(note: string): Promise<boolean>
}

/** What somebody must hear of. */
export type WitnessTrouble =
  | { readonly kind: 'quorum_lost'; readonly since: number; readonly missing: readonly string[] }
  | { readonly kind: 'quorum_restored'; readonly size: number }
  | { readonly kind: 'conflict'; readonly witness: string; readonly problem: Problem }

export interface WitnessState {
  readonly peer: Peer
  /** The checkpoint that it cosigned last. */
  readonly last: { readonly size: number; readonly at: number; readonly note: string } | null
  readonly problem: Problem | null
  readonly state: 'current' | 'late' | 'unreachable' | 'conflict'
}

export interface WitnessOverview {
  readonly quorum: number
  readonly policy: string
  readonly witnesses: readonly WitnessState[]
  /** The newest checkpoint that the quorum cosigned. */
  readonly witnessed: { readonly size: number; readonly at: number; readonly note: string } | null
  /** Since when newer entries lack the quorum; null while none do. */
  readonly since: number | null
  readonly late: boolean
}

export interface WitnessKeeper {
  /** Takes note of a published checkpoint. Returns at once and never throws: actions do not wait for witnesses. */
  published(checkpoint: { readonly note: string; readonly size: number }): void
  /** The newest witnessed checkpoint of at least `size`, waited for as long as the setting says; null when there is none. */
  covering(size: number): Promise<{ note: string; size: number } | null>
  /** The newest witnessed checkpoint where the newest of all is not much older than the wait; null otherwise. */
  fresh(): { note: string; size: number } | null
  overview(): WitnessOverview
  /** Until nothing is under way. For tests and the stop. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Behind by less is how it goes, not late. */
const PATIENCE_MS = 10_000
const RETRY_FIRST_MS = 1000
const RETRY_LAST_MS = 60_000

interface Mine {
  readonly peer: Peer
  last: WitnessState['last']
  problem: Problem | null
  busy: boolean
  retryAt: number
  retryMs: number
}

interface Round {
  readonly size: number
  /** The signed note without cosignatures, and the lines that came to it, by witness. */
  readonly note: string
  readonly lines: Map<string, string>
  startedAt: number
}

export interface KeeperOptions {
  readonly settings: Config['evidence']
  readonly db: Db
  readonly clock: Clock
  readonly log: Logger
  /** Throws while the log is not open. */
  readonly evidence: () => WitnessedLog
  tell?(trouble: WitnessTrouble): void
}

/**
 * Sends published checkpoints to the witnesses, keeps what they sign, and keeps the history of checkpoints. All of it
 * beside the actions: what comes in is remembered, and worked off one round after the other.
 */
export async function createWitnessKeeper(options: KeeperOptions): Promise<WitnessKeeper> {
  const { settings, db, clock, log, evidence } = options
  const { all, quorum } = readPeers(settings)
  const known = new Map((await knownWitnesses(db)).map((row) => [row.vkey, row]))
  const peers: Mine[] = all.map((peer) => {
    const row = known.get(peer.vkey)
    const last = row && row.size !== null ? { size: row.size, at: row.at!, note: row.note! } : null
    return {
      peer,
      last,
      problem: (row?.problem ?? null) as Problem | null,
      busy: false,
      retryAt: 0,
      retryMs: 0,
    }
  })
  const before = quorum > 0 ? await lastWitnessed(db) : undefined
  let witnessed = before ? { size: before.size, at: before.at, note: before.note } : null
  let newest: { note: string; size: number; at: number } | null = null
  let round: Round | null = null
  let since: number | null = null
  let toldLate = false
  const stopping = new AbortController()
  let thinnedAt = 0
  let timer: NodeJS.Timeout | undefined
  const under = new Set<Promise<void>>()
  const waiters = new Set<() => void>()

  /** Null while the log is not open. */
  const opened = (): WitnessedLog | null => {
    try {
      return evidence()
    } catch {
      return null
    }
  }
  const work = (one: Promise<unknown>): void => {
    const mine: Promise<void> = one
      .then(() => undefined)
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the history of checkpoints or the witnesses are behind'),
      )
      .finally(() => under.delete(mine))
    under.add(mine)
  }
  const tell = (trouble: WitnessTrouble) => {
    log.warn({ trouble }, 'witnesses')
    options.tell?.(trouble)
  }
  const noteOf = ({ note, lines }: Round): string =>
    addSignatures(
      note,
      peers.flatMap(({ peer }) => lines.get(peer.vkey) ?? []),
    )

  /** What the log signed alone: cosignatures of the last time come anew, with their own time. */
  const bare = (note: string): string => {
    const ours = new Set(peers.map(({ peer }) => peer.name))
    const [text, lines] = [
      note.slice(0, note.lastIndexOf('\n\n') + 2),
      note.slice(note.lastIndexOf('\n\n') + 2),
    ]
    return (
      text +
      lines
        .split('\n')
        .slice(0, -1)
        .filter((line) => !ours.has(line.split(' ')[1]!))
        .map((line) => `${line}\n`)
        .join('')
    )
  }

  const signed = async (mine: Mine, current: Round, line: string, at: number): Promise<void> => {
    current.lines.set(mine.peer.vkey, line)
    mine.last = { size: current.size, at, note: addSignatures(current.note, [line]) }
    if (quorum === 0 || current.lines.size < quorum) return
    const note = noteOf(current)
    if (witnessed && witnessed.size > current.size) return
    witnessed = { size: current.size, at: clock.now(), note }
    settle(current.size)
    for (const wake of waiters) wake()
    await evidence().cosigned(note)
    await keepCheckpoint(db, { size: current.size, note, at: current.startedAt, witnessed: true })
  }

  /** The quorum holds up to this size. */
  const settle = (size: number) => {
    since = newest && newest.size > size ? newest.at : null
    if (!toldLate) return
    toldLate = false
    tell({ kind: 'quorum_restored', size })
  }

  const failed = (mine: Mine, problem: Problem) => {
    // A witness that was shown that it forgot stops: the reason stays the first.
    const kept = mine.problem === 'forgot' && problem === 'stopped' ? 'forgot' : problem
    if (kept !== mine.problem && CONFLICTS.includes(kept))
      tell({ kind: 'conflict', witness: mine.peer.vkey, problem: kept })
    mine.problem = kept
    mine.retryMs = Math.min(RETRY_LAST_MS, mine.retryMs === 0 ? RETRY_FIRST_MS : mine.retryMs * 2)
    mine.retryAt = clock.now() + mine.retryMs
  }

  const askOne = async (mine: Mine, current: Round): Promise<void> => {
    mine.busy = true
    try {
      const { size, note } = current
      const outcome: Outcome = await ask(mine.peer, {
        note,
        size,
        last: mine.last,
        logSize: () => evidence().size(),
        timeoutMs: settings.witnessTimeoutMs,
        signal: stopping.signal,
        proof: (from, to) => evidence().proof(from, to),
      })
      if (stopping.signal.aborted) return
      if (outcome.ok) {
        Object.assign(mine, { problem: null, retryAt: 0, retryMs: 0 })
        await signed(mine, current, outcome.line, outcome.at)
      } else failed(mine, outcome.problem)
      const { last, problem, peer } = mine
      const row = { size: last?.size ?? null, at: last?.at ?? null, note: last?.note ?? null }
      await keepWitness(db, { vkey: peer.vkey, url: peer.url, ...row, problem, tried_at: clock.now() })
    } finally {
      mine.busy = false
    }
  }

  /** Opens a round for the newest checkpoint, or asks again those who did not sign the one under way. */
  const turn = (): void => {
    const now = clock.now()
    const open = opened()
    if (!open || stopping.signal.aborted || !newest || peers.length === 0) return
    const due = !round || now - round.startedAt >= settings.witnessEveryMs
    const old = round && now - round.startedAt >= settings.witnessFreshMinutes * MINUTE_MS
    if (due && (!round || newest.size > round.size || old))
      round = { size: newest.size, note: bare(newest.note), lines: new Map(), startedAt: now }
    if (!round) return
    for (const mine of peers) {
      if (mine.busy || round.lines.has(mine.peer.vkey) || now < mine.retryAt) continue
      // A restore that began anew has another name, and what was cosigned under the old one says nothing of it.
      if (mine.last && originOf(mine.last.note) !== originOf(round.note)) mine.last = null
      if (mine.last && mine.last.size > round.size) {
        // It cosigned more than there is now: the log was put back to an older state.
        if (mine.last.size > open.size()) failed(mine, 'ahead')
        continue
      }
      work(askOne(mine, round))
    }
  }

  const tick = (): void => {
    turn()
    const now = clock.now()
    if (since !== null && !toldLate && now - since >= settings.witnessLateMinutes * MINUTE_MS) {
      toldLate = true
      const missing = peers
        .filter((mine) => (mine.last?.size ?? -1) < (newest?.size ?? 0))
        .map(({ peer }) => peer.vkey)
      tell({ kind: 'quorum_lost', since, missing })
    }
    if (now - thinnedAt < HOUR_MS) return
    thinnedAt = now
    work(thinCheckpoints(db, now - settings.checkpointsKeptHours * HOUR_MS))
  }
  timer = setInterval(tick, Math.max(10, Math.min(1000, settings.witnessEveryMs)))
  timer.unref()

  const stateOf = (mine: Mine): WitnessState['state'] => {
    if (mine.problem !== null && CONFLICTS.includes(mine.problem)) return 'conflict'
    if (mine.problem !== null) return 'unreachable'
    if (!mine.last) return newest ? 'late' : 'current'
    const patience = PATIENCE_MS + 2 * settings.witnessEveryMs + settings.witnessTimeoutMs
    const follows = !newest || mine.last.size >= newest.size || clock.now() - mine.last.at < patience
    return follows ? 'current' : 'late'
  }

  return {
    published({ note, size }) {
      if (size < 0 || note === '') return
      const at = clock.now()
      // A restore that began anew is another log.
      if (witnessed && originOf(witnessed.note) !== originOf(note)) witnessed = null
      newest = { note, size, at }
      if (quorum > 0 && since === null && size > (witnessed?.size ?? -1)) since = at
      work(keepCheckpoint(db, { size, note, at, witnessed: false }))
      turn()
    },
    async covering(size) {
      const covers = () => {
        // Nothing is proven at a size that the log, put back to an older state, does not have.
        const within = witnessed && witnessed.size >= size && witnessed.size <= (opened()?.size() ?? 0)
        return witnessed && within ? { note: witnessed.note, size: witnessed.size } : null
      }
      // While they are away nobody is kept waiting for them.
      const away =
        since !== null && clock.now() - since > settings.witnessWaitMs + 2 * settings.witnessEveryMs
      if (covers() || quorum === 0 || away) return covers()
      await new Promise<void>((resolve) => {
        const done = () => {
          waiters.delete(look)
          clearTimeout(late)
          resolve()
        }
        const look = () => void (covers() && done())
        const late = setTimeout(done, settings.witnessWaitMs)
        waiters.add(look)
      })
      return covers()
    },
    fresh() {
      if (!witnessed || !newest) return null
      const isLate = since !== null && clock.now() - since > settings.witnessWaitMs
      return isLate && newest.size > witnessed.size ? null : { note: witnessed.note, size: witnessed.size }
    },
    overview: () => ({
      quorum,
      policy: policyOf(evidence().vkeys(), { all, quorum }),
      witnesses: peers.map((mine) => ({
        peer: mine.peer,
        last: mine.last,
        problem: mine.problem,
        state: stateOf(mine),
      })),
      witnessed,
      since,
      late: since !== null && clock.now() - since >= settings.witnessLateMinutes * MINUTE_MS,
    }),
    async settled() {
      while (under.size > 0) await Promise.all(under)
    },
    async stop() {
      stopping.abort()
      clearInterval(timer)
      while (under.size > 0) await Promise.all(under)
    },
  }
}

const originOf = (note: string): string => note.slice(0, note.indexOf('\n'))
