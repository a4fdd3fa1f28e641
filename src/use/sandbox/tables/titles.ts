import type { Core } from '../../../safeguard/evidence/index.ts'
import { datasetById } from '../../../supply/catalog/index.ts'
import type { ProjectTableView } from '../../../supply/treat/index.ts'
import type { Titles } from './dictionary.ts'

/** What the providers call their tables and columns. */
export async function titlesOf(
  core: Core,
  prepared: readonly (ProjectTableView & { readonly shown: string })[],
): Promise<Map<string, Titles>> {
  const found = new Map<string, Titles>()
  for (const { shown, datasetId } of prepared) {
    const dataset = await datasetById(core, datasetId)
    if (!dataset) continue
    const { title_zh: titleZh, title_en: titleEn, column_titles: columns } = dataset
    found.set(shown, { titleZh, titleEn, columns })
  }
  return found
}
