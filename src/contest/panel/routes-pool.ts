import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { mustOrganise } from '../scheme/index.ts'
import { addConflict, askLift, decideLift } from './conflict/lift.ts'
import { findConflicts } from './conflict/find.ts'
import { ExpertProfile, ExpertState, Reason, RoundCode } from './model.ts'
import { setPanel } from './panelists.ts'
import { putAlias, putExpert, removeAlias, setExpertState } from './pool/actions.ts'
import { importExperts } from './pool/import.ts'
import { aliasesOf } from './pool/store.ts'
import { boardOf } from './organise/board.ts'
import { officeOf } from './organise/office.ts'
import { conflictViews } from './organise/conflicts.ts'
import { candidates, poolView } from './organise/pool.ts'
import { AliasView, CandidateView, ConflictView, PanelBoard, PoolView } from './views.ts'

const access = ['data_officer'] as const
const tag = 'contest'
const Done = z.object({})
export const OfRound = Id.extend({ round: RoundCode })

export function poolRoutes(app: App, core: Core): void {
  expertRoutes(app, core)
  panelRoutes(app, core)
  aliasRoutes(app, core)
  conflictRoutes(app, core)
}

function expertRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/panel/:round/experts',
    access,
    summary: 'The pool of experts of the organising body, with who is on the panel of the round',
    tag,
    params: OfRound,
    response: listOf(PoolView),
    handler: async ({ actor, params }) => {
      const items = await poolView(core, await mustOrganise(core, actor, params.id), params.round)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/expert-candidates',
    access,
    summary: 'Users with the role of an expert who are not in the pool',
    tag,
    params: Id,
    response: listOf(CandidateView),
    handler: async ({ actor, params }) => {
      const items = await candidates(core, await mustOrganise(core, actor, params.id))
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/experts/:user',
    access,
    summary: 'Put a user into the pool of experts, or change the profile; conflicts are looked for at once',
    tag,
    params: Id.extend({ user: z.uuid() }),
    body: ExpertProfile,
    response: Id,
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const id = await putExpert(core, actor, contest.organiserId, params.user, body)
      await findConflicts(core, contest, actor.userId)
      return { id }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/experts/import',
    access,
    summary: 'Put experts into the pool from a table; all lines or none',
    tag,
    params: Id,
    body: z.strictObject({ csv: z.string().min(1).max(900_000) }),
    response: z.object({ experts: z.int() }),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const experts = await importExperts(core, actor, contest.organiserId, body.csv)
      await findConflicts(core, contest, actor.userId)
      return { experts }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/experts/:expert/state',
    access,
    summary: 'Note that an expert is away, or back',
    tag,
    params: Id.extend({ expert: z.uuid() }),
    body: z.strictObject({ state: ExpertState, reason: Reason }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      const { organiserId } = await mustOrganise(core, actor, params.id)
      await setExpertState(core, actor, organiserId, params.expert, body.state, body.reason)
      return {}
    },
  })
}

function panelRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/panel/:round',
    access,
    summary: 'How far the panel of a round is: experts, declarations, conflicts, assignments, blind copies',
    tag,
    params: OfRound,
    response: PanelBoard,
    handler: async ({ actor, params }) =>
      boardOf(core, await mustOrganise(core, actor, params.id), params.round),
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/panel/:round',
    access,
    summary: 'Set who is on the panel of a round: exactly these experts',
    tag,
    params: OfRound,
    body: z.strictObject({ expertIds: z.array(z.uuid()).max(1_000) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await setPanel(core, actor, contest, params.round, body.expertIds)
      return {}
    },
  })
}

function aliasRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/aliases',
    access,
    summary: 'What else bodies are called: for conflicts and for mentions in works',
    tag,
    params: Id,
    response: listOf(AliasView),
    handler: async ({ actor, params }) => {
      const items = await aliasesOf(core.db, (await mustOrganise(core, actor, params.id)).organiserId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/aliases',
    access,
    summary: 'Note another name of a body; conflicts are looked for at once',
    tag,
    params: Id,
    body: z.strictObject({
      name: z.string().trim().min(2).max(200),
      alias: z.string().trim().min(2).max(200),
    }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await putAlias(core, actor, contest.organiserId, body)
      await findConflicts(core, contest, actor.userId)
      return {}
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/contests/:id/aliases/:alias',
    access,
    summary: 'Remove another name of a body; conflicts that were found by it stay',
    tag,
    params: Id.extend({ alias: z.uuid() }),
    response: Done,
    handler: async ({ actor, params }) => {
      await removeAlias(core, actor, (await mustOrganise(core, actor, params.id)).organiserId, params.alias)
      return {}
    },
  })
}

function conflictRoutes(app: App, core: Core): void {
  const OfConflict = Id.extend({ conflict: z.uuid() })
  route(app, {
    method: 'GET',
    url: '/contests/:id/conflicts',
    access,
    summary: 'Conflicts of interest between experts and teams',
    tag,
    params: Id,
    query: Page.extend({
      state: z.enum(['standing', 'lifted']).optional(),
      waiting: z.stringbool().optional(),
    }),
    response: listOf(ConflictView),
    handler: async ({ actor, params, query }) =>
      conflictViews(core, actor, await officeOf(core, actor, params.id), query),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/conflicts',
    access,
    summary: 'Note a conflict that no rule finds; what is assigned against it is taken back',
    tag,
    params: Id,
    body: z.strictObject({
      expertId: z.uuid(),
      teamId: z.uuid(),
      kind: z.enum(['shared_project', 'relation']),
      note: Reason,
    }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await addConflict(core, actor, await officeOf(core, actor, params.id), body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/conflicts/:conflict/lift',
    access,
    summary: 'Ask that a conflict be lifted; a second officer decides',
    tag,
    params: OfConflict,
    body: z.strictObject({ reason: Reason }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await askLift(core, actor, await officeOf(core, actor, params.id), params.conflict, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/conflicts/:conflict/decide',
    access,
    summary: 'Decide as the second officer whether a conflict is lifted',
    tag,
    params: OfConflict,
    body: z.strictObject({ agrees: z.boolean() }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await decideLift(core, actor, await officeOf(core, actor, params.id), params.conflict, body.agrees)
      return {}
    },
  })
}
