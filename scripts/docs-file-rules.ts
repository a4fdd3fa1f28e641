import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BEGIN, END, fileRulesTable } from '../test/support/file-rules.ts'

/** Writes the table of rules over files into both pages of the airlock. */
for (const language of ['zh', 'en'] as const) {
  const path = join(import.meta.dirname, `../docs/handbook/airlock.${language}.md`)
  const page = readFileSync(path, 'utf8')
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  writeFileSync(path, page.slice(0, from) + fileRulesTable(language) + page.slice(to + END.length))
}
