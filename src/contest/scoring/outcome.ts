import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { SandboxDriver } from '../../use/sandbox/index.ts'
import type { HiddenTask } from '../scheme/index.ts'
import { openAnswers, openFeatures, openSample } from './bring.ts'
import { type Csv, csvOf, readCsv } from './csv.ts'
import { type Answer, DATA_LIMITS, numbered } from './data.ts'
import { wallMs } from './grid.ts'
import { scoreOf, type Value } from './metrics.ts'
import type { Metric, ProblemKind, RunLog } from './model.ts'
import { predictionsMost, readPredictions } from './predictions.ts'
import type { RunRow, TaskRow } from './store.ts'
import { type Tried, tryOut } from './trial.ts'
import { keep, kept } from './vault.ts'

/** What came of a run, before anybody is told. */
export interface Outcome {
  readonly problem: ProblemKind | null
  readonly publicScore: number | null
  readonly privateScore: number | null
  readonly cpuMs: number
  readonly log: RunLog | null
  readonly predictions: { readonly digest: string; readonly key: Buffer } | null
}

export interface Ground {
  readonly core: Core
  readonly driver: SandboxDriver | null
  readonly demo: boolean
}

interface Work {
  readonly run: RunRow
  readonly data: TaskRow
  readonly task: HiddenTask
  readonly name: string
  readonly artefact: Buffer
  readonly slot: number
  readonly signal: AbortSignal
}

/** A sample run says everything, and is not long. */
const SAMPLE_CPU_SECONDS = 60

/** Runs a program and scores it. The answers are opened after its seat is closed. @throws CalledOff */
export const carryOut = (ground: Ground, work: Work): Promise<Outcome> =>
  work.run.kind === 'sample' ? sampleRun(ground, work) : hiddenRun(ground, work)

async function hiddenRun(ground: Ground, work: Work): Promise<Outcome> {
  const { core } = ground
  const { data, task, run } = work
  const { metric } = data
  const features = await openFeatures(core, data)
  const tried = await trial(ground, work, { features, rows: data.rows, cpuSeconds: task.cpuSeconds })
  if (tried.output === null) return failed(tried, tried.problem)
  const read = readPredictions(tried.output, data.rows, metric)
  if ('why' in read) return failed(tried, 'bad_output')
  const scores = scoresOf(metric, await openAnswers(core, data), read.values)
  if (scores.private === null) return failed(tried, 'bad_output')
  return {
    problem: null,
    publicScore: scores.public,
    privateScore: scores.private,
    cpuMs: tried.cpuMs,
    log: null,
    predictions: { digest: digestOf(tried.output), key: await keep(core, run.id, tried.output) },
  }
}

async function sampleRun(ground: Ground, work: Work): Promise<Outcome> {
  const { data, task } = work
  const table = readCsv(await openSample(ground.core, data), DATA_LIMITS)
  const features: Csv = {
    columns: table.columns.slice(0, -1),
    rows: table.rows.map((row) => row.slice(0, -1)),
  }
  const tried = await trial(ground, work, {
    features: csvOf(numbered(features)),
    rows: features.rows.length,
    cpuSeconds: Math.min(task.cpuSeconds, SAMPLE_CPU_SECONDS),
  })
  if (tried.output === null) return failed(tried, tried.problem)
  const read = readPredictions(tried.output, table.rows.length, data.metric)
  if ('why' in read) return { ...failed(tried, 'bad_output'), log: added(tried.log, read.why) }
  // On rows that the machine made up a score would mean nothing.
  const answers = data.sample_made ? [] : table.rows.map((row) => row.at(-1)!)
  const score = scoreOf(data.metric, answers, answers.length === 0 ? [] : read.values)
  return { ...failed(tried, null), publicScore: score }
}

const failed = (tried: Tried, problem: ProblemKind | null): Outcome => ({
  problem,
  publicScore: null,
  privateScore: null,
  cpuMs: tried.cpuMs,
  log: tried.log,
  predictions: null,
})
const added = (log: RunLog | null, line: string): RunLog => ({
  lines: [...(log?.lines ?? []), { stream: 'err', line: `predictions.csv: ${line}` }],
  cut: log?.cut ?? false,
})

interface Rows {
  readonly features: string
  readonly rows: number
  readonly cpuSeconds: number
}

const trial = (ground: Ground, work: Work, { features, rows, cpuSeconds }: Rows): Promise<Tried> =>
  tryOut(ground, {
    slot: work.slot,
    name: work.name,
    artefact: work.artefact,
    features,
    columns: work.data.columns,
    cpuMs: cpuSeconds * 1000,
    timeMs: wallMs(cpuSeconds),
    mostBytes: predictionsMost(rows),
    keepLog: work.run.kind === 'sample',
    signal: work.signal,
  })

/** The score of each part. */
export function scoresOf(
  metric: Metric,
  answers: readonly Answer[],
  predictions: readonly Value[],
): { public: number | null; private: number | null } {
  const of = (part: Answer['part']) => {
    const at = answers.flatMap((answer, place) => (answer.part === part ? [place] : []))
    return scoreOf(
      metric,
      at.map((place) => answers[place]!.value),
      at.map((place) => predictions[place]!),
    )
  }
  return { public: of('public'), private: of('hidden') }
}

/** Scores once more out of what was kept: the same as in the evidence, or something was changed. */
export async function recompute(core: Core, run: RunRow, data: TaskRow) {
  const bytes = await kept(core, run.id, run.predictions_key)
  const read = readPredictions(bytes, data.rows, data.metric)
  if ('why' in read) throw new Error(read.why)
  return { ...scoresOf(data.metric, await openAnswers(core, data), read.values), digest: digestOf(bytes) }
}
