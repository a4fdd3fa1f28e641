import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { seatsHome } from '../tables/places.ts'

/** What a team asked to bring in, as it came. */
export const importFile = (core: Core, importId: string): string =>
  join(seatsHome(core), 'imports', `${importId}.bin`)
/** `seats/own/<project>/<key>/`: what its seats see at `/own`. */
export const ownFolder = (core: Core, projectId: string): string => join(seatsHome(core), 'own', projectId)
