import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** Left never imports right. The last group stands side by side. */
const LAYERS = [
  ['kernel'],
  ['platform'],
  ['safeguard'],
  ['supply'],
  ['flow'],
  ['use'],
  ['oversight', 'connector', 'scenes', 'contest', 'demo', 'witness'],
  ['app'],
] as const
const SIDE_BY_SIDE = new Set<string>(LAYERS[6])
/** Rooms within `use` that the others may enter. */
const USE_DOORS = new Set(['use/run', 'use/check'])
/** Layers whose folders are rooms of their own; the rest are one room each. */
const ROOMED = new Set(['platform', 'safeguard', 'supply', 'flow', 'use', 'oversight', 'scenes', 'connector'])

interface Place {
  readonly file: string
  readonly layer: number
  readonly top: string
  readonly room: string
}

function placeOf(file: string): Place {
  const path = relative(SRC, file)
  const parts = path.split('/')
  // `app.ts`, `main.ts`, `cli.ts` and what only they use see everything.
  const top = parts.length === 1 || parts[0] === 'cli' || parts[0] === 'app' ? 'app' : parts[0]!
  const layer = LAYERS.findIndex((names) => (names as readonly string[]).includes(top))
  const room = ROOMED.has(top) && parts.length > 2 ? `${top}/${parts[1]}` : top
  return { file: path, layer, top, room }
}

const files = globSync('**/*.ts', { cwd: SRC }).map((name) => join(SRC, name))
const IMPORT = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g

interface Edge {
  readonly from: Place
  readonly to: Place
  readonly target: string
}

const edges: Edge[] = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => {
    const target = resolve(dirname(file), match[1]!)
    return { from: placeOf(file), to: placeOf(target), target: relative(SRC, target) }
  }),
)

const say = (edge: Edge) => `${edge.from.file} → ${edge.target}`
const isTest = (edge: Edge) => /\.(test|fixture)\.ts$/.test(edge.from.file)

describe('the house', () => {
  test('has every file in a known layer, and imports to look at', () => {
    expect(
      files
        .map(placeOf)
        .filter((place) => place.layer < 0)
        .map((place) => place.file),
    ).toEqual([])
    expect(edges.length).toBeGreaterThan(100)
  })

  test('left never imports right', () => {
    expect(edges.filter((edge) => edge.to.layer > edge.from.layer).map(say)).toEqual([])
  })

  test('rooms of the last group do not import each other', () => {
    const wrong = edges.filter(
      ({ from, to }) => SIDE_BY_SIDE.has(from.top) && SIDE_BY_SIDE.has(to.top) && from.room !== to.room,
    )
    expect(wrong.map(say)).toEqual([])
  })

  test('within use only run and check are entered by others', () => {
    const wrong = edges.filter(
      ({ from, to }) =>
        from.top === 'use' && to.top === 'use' && from.room !== to.room && !USE_DOORS.has(to.room),
    )
    expect(wrong.map(say)).toEqual([])
    const run = edges.filter(
      ({ from, to }) => from.room === 'use/run' && to.top === 'use' && to.room !== 'use/run',
    )
    expect(run.filter(({ to }) => to.room !== 'use/check').map(say)).toEqual([])
  })

  test('a room is entered through its index.ts only', () => {
    const wrong = edges.filter((edge) => {
      const { from, to, target } = edge
      if (from.room === to.room || isTest(edge) || to.top === 'kernel') return false
      // Tables and the platform's interface are shared words, made to be extended by declaration merging.
      if (target === 'platform/postgres/tables.ts' || target === 'platform/platform.ts') return false
      return !target.endsWith('/index.ts') && to.top !== 'app'
    })
    expect(wrong.map(say)).toEqual([])
  })

  test('a witness runs without the system: words, verifier and algorithms are all it needs', () => {
    const allowed = [
      'kernel/',
      'safeguard/evidence/verifier/index.ts',
      'safeguard/crypto/index.ts',
      'witness/',
    ]
    const own = edges.filter(({ from }) => from.top === 'witness' && !from.file.endsWith('.test.ts'))
    expect(own.length).toBeGreaterThan(10)
    expect(own.filter(({ target }) => !allowed.some((one) => target.startsWith(one))).map(say)).toEqual([])
    const verifier = edges.filter(({ from }) => from.file.startsWith('safeguard/evidence/verifier/'))
    const outside = verifier.filter(
      ({ from, target }) =>
        !from.file.endsWith('.test.ts') && !/^(kernel|safeguard\/evidence\/verifier)\//.test(target),
    )
    expect(outside.map(say)).toEqual([])
  })

  test('a child of the engine and a worker load no server: neither evidence nor database nor HTTP', () => {
    const entries = files
      .filter((file) => !/\.(test|fixture)\.ts$/.test(file))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/new URL\('(\.\/[^']+\.ts)', import\.meta\.url\)/g)].map(
          (match) => resolve(dirname(file), match[1]!),
        ),
      )
    expect(entries.length).toBeGreaterThan(20)
    const heavy = /^(safeguard\/evidence\/index\.ts|platform\/(postgres|http)\/index\.ts|kysely|fastify|pg)$/
    const wrong = entries.flatMap((entry) => {
      const loaded = loadedBy(entry)
      return loaded.filter((one) => heavy.test(one)).map((one) => `${relative(SRC, entry)} loads ${one}`)
    })
    expect(wrong).toEqual([])
  })

  test('has no cycle between rooms', () => {
    const graph = new Map<string, Set<string>>()
    for (const { from, to } of edges) {
      if (from.room === to.room || /\.(test|fixture)\.ts$/.test(from.file)) continue
      graph.set(from.room, (graph.get(from.room) ?? new Set()).add(to.room))
    }
    expect(cycleIn(graph)).toEqual([])
  })
})

const LOADS = /(?:^|\n)(?:import|export)\s+(?!type\b)[^'"]*?from\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g

/** What a module loads when it starts, however far away: files below `src` and names of packages. */
function loadedBy(entry: string): string[] {
  const seen = new Set<string>()
  const look = (file: string): void => {
    for (const match of readFileSync(file, 'utf8').matchAll(LOADS)) {
      const name = match[1] ?? match[2]!
      const target = name.startsWith('.') ? resolve(dirname(file), name) : name
      const said = name.startsWith('.') ? relative(SRC, target) : name
      if (seen.has(said)) continue
      seen.add(said)
      if (name.startsWith('.') && target.endsWith('.ts')) look(target)
    }
  }
  look(entry)
  return [...seen]
}

function cycleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>()
  const visit = (room: string, path: readonly string[]): string[] => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room]
    if (done.has(room)) return []
    done.add(room)
    for (const next of graph.get(room) ?? []) {
      const found = visit(next, [...path, room])
      if (found.length > 0) return found
    }
    return []
  }
  for (const room of graph.keys()) {
    const found = visit(room, [])
    if (found.length > 0) return found
  }
  return []
}

describe('file sizes (a report, not a limit)', () => {
  test('are told', () => {
    const sizes = files
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => ({ file: relative(SRC, file), lines: readFileSync(file, 'utf8').split('\n').length }))
      .sort((a, b) => a.lines - b.lines)
    const at = (share: number) => sizes[Math.floor((sizes.length - 1) * share)]!.lines
    const large = sizes.filter(({ lines }) => lines > 300).map(({ file, lines }) => `${file} ${lines}`)
    console.info(
      `files ${sizes.length}, median ${at(0.5)}, p90 ${at(0.9)}, over 300: ${large.join(', ') || 'none'}`,
    )
    expect(sizes.length).toBeGreaterThan(0)
  })
})
