import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { testSpace } from '../../../../test/support/evidence.ts'
import { type Actor, type UserActor, systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { uuid7 } from '../../../kernel/random.ts'
import type { Jobs, JobView } from '../../../platform/index.ts'
import type { JobHandler } from '../../../platform/jobs/index.ts'
import { act, type Core } from '../act.ts'
import { createVault, openRow, type PayloadRow } from '../payload/index.ts'
import { DAY_MS } from './rules.ts'
import { registerDestruction } from './job.ts'

const officer = (userId: string, role: UserActor['roles'][number]): UserActor => ({
  kind: 'user',
  userId,
  participantId: 'operator',
  roles: [role],
})

export const security = officer('officer-security', 'security_officer')
export const secondSecurity = officer('officer-security-2', 'security_officer')
export const auditor = officer('officer-auditor', 'auditor')

/** Jobs that run only when told: a real queue takes seconds to be made, and has tests of its own. */
function heldJobs(core: Core) {
  const handlers = new Map<string, JobHandler<never>>()
  const inputs = new Map<string, { kind: string; input: Json; actor: Actor }>()
  const states = new Map<string, JobView['state']>()
  const jobs = {
    register: (kind: string, handler: JobHandler<never>) => void handlers.set(kind, handler),
    enqueue: async (_: unknown, actor: Actor, kind: string, input: Json) => {
      const id = uuid7(core.random, core.clock.now())
      states.set(id, 'queued')
      inputs.set(id, { kind, input, actor })
      return id
    },
    get: async (id: string) => ({ id, state: states.get(id), progress: null, message: null }) as JobView,
    cancel: async (id: string) => void states.set(id, 'cancelled'),
  } as unknown as Jobs
  const run = (id: string, signal = new AbortController().signal): Promise<Json> => {
    const { kind, input, actor } = inputs.get(id)!
    return handlers.get(kind)!({ id, input: input as never, actor, signal, progress: () => {} })
  }
  return { jobs, run }
}

/** A space whose clock moves only when told. */
export async function retentionSpace() {
  const space = await testSpace()
  const { random, db } = space.core
  const { jobs, run } = heldJobs(space.core)
  const core: Core = { ...space.core, jobs }
  registerDestruction(core)
  const copies: string[] = []
  return {
    ...space,
    core,
    run,
    days: (count: number) => space.clock.advance(count * DAY_MS),
    /** Notes one entry with a payload for each subject; returns their ids. */
    async grown(kind: string, subjects: readonly string[]): Promise<string[]> {
      const { entries } = await act(core, systemActor('test'), async ({ note }) => {
        for (const thing of subjects) note({ kind, subject: { thing }, payload: { about: thing, kind } })
      })
      return entries.map(({ id }) => id)
    },
    /** All rows of payloads as they are now, as a copied database has them. */
    async rows(): Promise<PayloadRow[]> {
      const { rows } = await sql<PayloadRow>`
        select entry_id, salt, body, key, sealed from evidence_payload`.execute(db)
      return rows
    },
    /** A copy of the key folder as it is now. */
    async keys(): Promise<string> {
      const home = await mkdtemp(join(tmpdir(), 'xinyu-keys-'))
      copies.push(home)
      await cp(join(space.home, 'keys'), join(home, 'keys'), { recursive: true })
      return home
    },
    /** How many of these rows the keys of a folder open. */
    async opened(rows: readonly PayloadRow[], home: string): Promise<number> {
      const vault = createVault(home, random)
      const texts = await Promise.all(rows.map((row) => openRow(vault, row).catch(() => null)))
      return texts.filter((text) => text !== null).length
    },
    stop: async () => {
      await space.stop()
      for (const home of copies) await rm(home, { recursive: true, force: true })
    },
  }
}
