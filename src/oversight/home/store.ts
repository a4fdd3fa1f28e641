import type { UserActor } from '../../kernel/actor.ts'
import { type Core, listEntries, ownBodyOf } from '../../safeguard/evidence/index.ts'
import type { Head, HomeView } from './model.ts'
import { flowNumbers, numbersFor } from './numbers.ts'
import { waitingFor } from './waiting.ts'

const MOVED = 12

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
