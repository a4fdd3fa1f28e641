import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Everything of the seats below the data folder; nobody but the server walks through it. */
export const seatsHome = (core: Core): string => join(core.home, 'seats')
/** `seats/tables/<project>/<key>/`: what a seat sees at `/tables`. */
export const projectTablesFolder = (core: Core, projectId: string): string =>
  join(seatsHome(core), 'tables', projectId)

export const TABLES_FILE = 'tables.sqlite'
export const OWN_FILE = 'own.sqlite'
export const DICTIONARY_FILE = 'dictionary.json'
/** Which prepared tables a folder was made of, beside them. */
export const SOURCES_FILE = 'sources.json'
