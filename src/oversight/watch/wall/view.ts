import { cpus, freemem, totalmem } from 'node:os'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { listAlerts, openAlertsBySeat } from '../alerts/store.ts'
import type { WallView } from '../model.ts'
import { bodyNames } from '../names.ts'
import { onDuty } from '../roster/store.ts'
import type { Watch } from '../watch.ts'

/** Alerts on the wall. */
const MOST_ALERTS = 20

/** One picture of now. A handful of small queries, however many seats there are. */
export async function wallView(core: Core, watch: Watch, cpu: () => number): Promise<WallView> {
  const now = core.clock.now()
  const { numbers } = watch.tools.ports
  const [{ seats, queue }, airlock, alerts, bySeat, duty, witnessed] = await Promise.all([
    numbers.seats(),
    numbers.airlock(),
    listAlerts(core, { offset: 0, limit: MOST_ALERTS }),
    openAlertsBySeat(core),
    onDuty(core),
    witnessedSize(core),
  ])
  const names = await bodyNames(
    core,
    seats.map((seat) => seat.consumerId),
  )
  const { size, root } = core.evidence.head()
  return {
    at: now,
    seats: seats.map(({ id, name, consumerId, state, cpu, memory }) => ({
      id,
      name,
      consumerId,
      consumerNameZh: names.zh(consumerId),
      consumerNameEn: names.en(consumerId),
      state,
      cpu,
      memory,
      alerts: bySeat.get(id) ?? 0,
    })),
    load: {
      cpu: cpu(),
      memoryBytes: totalmem() - freemem(),
      memoryTotalBytes: totalmem(),
      cellsPerMinute: watch.flows.lastMinute('cells', now),
      queue,
    },
    flows: watch.flows.lastHour(now),
    alerts: alerts.items,
    airlock,
    evidence: { size, root, witnessed },
    onDuty: duty?.userId ?? null,
    onDutyName: duty?.name ?? null,
  }
}

/** Entries under the last published checkpoint; 0 while the log cannot be read. */
async function witnessedSize(core: Core): Promise<number> {
  const note = await core.evidence.checkpoint().catch(() => '')
  return Number(note.split('\n')[1] ?? 0) || 0
}

/** Share of all cores that was in use since the last call; the first call tells of the time since the start. */
export function cpuMeter(): () => number {
  let before = total()
  let last = share({ busy: 0, all: 0 }, before)
  return () => {
    const now = total()
    // Two looks within the same tick of the counters see nothing new.
    if (now.all > before.all) {
      last = share(before, now)
      before = now
    }
    return last
  }
}

interface Busy {
  readonly busy: number
  readonly all: number
}

const share = (before: Busy, now: Busy): number =>
  now.all === before.all ? 0 : (now.busy - before.busy) / (now.all - before.all)

function total(): Busy {
  let [busy, all] = [0, 0]
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle
    all += sum
    busy += sum - times.idle
  }
  return { busy, all }
}
