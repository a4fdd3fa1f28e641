import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createContest, publishContest } from './actions.ts'
import { type ExampleName, exampleScheme } from './examples.ts'
import type { Contest, Scheme } from './model.ts'
import { contestById } from './store.ts'

export const organiser = (participantId: string = crypto.randomUUID()): UserActor => ({
  kind: 'user',
  userId: crypto.randomUUID(),
  participantId,
  roles: ['data_officer'],
})

export interface MadeContest {
  readonly name?: ExampleName
  readonly code?: string
  readonly startAt?: number
  readonly actor?: UserActor
  readonly publish?: boolean
  readonly change?: (scheme: Scheme) => Scheme
}

let made = 0

/** A contest of one of the examples, announced; by default its entry opens at this moment. */
export async function makeContest(core: Core, options: MadeContest = {}): Promise<Contest> {
  const { name = 'national-2024', startAt = core.clock.now(), actor = organiser(), publish = true } = options
  const { change = (scheme: Scheme) => scheme } = options
  const code = options.code ?? `test-${(made += 1)}`
  const id = await createContest(core, actor, { code, scheme: change(exampleScheme(name, startAt)) })
  if (publish) await publishContest(core, actor, id)
  return contestById(core, id)
}
