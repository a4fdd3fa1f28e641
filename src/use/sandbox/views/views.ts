import type { UserActor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { addViewed, forgetViewed, viewedOf } from './ledger.ts'
import { ROW_BYTES, type Watermark } from './model.ts'

/** What the screen shows of the data, counted and capped. */
export interface Views {
  /** Rows that the seats of these projects showed within 24 hours. */
  viewed(projectIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Sets rows aside for work that is about to show something: at most `most`, and no more than are left. */
  lease(projectId: string, most: number): Promise<ViewLease>
  /** Short texts that are looked at again and again, such as names: each is paid for once. What may be shown, in order. */
  texts(projectId: string, texts: readonly string[]): Promise<SeenTexts>
  watermark(actor: UserActor): Promise<Watermark>
  /** Forgets what counts no more. */
  tidy(): Promise<void>
}

export interface SeenTexts {
  readonly shown: string[]
  /** Those that were not seen before. */
  readonly fresh: string[]
  readonly cut: boolean
}

export interface ViewLease {
  readonly rows: number
  /** True where the cap, and nothing else, made it smaller than was asked. */
  readonly capped: boolean
  /** The cap itself. */
  readonly most: number
  /** Makes sure that so many rows in all are paid before they are shown: a crash gives nothing back. */
  ahead(rows: number): Promise<void>
  /** Writes what was really shown, in the transaction that keeps it. */
  pay(tx: Tx, rows: number): Promise<void>
  /** After the transaction. Left out after a failure, the rows stay set aside: shown is shown. */
  done(): void
}

/** Rows that are paid ahead at once, so that a cell which prints much does not write for each line. */
const AHEAD = 200
/** Texts that are remembered as paid for, of one project. */
const REMEMBERED = 20_000

/** `mostOf`: the rows of a project within 24 hours. */
export function createViews(core: Core, mostOf: (projectId: string) => Promise<number>): Views {
  const aside = new Map<string, number>()
  const paid = new Map<string, Set<string>>()
  const turns = new Map<string, Promise<unknown>>()

  /** One after the other within a project: two leases at once must not count the same rows as free. */
  function inTurn<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(projectId) ?? Promise.resolve()).then(work, work)
    turns.set(projectId, turn)
    const tidy = () => void (turns.get(projectId) === turn && turns.delete(projectId))
    turn.then(tidy, tidy)
    return turn
  }
  const viewed = (projectIds: readonly string[]) => viewedOf(core.db, projectIds, core.clock.now())

  const lease = (projectId: string, most: number): Promise<ViewLease> =>
    inTurn(projectId, async () => {
      const used = (await viewed([projectId])).get(projectId) ?? 0
      const held = aside.get(projectId) ?? 0
      const most24 = await mostOf(projectId)
      const left = Math.max(0, most24 - used - held)
      const rows = Math.min(left, most)
      aside.set(projectId, held + rows)
      let open = true
      let paid = 0
      return {
        rows,
        capped: left < most,
        most: most24,
        async ahead(wanted) {
          if (wanted <= paid) return
          const more = Math.min(rows, Math.max(wanted, paid + AHEAD)) - paid
          await addViewed(core.db, projectId, more, core.clock.now())
          paid += more
          aside.set(projectId, (aside.get(projectId) ?? 0) - more)
        },
        pay: (tx, shown) => addViewed(tx, projectId, Math.min(shown, rows) - paid, core.clock.now()),
        done() {
          if (open) aside.set(projectId, (aside.get(projectId) ?? 0) - (rows - paid))
          open = false
        },
      }
    })

  const texts: Views['texts'] = async (projectId, asked) => {
    const known = paid.get(projectId) ?? new Set<string>()
    const fresh = [...new Set(asked.filter((text) => !known.has(markOf(text))))]
    if (fresh.length === 0) return { shown: [...asked], fresh, cut: false }
    const costs = fresh.map((text) => Math.max(1, Buffer.byteLength(text)))
    const all = Math.ceil(costs.reduce((sum, bytes) => sum + bytes, 0) / ROW_BYTES)
    const given = await lease(projectId, all)
    let bytes = given.rows * ROW_BYTES
    const now = fresh.filter((_, at) => (bytes -= costs[at]!) >= 0)
    await core.db.transaction().execute((tx) => given.pay(tx, given.rows))
    given.done()
    // Forgetting makes what was paid for cost again, and never the other way round.
    const remembered =
      known.size + now.length > REMEMBERED
        ? new Set(asked.filter((text) => known.has(markOf(text))).map(markOf))
        : known
    for (const text of now) remembered.add(markOf(text))
    paid.set(projectId, remembered)
    const shown = asked.filter((text) => remembered.has(markOf(text)))
    return { shown, fresh: now, cut: shown.length < asked.length }
  }

  return {
    viewed,
    lease,
    texts,
    async watermark(actor) {
      const user = await core.db
        .selectFrom('app_user')
        .select('login')
        .where('id', '=', actor.userId)
        .executeTakeFirst()
      return { user: user?.login ?? actor.userId, at: core.clock.now() }
    },
    tidy: () => forgetViewed(core.db, core.clock.now()),
  }
}

const markOf = (text: string): string => suite().hash.of(text).toString('base64').slice(0, 22)
