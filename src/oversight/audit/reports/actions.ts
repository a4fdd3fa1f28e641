import { type Actor, systemActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import type { NewReport, ReportSection } from '../model.ts'
import { figuresOf } from './figures.ts'
import { aheadOf, lastPeriods, type Period } from './periods.ts'

const CLOCKWORK = systemActor('audit')
const YEAR_MS = 366 * 86_400_000

/** What the hash of a report is made over. */
export const reportHash = (period: Period, sections: readonly ReportSection[]): string => {
  const { kind, from, until } = period
  return digestOf(canonical({ kind, from, until, sections }))
}

/** Makes a report of a time, stores it and its hash in the evidence. @throws XinyuError AUDIT_PERIOD */
export async function makeReport(core: Core, actor: Actor, asked: NewReport): Promise<Acted<string>> {
  const { from, until } = asked
  if (from >= until || until > core.clock.now() || until - from > YEAR_MS)
    throw new XinyuError('AUDIT_PERIOD')
  const sections = await figuresOf(core, from, until)
  const digest = reportHash(asked, sections)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const reportId = id()
    await tx
      .insertInto('audit_report')
      .values({
        id: reportId,
        kind: asked.kind,
        from_at: from,
        until_at: until,
        digest,
        sections: JSON.stringify(sections),
        created_by: actor.kind === 'user' ? actor.userId : null,
        created_at: now,
      })
      .execute()
    note({ kind: 'audit.reported', subject: { report: reportId }, payload: { ...asked, digest } })
    return reportId
  })
}

/** Makes the reports of the last whole day, week and month that are not there yet. Called by the clock of the space. */
export async function reportsDue(core: Core): Promise<number> {
  const now = core.clock.now()
  const first = await core.db
    .selectFrom('evidence_outbox')
    .select((eb) => eb.fn.min('happened_at').as('at'))
    .where('leaf', '<', 100)
    .executeTakeFirst()
  let made = 0
  for (const period of lastPeriods(now, aheadOf(core.config.watch.timeZone, now))) {
    // Of the time before the space was there nothing is to be said.
    if (!first?.at || period.until <= first.at) continue
    const known = await core.db
      .selectFrom('audit_report')
      .select('id')
      .where('kind', '=', period.kind)
      .where('from_at', '=', period.from)
      .where('created_by', 'is', null)
      .executeTakeFirst()
    if (known) continue
    await makeReport(core, CLOCKWORK, period)
    made++
  }
  return made
}
