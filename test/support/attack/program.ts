import { isXinyuError } from '../../../src/kernel/errors/index.ts'
import type { Random } from '../../../src/kernel/random.ts'
import type { CheckRules } from '../../../src/use/check/index.ts'
import { remembered } from '../gate/history.ts'
import type { Library } from '../gate/library.ts'
import type { Path } from '../gate/path.ts'
import { doorOf, type Seen } from './ask.ts'
import { COMBINED, reconstruction } from './classes/combined.ts'
import { EDGE_OF_K, ORACLES } from './classes/oracles.ts'
import { PAIRS, WITHIN } from './classes/pairs.ts'
import type { Attack, Evidence } from './model.ts'
import { type Accuracy, judge } from './score.ts'
import { makeWorld, randomOf, shuffled, type World } from './world.ts'

export interface Ground {
  readonly library: Library
  readonly path: Path
  /** Exposure at which the project is closed; null: history is switched off. */
  readonly maxExposure: number | null
  readonly rules: Partial<CheckRules>
  readonly seed: number
  readonly persons: number
  /** Told after each class. */
  readonly tell?: (line: string) => void
}

export interface Attacked {
  readonly all: Accuracy
  /** By class: guesses of the targets that it was used on, from its own evidence alone. */
  readonly classes: readonly { readonly name: string; readonly asked: number; readonly accuracy: Accuracy }[]
  readonly asked: number
}

/** Answers leave on this grid (`gate.timeGridMs`). */
const GRID_MS = 100

/** How many of the 100 targets each class goes for, so that the whole takes 1,000 questions; the rest is the last's. */
const PLAN: readonly (readonly [Attack, number])[] = [
  ...PAIRS.map((attack) => [attack, 50] as const),
  ...WITHIN.map((attack) => [attack, 50] as const),
  ...ORACLES.map((attack, at) => [attack, [40, 56, 8, 66, 60][at]!] as const),
  ...COMBINED.map((attack, at) => [attack, [30, 25][at]!] as const),
  [EDGE_OF_K, 10],
  [reconstruction, 100],
]

/**
 * One attacker with 1,000 questions in one project: every class in turn, and one guess for each target in the end.
 * `scale` makes the whole smaller.
 */
export async function program(ground: Ground, scale = 1): Promise<Attacked> {
  const { world, answer, end } = await opened(ground)
  const random = randomOf(ground.seed + 1_000)
  const door = doorOf(1000 * scale, answer)
  const sum: Evidence = new Map()
  const classes: { name: string; asked: number; accuracy: Accuracy }[] = []
  for (const [attack, many] of PLAN) {
    const targets = shuffled(world.targets, random).slice(0, Math.ceil(many * scale))
    const before = door.asked
    const evidence = await attack.run({ world, targets, door, random, rounded: isRounded(ground) })
    for (const [person, odds] of evidence) sum.set(person, (sum.get(person) ?? 0) + odds)
    const accuracy = judge(evidence, targets, world.isSick, random)
    classes.push({ name: attack.name, asked: door.asked - before, accuracy })
    ground.tell?.(lineOf(attack.name, door.asked - before, accuracy))
  }
  await end()
  return { all: judge(sum, world.targets, world.isSick, random), classes, asked: door.asked }
}

/** One class alone with a project of its own and a budget of its own. */
export async function single(ground: Ground, attack: Attack, budget = 1000): Promise<Accuracy> {
  const { world, answer, end } = await opened(ground)
  const random = randomOf(ground.seed + 1_000)
  const door = doorOf(budget, answer)
  const many =
    attack.perTarget === 0 ? 100 : Math.min(100, Math.floor((budget - attack.more) / attack.perTarget))
  const targets = world.targets.slice(0, many)
  const evidence = await attack.run({ world, targets, door, random, rounded: isRounded(ground) })
  await end()
  return judge(evidence, targets, world.isSick, random)
}

const lineOf = (name: string, asked: number, { share, low, high, of }: Accuracy): string =>
  `${name.padEnd(34)} ${asked} questions, ${of} targets: ${share.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`

const isRounded = ({ rules }: Ground): boolean => (rules.rounding ?? 'none') !== 'none'

interface Opened {
  readonly world: World
  readonly answer: (sql: string) => Promise<Seen>
  readonly end: () => Promise<void>
}

async function opened({ library, path, maxExposure, rules, seed, persons }: Ground): Promise<Opened> {
  const world = await makeWorld(library, seed, persons, rules, maxExposure !== null)
  const history =
    maxExposure === null
      ? null
      : await remembered(world.terms.rules.minGroup, maxExposure, bytesOf(randomOf(seed + 2_000)))
  const answer = async (sql: string): Promise<Seen> => {
    try {
      history?.mustBeOpen()
      const { rows, elapsedMs } = await path.ask(sql, world.terms, history?.settle)
      return { rows, refused: null, toldMs: Math.ceil(elapsedMs / GRID_MS) * GRID_MS }
    } catch (error) {
      if (!isXinyuError(error)) throw error
      return { rows: [], refused: error.code, toldMs: GRID_MS }
    }
  }
  return { world, answer, end: async () => history?.end() }
}

/** The dice of the history are fixed, too: the same seed attacks the same answers. */
const bytesOf = (random: () => number): Random => ({
  bytes: (length) => Uint8Array.from({ length }, () => Math.floor(256 * random())),
})
