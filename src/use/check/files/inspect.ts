import { Look } from './look/look.ts'
import { lookInThread } from './look/in-thread.ts'
import type { Seen } from './look/look-at.ts'
import type { Finding, InspectedFile, Inspection, InspectTerms, ThrowAway } from './model.ts'
import { tryModels } from './models/try.ts'

/**
 * Looks at one file by all rules: read in a thread, its words held against what the project knows, its models tried in
 * a throw-away seat. Never throws for what is in the file.
 */
export async function inspectFile(
  file: InspectedFile,
  terms: InspectTerms,
  throwAway?: ThrowAway,
): Promise<Inspection> {
  const { known, ...plain } = terms
  const { path, bytes, context } = file
  const seen = await lookInThread({ path, bytes, context }, plain)
  const after = new Look(plain, context)
  if (!seen) {
    after.found('too-heavy', 'file')
    return made([after])
  }
  if (known) await lookUp(after, seen, known)
  if (seen.models.length > 0 && after.leaves) await tryModels(after, seen, file, throwAway)
  return made([seen, after])
}

/** Texts that are pseudonyms of the project or planted persons; looked up in one go, and never shown. */
async function lookUp(
  look: Look,
  { candidates }: Seen,
  known: NonNullable<InspectTerms['known']>,
): Promise<void> {
  const said = await known(candidates.map(({ text }) => text))
  look.looked('pseudonym', candidates.length)
  look.looked('canary', candidates.length)
  for (const [i, { place }] of candidates.entries()) {
    const kind = said[i]
    if (kind) look.found(kind, place)
  }
}

function made(parts: readonly Pick<Inspection, 'findings' | 'record' | 'aids'>[]): Inspection {
  const findings = distinct(parts.flatMap(({ findings }) => findings))
  const fail = findings.some(({ verdict }) => verdict === 'fail')
  const record = new Map<string, Inspection['record'][number]>()
  for (const step of parts.flatMap(({ record }) => record)) {
    const there = record.get(step.rule)
    const worst =
      ([there?.verdict, step.verdict] as const).find((word) => word === 'fail') ??
      ([there?.verdict, step.verdict] as const).find((word) => word === 'review') ??
      'pass'
    record.set(step.rule, {
      rule: step.rule,
      looked: (there?.looked ?? 0) + step.looked,
      found: (there?.found ?? 0) + step.found,
      verdict: worst,
    })
  }
  return {
    verdict: fail ? 'fail' : findings.length > 0 ? 'review' : 'pass',
    findings,
    record: [...record.values()],
    aids: parts.flatMap(({ aids }) => aids),
  }
}

/** The same rule at the same place is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ rule, place }) => {
    const key = `${rule}\n${place}`
    return !seen.has(key) && Boolean(seen.add(key))
  })
}
