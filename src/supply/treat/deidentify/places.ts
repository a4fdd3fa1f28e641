import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Prepared tables of all projects, below the data folder: `projects/<projectId>/<tableId>/part-0.parquet`. */
export const projectsFolder = (core: Core): string => join(core.home, 'projects')
export const projectFolder = (core: Core, projectId: string): string => join(projectsFolder(core), projectId)
export const projectTableFolder = (core: Core, projectId: string, tableId: string): string =>
  join(projectFolder(core, projectId), tableId)
export const projectKeyFile = (core: Core, projectId: string): string =>
  join(core.home, 'keys', 'projects', `${projectId}.key`)
