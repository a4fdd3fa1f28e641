import { rm } from 'node:fs/promises'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { budgetOf } from './budget.ts'
import type { Candidate, History } from './model.ts'
import type { ProjectHistory } from './project.ts'
import { loadProject } from './segment/load.ts'
import { historyFolder } from './segment/places.ts'
import { settleRun } from './settle/settle.ts'
import { segmentNamed } from './store.ts'
import { createTurns } from './turns.ts'

export interface HistoryOptions {
  /** Memory that histories of projects may take while nobody uses them. */
  readonly cacheBytes?: number
  /** Called after a run was released with new cells. */
  readonly released?: (projectId: string) => void
}

const CACHE_BYTES = 256 * 1_048_576

/** The release history of every project. Made once; it alone writes below `HOME/history`. */
export function createHistory(core: Core, options: HistoryOptions = {}): History {
  const turns = createTurns()
  const loaded = new Map<string, ProjectHistory>()

  const open = async (projectId: string, k: number): Promise<ProjectHistory> => {
    const known = loaded.get(projectId)
    loaded.delete(projectId)
    const project = known && known.k >= k ? known : await loadProject(core, projectId, k)
    loaded.set(projectId, project)
    return project
  }
  const forget = () => {
    let bytes = 0
    for (const [id, project] of [...loaded].reverse()) {
      bytes += project.bytes
      if (bytes > (options.cacheBytes ?? CACHE_BYTES)) loaded.delete(id)
    }
  }

  const settle: History['settle'] = (candidate, release) =>
    turns.take(candidate.projectId, async () => {
      const { projectId, runId } = candidate
      if (!holdsPersons(candidate)) return release({ bases: checkedOf(candidate), segment: null, record: [] })
      const project = await open(projectId, candidate.minGroup)
      const first = project.records.length
      try {
        const { settled, writer } = await settleRun(project, candidate)
        try {
          const value = await release(settled)
          // Released without its row it would be forgotten at the next start: a defect of the caller.
          if (settled.segment && !(await segmentNamed(core, runId)))
            throw new TypeError(`run ${runId} was released without its history`)
          for (const record of project.records.slice(first)) record.file = settled.segment!.file
          project.writer = null
          if (settled.segment) options.released?.(projectId)
          return value
        } catch (error) {
          // The transaction may have been committed all the same. Where nobody can say, the next start can.
          const named = await segmentNamed(core, runId).catch(() => true)
          if (!named) await writer.abandon()
          throw error
        }
      } catch (error) {
        // What was added in memory is not in force, or nobody can say: the segments tell.
        if (project.records.length > first) loaded.delete(projectId)
        throw error
      } finally {
        forget()
      }
    })

  return {
    settle,
    async mustBeOpen(projectId) {
      if ((await budgetOf(core, projectId)).closed) throw new XinyuError('GATE_PROJECT_CLOSED')
    },
    budgetOf: (projectId) => budgetOf(core, projectId),
    destroy: (projectId) =>
      turns.take(projectId, async () => {
        loaded.delete(projectId)
        // Files first: rows without files are destroyed again, files without rows would be found by nobody.
        await rm(historyFolder(core, projectId), { recursive: true, force: true })
        await core.db.deleteFrom('history_segment').where('project_id', '=', projectId).execute()
      }),
  }
}

const holdsPersons = ({ bases }: Candidate): boolean =>
  bases.some(({ raw }) => raw.persons && raw.members !== null)
const checkedOf = ({ bases }: Candidate) => bases.map(({ checked }) => checked)
