import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XinyuError } from '../../../src/kernel/errors/index.ts'
import type { Random } from '../../../src/kernel/random.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { createProject, type ProjectHistory } from '../../../src/use/check/history/project.ts'
import { historyKey } from '../../../src/use/check/history/segment/key.ts'
import { settleRun } from '../../../src/use/check/history/settle/settle.ts'
import type { Settle } from './path.ts'

/** The release history of one project on files of its own, without server and database: every run is released. */
export interface Remembered {
  readonly settle: Settle
  readonly project: ProjectHistory
  /** @throws XinyuError GATE_PROJECT_CLOSED where somebody's exposure is used up, as the grant does */
  mustBeOpen(): void
  end(): Promise<void>
}

export async function remembered(minGroup: number, maxExposure: number, random: Random): Promise<Remembered> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-history-'))
  const key = await historyKey({ random } as Core, folder, false)
  const project = createProject(folder, key, minGroup, random)
  return {
    project,
    mustBeOpen() {
      if (project.exposures.highest >= maxExposure) throw new XinyuError('GATE_PROJECT_CLOSED')
    },
    async settle(bases) {
      const first = project.records.length
      const { settled } = await settleRun(project, { projectId: '', runId: randomUUID(), minGroup, bases })
      for (const record of project.records.slice(first)) record.file = settled.segment!.file
      project.writer = null
      return settled.bases
    },
    end: () => rm(folder, { recursive: true, force: true }),
  }
}
