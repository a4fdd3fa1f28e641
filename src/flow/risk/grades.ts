import type { Core } from '../../safeguard/evidence/index.ts'
import { gradesOf, schemesOf } from '../../supply/treat/index.ts'

/**
 * The grades of a data set by column: the level and how high it stands in its scheme, 0 the least protected … 1 the
 * most, so that any scheme is read the same way. Of several schemes the highest counts. Empty where nobody graded it.
 */
export async function columnLevels(
  core: Core,
  datasetId: string,
): Promise<ReadonlyMap<string, { level: string; share: number }>> {
  const schemes = await schemesOf(core)
  const found = new Map<string, { level: string; share: number }>()
  for (const { column, scheme, schemeVersion, level } of await gradesOf(core, datasetId)) {
    const levels = schemes.find((one) => one.code === scheme && one.version === schemeVersion)?.levels ?? []
    const at = levels.findIndex((one) => one.code === level)
    // A level that its scheme does not know counts as the highest.
    const share = at < 0 ? 1 : at / (levels.length - 1)
    if (share >= (found.get(column)?.share ?? 0)) found.set(column, { level, share })
  }
  return found
}
