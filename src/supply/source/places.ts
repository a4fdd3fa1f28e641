import { join } from 'node:path'
import type { Core } from '../../safeguard/evidence/index.ts'

/** Where things lie below the data folder. A file in `versions` or `insured` counts only when a row names it. */
export const versionsFolder = (core: Core): string => join(core.home, 'versions')
export const versionFolder = (core: Core, versionId: string): string => join(versionsFolder(core), versionId)
export const stagingFolder = (core: Core): string => join(core.home, 'staging')
export const insuredFolder = (core: Core): string => join(core.home, 'insured')
export const insuredKeyFile = (core: Core): string => join(core.home, 'keys', 'insured.key')
export const uploadsFolder = (core: Core): string => join(core.home, 'uploads')
export const uploadFolder = (core: Core, participantId: string, datasetId: string): string =>
  join(uploadsFolder(core), participantId, datasetId)
