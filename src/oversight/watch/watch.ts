import type { Core } from '../../safeguard/evidence/index.ts'
import { raiseAlert } from './alerts/raise.ts'
import { applyBlocks, type BlockTools, reapplyThrottles } from './blocks/apply.ts'
import { finishLifting } from './blocks/lift.ts'
import type { WatchPorts } from './blocks/ports.ts'
import { entryShowsCanary } from './canary/entries.ts'
import { type Canaries, createCanaries } from './canary/lookup.ts'
import { timeZone } from './detect/night.ts'
import { createWatcher, type Hit } from './detect/watcher.ts'
import { createFlows, type Flows } from './flows.ts'
import { rulesInForce } from './rules/store.ts'
import { type ReadEntry, signalsOf } from './signals/entries.ts'
import { createFollower } from './signals/follow.ts'
import { listenToRooms } from './signals/listen.ts'
import type { Signal } from './signals/model.ts'
import { createThrottles } from './throttle.ts'

export interface Watch {
  /** Puts owed blocks in force, reads what happened while the server was away, and follows the log from then on. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Lets a signal through the rules; resolves when the alerts that it set off are durable. */
  feed(signal: Signal): Promise<void>
  /** Everything that was appended so far was looked at and acted on. For tests and shutdown. */
  settled(): Promise<void>
  /** Counts a request of a user who is slowed down. @throws XinyuError WATCH_THROTTLED */
  pass(userId: string): void
  readonly canaries: Canaries
  readonly flows: Flows
  readonly tools: BlockTools
}

/** Windows are filled again from this far back after a restart. */
const BACK_MS = 24 * 3_600_000
/** Entries that nobody announced, and blocks that could not be put in force, are looked for this often. */
const TICK_MS = 2_000

/** The rules over what happens: signals in, alerts out, blocks in force. Made once in `app.ts`. */
export function createWatch(core: Core, ports: WatchPorts): Watch {
  const throttles = createThrottles(core.clock, core.config.watch.throttleRequests)
  const tools: BlockTools = { core, ports, throttles }
  const watcher = createWatcher([], timeZone(core.config.watch.timeZone))
  const flows = createFlows()
  const canaries = createCanaries(core)
  const acting = new Set<Promise<void>>()
  let tick: NodeJS.Timeout | undefined

  const failed = (error: unknown) => core.log.error({ err: error }, 'the watch could not act')
  const loadRules = async () => watcher.setRules(await rulesInForce(core))
  const underWay = (work: Promise<unknown>): void => {
    const promise: Promise<void> = work.then(() => undefined, failed).finally(() => acting.delete(promise))
    acting.add(promise)
  }
  /** Waited for until it is durable; a block that takes its time does not hold up the next alert. */
  const react = async (hit: Hit): Promise<void> => {
    const raised = await raiseAlert(core, hit)
    if (raised) underWay(applyBlocks(tools, raised.alertId))
  }
  const feed = async (signal: Signal): Promise<void> => {
    flows.ofSignal(signal)
    await Promise.all(watcher.feed(signal).map(react))
  }
  const live = async (entry: ReadEntry): Promise<void> => {
    const known = entry.kind === 'run.checked' ? await withRun(core, entry) : entry
    const signals = signalsOf(known)
    for (const signal of signals) await feed(signal)
    const [first] = signals
    if (first && (await entryShowsCanary(core, canaries, entry)))
      await feed({ kind: 'canary', at: first.at, leaf: first.leaf, about: first.about })
  }
  const follower = createFollower(core, {
    backMs: BACK_MS,
    live,
    past(entry) {
      for (const signal of signalsOf(entry)) {
        flows.ofSignal(signal)
        watcher.feed(signal)
      }
    },
  })
  const owed = async (): Promise<void> => {
    await applyBlocks(tools)
    await finishLifting(tools)
  }
  const settled = async (): Promise<void> => {
    await follower.settled()
    while (acting.size > 0) await Promise.all(acting)
  }

  return {
    canaries,
    flows,
    tools,
    feed,
    settled,
    pass: (userId) => throttles.pass(userId),
    async start() {
      await loadRules()
      core.events.on('watch.rule_changed', loadRules)
      core.events.on('evidence.appended', () => follower.kick())
      core.events.on('seat.opened', ({ seatId }) => underWay(reapplyThrottles(tools, seatId)))
      listenToRooms(core, { feed, canaries, flows }, underWay)
      await reapplyThrottles(tools)
      underWay(owed())
      await follower.start()
      tick = setInterval(() => {
        follower.kick()
        if (acting.size === 0) underWay(owed())
      }, TICK_MS)
    },
    async stop() {
      clearInterval(tick)
      await follower.stop()
      while (acting.size > 0) await Promise.all(acting)
    },
  }
}

/** The record of a check names its run alone, because its provider may read it: project and user are looked up. */
async function withRun(core: Core, entry: ReadEntry): Promise<ReadEntry> {
  if (signalsOf(entry).length === 0) return entry
  const run = await core.db
    .selectFrom('run')
    .select(['project_id', 'consumer_id', 'user_id', 'contract_id'])
    .where('id', '=', entry.subject.run ?? '')
    .executeTakeFirst()
  if (!run) return entry
  const { project_id: project, consumer_id: consumer, contract_id: contract } = run
  return { ...entry, userId: run.user_id, subject: { ...entry.subject, project, consumer, contract } }
}
