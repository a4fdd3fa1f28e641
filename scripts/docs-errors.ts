import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsPage } from '../test/support/errors-page.ts'

/** Writes docs/errors.md from the one error table. */
writeFileSync(join(import.meta.dirname, '../docs/errors.md'), errorsPage())
