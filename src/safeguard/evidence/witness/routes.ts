import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { CheckpointDetail, CheckpointPage, CheckpointsQuery, SizeParams, WitnessesView } from './model.ts'
import { checkpointAt, countCheckpoints, listCheckpoints } from './store.ts'
import { checkpointItems, witnessesView } from './view.ts'

/** What outsiders see of checkpoints and witnesses. Public: it is theirs to check. */
export function witnessRoutes(app: App, core: Core): void {
  const { db, evidence } = core
  /** Those before a change of keys too: what they signed stays in the history. */
  const keys = async () => [
    ...(await evidence.keyHistory()).keys.map(({ vkey }) => vkey),
    ...evidence.witnesses().witnesses.map(({ peer }) => peer.vkey),
  ]

  route(app, {
    method: 'GET',
    url: '/evidence/checkpoints',
    access: 'public',
    summary: 'Checkpoints as they were published, newest first, with their signatures judged',
    tag: 'evidence',
    query: CheckpointsQuery,
    response: CheckpointPage,
    // A page of old ones has some two hundred signatures to look at.
    ratePerMinute: 120,
    handler: async ({ query: { before, until, limit } }) => {
      const rows = await listCheckpoints(db, { before, until, limit: limit + 1 })
      const page = rows.slice(0, limit)
      return {
        items: await checkpointItems(db, page, await keys()),
        total: await countCheckpoints(db),
        next: rows.length > limit ? page.at(-1)!.size : null,
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/checkpoints/:size',
    access: 'public',
    summary: 'One checkpoint of the history, with its signed note',
    tag: 'evidence',
    params: SizeParams,
    response: CheckpointDetail,
    handler: async ({ params: { size } }) => {
      const row = await checkpointAt(db, size)
      if (!row) throw new XinyuError('NOT_FOUND', { what: 'checkpoint' })
      const [item] = await checkpointItems(db, [row], await keys())
      return { ...item!, note: row.note }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/witnesses',
    access: 'public',
    summary:
      'The witnesses that are asked to cosign, what each cosigned last, and whether the quorum is reached',
    tag: 'evidence',
    response: WitnessesView,
    handler: async () => witnessesView(evidence.witnesses()),
  })
  route(app, {
    method: 'GET',
    url: '/evidence/policy',
    access: 'public',
    summary: 'Log, witnesses and quorum as a C2SP tlog-policy, to be looked at and pinned',
    tag: 'evidence',
    handler: async ({ reply }) => {
      await reply.type('text/plain; charset=utf-8').send(evidence.witnesses().policy)
    },
  })
}
