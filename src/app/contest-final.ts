import { XinyuError } from '../kernel/errors/index.ts'
import type { FinalPorts } from '../contest/final/index.ts'
import { hiddenScores } from '../contest/scoring/index.ts'
import type { Core } from '../safeguard/evidence/index.ts'
import { participantById } from '../safeguard/identity/index.ts'
import { bulkOpen } from '../use/sandbox/bulk/index.ts'
import { askCheckIn, checkIn, checkOut } from '../use/sandbox/venue/index.ts'

/** The seats and the venue of the space, as the final of a contest asks for them; each under its own rules. */
export const finalPorts = (core: Core): FinalPorts => ({
  hiddenScores: (contestId) => hiddenScores(core.db, contestId),
  seats: {
    async open(actor, rows) {
      // The door of the operator's office, which the route of the seats has too.
      const body = await participantById(core, actor.participantId)
      if (!body?.roles.includes('operator')) throw new XinyuError('SEAT_NOT_OPERATOR')
      return bulkOpen(core, actor, { rows: [...rows] })
    },
    async of(projectIds) {
      const found = new Map<string, { seatId: string | null }>()
      if (projectIds.length === 0) return found
      const asked = new Set(projectIds)
      const running = await core.db
        .selectFrom('seat_bulk')
        .select('lines')
        .where('kind', '=', 'open')
        .where('state', '=', 'running')
        .execute()
      for (const { lines } of running)
        for (const { projectId } of lines) if (asked.has(projectId)) found.set(projectId, { seatId: null })
      const seats = await core.db
        .selectFrom('seat')
        .select(['id', 'project_id'])
        .where('project_id', 'in', [...asked])
        .where('state', '<>', 'closed')
        .orderBy('created_at', 'desc')
        .execute()
      for (const { id, project_id: projectId } of seats) found.set(projectId, { seatId: id })
      return found
    },
    askCheckIn: (actor, projectIds, asked) => askCheckIn(core, actor, projectIds, asked),
    async checkIn(actor, userId) {
      await checkIn(core, actor, { userId, terminalId: null })
    },
    checkOut: (actor, userId) => checkOut(core, actor, userId),
  },
})
