import type { UserActor } from '../../kernel/actor.ts'
import { listRequests } from '../../flow/contract/index.ts'
import { type Core, listEntries, ownBodyOf } from '../../safeguard/evidence/index.ts'
import type { Head, HomeView } from './model.ts'
import { flowNumbers, numbersFor } from './numbers.ts'

const MOVED = 12
const WAITING = 8

/** All of the home page in one answer. */
export async function homeView(core: Core, actor: UserActor): Promise<HomeView> {
  const [numbers, flow, waiting, moved] = await Promise.all([
    numbersFor(core, actor),
    flowNumbers(core),
    waitingFor(core, actor),
    movedFor(core, actor),
  ])
  return { numbers, waiting, moved, flow, head: evidenceHead(core) }
}

export const evidenceHead = (core: Core): Head => core.evidence.head()

/** What this user can decide now. */
async function waitingFor(core: Core, actor: UserActor): Promise<HomeView['waiting']> {
  if (!actor.roles.includes('data_officer')) return []
  const { items } = await listRequests(core, {
    direction: 'in',
    participantId: actor.participantId,
    state: 'waiting',
    offset: 0,
    limit: WAITING,
  })
  return items.map((request) => ({
    kind: 'request' as const,
    id: request.id,
    titleZh: `${request.consumerNameZh} · ${request.productTitleZh}`,
    titleEn: `${request.consumerNameEn} · ${request.productTitleEn}`,
    at: request.createdAt,
    link: `/requests?direction=in&id=${request.id}`,
  }))
}

/** The newest entries about the own body; about all bodies for the officers. */
async function movedFor(core: Core, actor: UserActor): Promise<HomeView['moved']> {
  const rows = await listEntries(core.db, { own: ownBodyOf(actor) }, MOVED)
  return rows.map(({ leaf, entry }) => {
    const { at, kind, subject } = JSON.parse(entry) as {
      at: string
      kind: string
      subject: Record<string, string>
    }
    return { leaf, at: Date.parse(at), kind, subject }
  })
}
