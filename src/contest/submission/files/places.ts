import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Where the files of a contest lie: by contest and team, under names of our own. What the team calls a file is no path. */
export const teamFolder = (core: Pick<Core, 'home'>, contestId: string, teamId: string): string =>
  join(core.home, 'contest', 'files', contestId, teamId)

export interface FilePlace {
  readonly id: string
  readonly contestId: string
  readonly teamId: string
}

export const filePath = (core: Pick<Core, 'home'>, { id, contestId, teamId }: FilePlace): string =>
  join(teamFolder(core, contestId, teamId), id)
