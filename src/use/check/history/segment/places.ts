import { join } from 'node:path'
import type { Core } from '../../../../safeguard/evidence/index.ts'

/** `HOME/history/<project>/`: a key, and one segment for each run that released something new. */
export const historyFolder = (core: Pick<Core, 'home'>, projectId: string): string =>
  join(core.home, 'history', projectId)
export const keyFile = (folder: string): string => join(folder, 'key')
export const segmentName = (runId: string): string => `${runId}.seg`
