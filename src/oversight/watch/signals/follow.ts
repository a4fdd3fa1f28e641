import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ReadEntry } from './entries.ts'
import { entriesAfter, leafBefore } from './tail.ts'

/** Follows the evidence log: every entry once, in its order, also those that came while the server was away. */
export interface Follower {
  /** Entries of the past go to `past`, up to where was looked before; then everything newer goes to `live`. */
  start(): Promise<void>
  /** There may be something new. Returns at once. */
  kick(): void
  /** Everything that was there at the call was read. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface FollowOptions {
  /** Fills windows again; raises nothing. */
  readonly past: (entry: ReadEntry) => void
  /** When it resolves, what follows from the entry is durable: only then the follower goes on. */
  readonly live: (entry: ReadEntry) => Promise<void>
  /** From how far back the past is read, ms. */
  readonly backMs: number
}

const CURSOR_EVERY_MS = 10_000
/** Under load what comes within so long is read at once: two statements for each action would be as much as the action. */
const GATHER_MS = 50

export function createFollower(core: Core, { past, live, backMs }: FollowOptions): Follower {
  const at = { leaf: -1, saved: -1, savedAt: 0 }
  const state = { looking: null as Promise<void> | null, again: false, stopped: false }
  let pause: NodeJS.Timeout | undefined
  const failed = (error: unknown) => core.log.error({ err: error }, 'the watch missed an entry')

  const look = async (): Promise<void> => {
    for (let more = true; more && !state.stopped; ) {
      const page = await entriesAfter(core, at.leaf)
      for (const entry of page.entries) await live(entry).catch(failed)
      at.leaf = page.upTo
      more = page.more
    }
    if (at.leaf > at.saved && core.clock.now() - at.savedAt >= CURSOR_EVERY_MS) await save()
  }
  const save = async (): Promise<void> => {
    const { leaf } = at
    await saveCursor(core, leaf)
    at.saved = leaf
    at.savedAt = core.clock.now()
  }
  const kick = (): void => {
    if (state.stopped) return
    state.again = true
    if (!state.looking && pause === undefined) go()
  }
  const go = (): void => {
    clearTimeout(pause)
    pause = undefined
    state.again = false
    state.looking = look()
      .catch(failed)
      .finally(() => {
        state.looking = null
        if (state.stopped) return
        pause = setTimeout(() => {
          pause = undefined
          if (state.again) go()
        }, GATHER_MS)
      })
  }
  const settled = async (): Promise<void> => {
    while (state.looking || (state.again && !state.stopped)) {
      if (state.looking) await state.looking
      else go()
    }
  }
  const refill = async (): Promise<void> => {
    for (let from = await leafBefore(core, core.clock.now() - backMs); from < at.leaf; ) {
      const page = await entriesAfter(core, from)
      for (const entry of page.entries) if (entry.leaf <= at.leaf) past(entry)
      if (page.upTo === from) break
      from = page.upTo
    }
  }

  return {
    kick,
    async start() {
      at.leaf = at.saved = await cursorOf(core)
      await refill()
      kick()
    },
    async settled() {
      kick()
      await settled()
    },
    async stop() {
      state.stopped = true
      clearTimeout(pause)
      await settled()
      if (at.leaf > at.saved) await save().catch(failed)
    },
  }
}

/** Up to which entry was looked; at the very first start everything before it is past. */
async function cursorOf(core: Core): Promise<number> {
  const row = await core.db.selectFrom('watch_cursor').select('leaf').executeTakeFirst()
  if (row) return row.leaf
  const leaf = core.evidence.head().size - 1
  await saveCursor(core, leaf)
  return leaf
}

/** Where somebody looked last: no act of anybody, so without an entry. */
async function saveCursor(core: Core, leaf: number): Promise<void> {
  await core.db
    .insertInto('watch_cursor')
    .values({ one: true, leaf })
    .onConflict((conflict) => conflict.column('one').doUpdateSet({ leaf }))
    .execute()
}
