import type { Condition, Expr } from '../../plan/row.ts'
import { familyOf } from '../types.ts'
import { atomOf } from './atom.ts'
import { type Atom, type Form, MAX_PARTS, type Part, type Summing, type Term } from './model.ts'

type Call = Extract<Expr, { kind: 'call' }>
type Case = Extract<Expr, { kind: 'case' }>

/** Takes a numeric expression apart; null where it is not linear (or a product of two) in what can be summed. */
export function formOf(expr: Expr, ctx: Summing): Form | null {
  const form = take(expr, ctx)
  return form && form.parts.length <= MAX_PARTS ? form : null
}

function take(expr: Expr, ctx: Summing): Form | null {
  if (expr.kind === 'literal') {
    const number = ['integer', 'decimal', 'double'].includes(expr.type) ? Number(expr.value) : Number.NaN
    return Number.isFinite(number) ? constant(number) : null
  }
  if (expr.kind === 'case') return takeCase(expr, ctx)
  const atom = atomOf(expr, ctx)
  if (atom) return ofAtom(atom)
  return expr.kind === 'call' ? takeCall(expr, ctx) : null
}

const constant = (times: number): Form => ({
  parts: [{ when: [], terms: [{ times, over: 1, atoms: [] }], also: [] }],
  total: true,
})

/** The atoms of a form as they are, without the parts for counts of 0: quantiles count those too. */
export const withZeros = (expr: Expr, ctx: Summing): Form | null =>
  formOf(expr, {
    ...ctx,
    origins: new Map([...ctx.origins].map(([key, origin]) => [key, { ...origin, counts: false }])),
  })

/** A count of 0 is a part of its own, so that a sum of counts rests on those persons alone who have some. */
function ofAtom(atom: Atom): Form {
  const one: Part = { when: [], terms: [{ times: 1, over: 1, atoms: [atom] }], also: [] }
  if (!atom.zeros) return { parts: [one], total: !misses(atom) }
  const zero = (op: '=' | '<>'): Condition => ({
    kind: 'compare',
    op,
    left: atom.expr,
    right: { kind: 'literal', type: 'integer', value: '0' },
  })
  const nothing: Part = { when: [zero('=')], terms: [{ times: 0, over: 1, atoms: [] }], also: [] }
  return { parts: [{ ...one, when: [zero('<>')] }, nothing], total: !misses(atom) }
}

/** Non-finite numbers count as missing: one of them would speak for its group. */
export const misses = ({ nullable, type }: Atom): boolean => nullable || familyOf(type) === 'double'

function takeCall(expr: Call, ctx: Summing): Form | null {
  const [first, second] = expr.args
  if (!first) return null
  const inner = (arg: Expr | undefined) => (arg ? take(arg, ctx) : null)
  switch (expr.fn) {
    case 'add':
      return added(inner(first), inner(second))
    case 'subtract':
      return added(inner(first), scaled(inner(second), -1, 1))
    case 'negate':
      return scaled(inner(first), -1, 1)
    case 'multiply':
      return product(inner(first), inner(second))
    case 'divide': {
      const by = second?.kind === 'literal' ? Number(second.value) : Number.NaN
      return Number.isFinite(by) && by !== 0 ? scaled(inner(first), 1, by) : null
    }
    case 'to_double':
      return inner(first)
    case 'to_integer':
      return familyOf(typeOf(first)) === 'integer' ? inner(first) : null
    case 'coalesce':
      return takeCoalesce(expr.args, ctx)
  }
  return null
}

const typeOf = (expr: Expr): string => (expr.kind === 'literal' ? '' : expr.type)

function scaled(form: Form | null, times: number, over: number): Form | null {
  return (
    form && {
      ...form,
      parts: form.parts.map((part) => ({
        ...part,
        terms: part.terms.map((term) => ({ ...term, times: term.times * times, over: term.over * over })),
      })),
    }
  )
}

/** All pairs of parts of two forms: their rows are those of both. */
export function paired(
  one: Form,
  two: Form,
  terms: (a: readonly Term[], b: readonly Term[]) => readonly Term[] | null,
): Form | null {
  if (one.parts.length * two.parts.length > MAX_PARTS) return null
  const parts: Part[] = []
  for (const a of one.parts) {
    for (const b of two.parts) {
      const made = terms(a.terms, b.terms)
      if (!made) return null
      parts.push({ when: [...a.when, ...b.when], terms: made, also: [...present(a), ...present(b)] })
    }
  }
  return { parts, total: one.total && two.total }
}

/** Every atom of a part. */
export const present = ({ terms, also }: Part): Atom[] => [...terms.flatMap(({ atoms }) => atoms), ...also]

const added = (one: Form | null, two: Form | null): Form | null =>
  one && two && paired(one, two, (a, b) => [...a, ...b])

/** The product of two; null above the second degree: sums of higher powers would give single values away. */
export const product = (one: Form | null, two: Form | null): Form | null =>
  one && two && paired(one, two, times)

/** The square of a form: its parts lie apart, so each is squared by itself. */
export function square(form: Form): Form | null {
  const parts = form.parts.map((part) => ({ ...part, terms: times(part.terms, part.terms) }))
  const whole = parts.flatMap(({ terms, ...part }) => (terms ? [{ ...part, terms }] : []))
  return whole.length === parts.length ? { ...form, parts: whole } : null
}

function times(a: readonly Term[], b: readonly Term[]): Term[] | null {
  const terms = a.flatMap((x) =>
    b.map((y) => ({ times: x.times * y.times, over: x.over * y.over, atoms: [...x.atoms, ...y.atoms] })),
  )
  return terms.some(({ atoms }) => atoms.length > 2) ? null : terms
}

/** Where a value is not there, the next one counts. */
function takeCoalesce(args: readonly Expr[], ctx: Summing): Form | null {
  const parts: Part[] = []
  let missing: Condition[] = []
  for (const arg of args) {
    const form = take(arg, ctx)
    if (!form) return null
    parts.push(...form.parts.map((part) => ({ ...part, when: [...missing, ...part.when] })))
    if (form.total) return { parts, total: true }
    missing = [...missing, { kind: 'null', negated: false, left: arg }]
  }
  return { parts, total: false }
}

function takeCase({ branches, otherwise }: Case, ctx: Summing): Form | null {
  const parts: Part[] = []
  let before: Condition[] = []
  let total = true
  const put = (expr: Expr, when: Condition[]) => {
    if (isNothing(expr)) return false
    const form = take(expr, ctx)
    if (!form) return null
    parts.push(...form.parts.map((part) => ({ ...part, when: [...when, ...part.when] })))
    return form.total
  }
  for (const { when, then } of branches) {
    const whole = put(then, [...before, when])
    if (whole === null) return null
    total &&= whole
    before = [...before, { kind: 'untrue', of: when }]
  }
  const whole = otherwise ? put(otherwise, before) : false
  return whole === null ? null : { parts, total: total && whole }
}

/** THEN NULL: a CASE whose one condition is 0 = 1 (row.ts writes it). */
const isNothing = (expr: Expr): boolean => {
  const when = expr.kind === 'case' && expr.otherwise === null ? expr.branches[0]?.when : undefined
  return when?.kind === 'compare' && when.left.kind === 'literal' && when.right.kind === 'literal'
}
