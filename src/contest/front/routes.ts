import { type App, Id, route } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { boardView } from './board/board.ts'
import { BoardView } from './model.ts'
import { frontPages } from './pages.ts'

/** What the public reads, and the organiser's board. */
export function frontRoutes(app: App, tools: ContestTools): void {
  frontPages(app, tools)
  boardRoutes(app, tools)
}

function boardRoutes(app: App, { core }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/board',
    access: ['data_officer', 'auditor'],
    summary: 'How far the contest is: counts of every step, deadlines, and what has to be done next',
    tag: 'contest',
    params: Id,
    response: BoardView,
    handler: ({ actor, params }) => boardView(core, actor, params.id),
  })
}
