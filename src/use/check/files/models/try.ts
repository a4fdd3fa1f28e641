import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Look } from '../look/look.ts'
import type { Seen } from '../look/look-at.ts'
import { within } from '../look/place.ts'
import type { InspectedFile, ThrowAway } from '../model.ts'
import { identifiersIn } from '../rules/identifiers.ts'

/** What the probe says of a model. Whatever it says, the findings of the structure stand: a model may lie about itself. */
const Report = z.object({
  loaded: z.boolean(),
  kind: z.string().max(200).default(''),
  /** Attributes that keep rows. */
  rows: z.array(z.string().max(60)).max(50).default([]),
  smallestLeaf: z.number().nullable().default(null),
  certain: z.boolean().default(false),
  samples: z.number().nullable().default(null),
  parameters: z.number().nullable().default(null),
  /** Rows of the training set that stand in the model at 1e-8. */
  equalRows: z.number().default(0),
  trainScore: z.number().nullable().default(null),
  testScore: z.number().nullable().default(null),
  attackAuc: z.number().nullable().default(null),
  attackP: z.number().nullable().default(null),
})

const SCRIPT = readFileSync(new URL('./probe.py', import.meta.url), 'utf8')
const TIME_MS = 120_000
/** SACRO-ML 2.0.0: the attack fails a model from a mean AUC of 0.65 with p below 0.05. */
const ATTACK_AUC = 0.65
const ATTACK_P = 0.05
/** Nearly no error in training and clearly more outside: learned by heart. */
const BY_HEART = { train: 0.995, gap: 0.1 }

/** Loads each model in a throw-away seat and nowhere else. Without one, or where it fails, people are told. */
export async function tryModels(
  look: Look,
  { models, findings }: Seen,
  { sets }: InspectedFile,
  throwAway?: ThrowAway,
): Promise<void> {
  for (const { place, bytes } of models.slice(0, 4)) {
    look.looked('model-not-run')
    const here = within(place, 'model')
    // What runs code on loading has failed already: nothing is gained by running it.
    const code = findings.some(({ rule }) => rule === 'pickle-code')
    const report = throwAway && !code ? await tried(throwAway, bytes, sets ?? null) : null
    if (!report?.loaded) look.found('model-not-run', here)
    else judge(look, report, here)
  }
}

async function tried(throwAway: ThrowAway, bytes: Uint8Array, sets: InspectedFile['sets'] | null) {
  const target = sets && !identifiersIn(sets.target).length ? sets.target : ''
  const files = [
    { path: 'model.bin', bytes },
    { path: 'request.json', bytes: Buffer.from(JSON.stringify({ target, sets: Boolean(sets) })) },
    ...(sets
      ? [
          { path: 'train.csv', bytes: sets.train.bytes },
          { path: 'test.csv', bytes: sets.test.bytes },
        ]
      : []),
  ]
  try {
    return Report.safeParse(await throwAway<unknown>({ script: SCRIPT, files, timeMs: TIME_MS })).data ?? null
  } catch {
    // The seat died, or took too long: a model that does that is not released by a machine.
    return null
  }
}

function judge(look: Look, report: z.output<typeof Report>, here: string): void {
  const { minGroup } = look.terms
  const rule = (name: Parameters<Look['found']>[0], broken: boolean) => {
    look.looked(name)
    if (broken) look.found(name, here)
  }
  rule('rows-in-model', report.rows.length > 0)
  rule('training-rows', report.equalRows > 0)
  rule('small-leaf', report.smallestLeaf !== null && report.smallestLeaf < Math.max(5, minGroup))
  rule('certain-class', report.certain)
  rule(
    'few-degrees',
    report.samples !== null && report.parameters !== null && report.samples - report.parameters < 10,
  )
  const { trainScore: train, testScore: test } = report
  rule(
    'over-fitted',
    train !== null && test !== null && train >= BY_HEART.train && train - test >= BY_HEART.gap,
  )
  if (report.attackAuc === null) return
  rule('membership', report.attackAuc >= ATTACK_AUC && (report.attackP ?? 1) < ATTACK_P)
}
