import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIONS, PURPOSES, purposeWithin } from '../policy/index.ts'
import type { Scope } from './model.ts'
import { beyondParent, chainFault, chainShort, type Link, linkFault } from './rules.ts'

const DATASETS = ['d1', 'd2', 'd3']
const ZONES = ['z1', 'z2']
const COLUMNS = ['a', 'b', 'c']
const USES = PURPOSES.slice(5, 9)
const DOES = ACTIONS.slice(3, 6)
const DAYS = [1, 2, 3, 4, 5, 6]

const subset = <T>(all: readonly T[], minLength = 0) => fc.subarray([...all], { minLength })
const columns = fc.option(
  fc.dictionary(fc.constantFrom(...DATASETS), subset(COLUMNS, 1), { noNullPrototype: true }),
)
const scope: fc.Arbitrary<Scope> = fc
  .record({
    zones: subset(ZONES),
    datasets: subset(DATASETS),
    purposes: subset(USES, 1),
    actions: subset(DOES, 1),
    columns,
  })
  .filter(({ zones, datasets }) => zones.length + datasets.length > 0)
const term = fc
  .subarray(DAYS, { minLength: 2, maxLength: 2 })
  .map(([from, until]) => ({ from: from!, until: until! }))
/** Where each data set stands. */
const places = fc.tuple(...DATASETS.map(() => fc.constantFrom(...ZONES, null)))

type Terms = Scope & { from: number; until: number }
const terms: fc.Arbitrary<Terms> = fc.tuple(scope, term).map(([one, two]) => ({ ...one, ...two }))

const linkOf = ({ from, until, ...rest }: Terms, at: number): Link => ({
  id: `l${at}`,
  parentId: at === 0 ? null : `l${at - 1}`,
  grantorId: `b${at}`,
  granteeId: `b${at + 1}`,
  scope: rest,
  from,
  until,
  state: 'accepted',
})

type Atom = readonly [dataset: string, column: string, purpose: string, action: string, day: number]
/** Everything that could be done at all, one by one: the whole of what a link may mean. */
const ATOMS: Atom[] = DATASETS.flatMap((d) =>
  COLUMNS.flatMap((c) => USES.flatMap((p) => DOES.flatMap((a) => DAYS.map((t): Atom => [d, c, p, a, t])))),
)

/** An own reading of a link, without the code under test. */
function allows(
  { scope: one, from, until }: Link,
  [d, c, p, a, t]: Atom,
  zones: ReadonlyMap<string, string | null>,
) {
  const zone = zones.get(d)
  const open = one.datasets.includes(d) || (zone != null && one.zones.includes(zone))
  const listed = one.columns === null || !(d in one.columns) || one.columns[d]!.includes(c)
  const use = one.purposes.some((code) => purposeWithin(p as never, [code]))
  return open && listed && use && (one.actions as string[]).includes(a) && from <= t && t < until
}

/** The same one atom, asked of the code: needed until the very end of its day. */
const covered = (chain: readonly Link[], [d, c, p, a, t]: Atom, zones: ReadonlyMap<string, string | null>) =>
  chainShort(
    chain,
    {
      data: [{ datasetId: d, zoneId: zones.get(d) ?? null, name: d, columns: [c] }],
      purposes: [p as never],
      actions: [a as never],
      until: t + 1,
    },
    t,
    (id) => zones.get(id) ?? null,
  ) === null

describe('a chain', () => {
  test('never covers more than every link of it allows, whatever its links say', () => {
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 3 }), places, (list, where) => {
        const zones = new Map(DATASETS.map((id, at) => [id, where[at] ?? null]))
        const chain = list.map(linkOf)
        for (const atom of ATOMS)
          if (covered(chain, atom, zones)) expect(chain.every((link) => allows(link, atom, zones))).toBe(true)
      }),
      { numRuns: 120 },
    )
  })

  test('a child that passes promises nothing beyond its parent', () => {
    let passed = 0
    fc.assert(
      fc.property(terms, terms, places, (above, below, where) => {
        const zones = new Map(DATASETS.map((id, at) => [id, where[at] ?? null]))
        const [parent, child] = [linkOf(above, 0), linkOf(below, 1)]
        if (beyondParent(child, parent, (id) => zones.get(id) ?? null)) return
        passed++
        for (const atom of ATOMS)
          if (allows(child, atom, zones)) expect(allows(parent, atom, zones)).toBe(true)
      }),
      { numRuns: 4000 },
    )
    expect(passed).toBeGreaterThan(10)
  })

  test('narrowing its parent always passes, and the chain then covers all of the child', () => {
    const narrowed = terms.chain((parent) =>
      fc.record({
        parent: fc.constant(parent),
        child: fc.record({
          zones: subset(parent.zones),
          datasets: subset(parent.datasets),
          purposes: subset(parent.purposes, 1),
          actions: subset(parent.actions, 1),
          columns: fc.constant(parent.columns),
          from: fc.constant(parent.from),
          until: fc.constant(parent.until),
        }),
      }),
    )
    fc.assert(
      fc.property(narrowed, places, ({ parent, child }, where) => {
        fc.pre(child.zones.length + child.datasets.length > 0)
        const zones = new Map(DATASETS.map((id, at) => [id, where[at] ?? null]))
        const chain = [linkOf(parent, 0), linkOf(child, 1)]
        expect(beyondParent(chain[1]!, chain[0]!, (id) => zones.get(id) ?? null)).toBeNull()
        for (const atom of ATOMS) expect(covered(chain, atom, zones)).toBe(allows(chain[1]!, atom, zones))
      }),
      { numRuns: 120 },
    )
  })
})

describe('one link', () => {
  const link = linkOf(
    {
      zones: ['z1'],
      datasets: [],
      purposes: ['research'],
      actions: ['read'],
      columns: null,
      from: 10,
      until: 20,
    },
    0,
  )

  test.each([
    [9, 'begins'],
    [10, null],
    [19, null],
    [20, 'term'],
  ])('at %i: %s', (now, kind) => expect(linkFault(link, now)?.kind ?? null).toBe(kind))

  test.each(['draft', 'offered', 'declined', 'withdrawn', 'expired'] as const)(
    'is not in force when %s',
    (state) => expect(linkFault({ ...link, state }, 15)?.kind).toBe('state'),
  )

  test('a purpose below an allowed one is covered, one beside it is not', () => {
    const ask = (purpose: 'drug_evaluation' | 'public_health') =>
      chainShort([link], { data: [], purposes: [purpose], actions: [], until: 20 }, 15, () => null)
    expect(ask('drug_evaluation')).toBeNull()
    expect(ask('public_health')?.kind).toBe('purpose')
  })

  test('a chain whose link is granted by somebody who does not hold the one above is broken', () => {
    const child = { ...link, id: 'l1', parentId: 'l0', grantorId: 'thief', granteeId: 'b2' }
    expect(chainFault([link, child], 15, () => null)?.kind).toBe('chain')
    expect(chainFault([link, { ...child, grantorId: 'b1' }], 15, () => null)).toBeNull()
    expect(chainFault([child], 15, () => null)?.kind).toBe('chain')
  })
})
