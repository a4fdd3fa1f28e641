import { canonical } from '../../../../kernel/canonical.ts'
import type { AfterExpr, AfterFunction } from '../../plan/after.ts'
import type { BaseCell } from '../../plan/base.ts'
import type { Condition, Expr } from '../../plan/row.ts'
import { branchOf } from '../branch.ts'
import { familyOf, productType } from '../types.ts'
import { branch } from '../../after/scope.ts'
import { typeOfCall, typeOfCell, typeOfLiteral } from '../../after/types.ts'
import { misses, present } from './form.ts'
import type { Atom, Form, Part, Term } from './model.ts'

/** Statistics of a base as they are asked for: each once; the answer is the column of the released rows. */
export interface Cells {
  add(cell: BaseCell): AfterExpr
  /** What counts are named after: of persons, where each row of FROM is one. */
  readonly counts: 'count' | 'persons'
  /** Are there rows of persons? Then a sum over no rows is withheld, and need not be missing. */
  readonly persons: boolean
}

/** What is built of released columns, with its type. */
export interface Summed {
  readonly expr: AfterExpr
  readonly type: string
}

export const call = (fn: AfterFunction, ...args: AfterExpr[]): AfterExpr => ({ kind: 'call', fn, args })
/** A constant after the release: exact where it can be written out. */
export function numberExpr(value: number): Extract<AfterExpr, { kind: 'literal' }> {
  const text = String(value)
  const type = Number.isSafeInteger(value) ? 'integer' : /^-?\d+\.\d{1,15}$/.test(text) ? 'decimal' : 'double'
  return { kind: 'literal', type, value: text }
}

/** A call with the type that it has after the release. */
export function typed(fn: AfterFunction, ...args: Summed[]): Summed {
  const expr = call(fn, ...args.map((arg) => arg.expr))
  return { expr, type: typeOfCall(fn, args) ?? 'DOUBLE' }
}
export const numbered = (value: number): Summed => {
  const expr = numberExpr(value)
  return { expr, type: typeOfLiteral(expr) }
}

/**
 * The family of a sum: the columns that it is of, each once and in one order. A sum of counts is a count; a square, or
 * a product with a count, is told from the column itself by what each person adds, as history compares it.
 */
function sumFamily(atoms: readonly Pick<Atom, 'name'>[]): string {
  const names = [...new Set(atoms.map((atom) => atom.name))].filter((name) => name !== 'count').sort()
  return names.length === 0 ? 'count' : `sum:${names.join('*')}`
}

function unique<T extends Atom | Condition>(all: readonly T[]): T[] {
  const texts = all.map((one) => canonical(one as never))
  return all.filter((_, index) => texts.indexOf(texts[index]!) === index)
}

/** Atoms of a part that can be missing, other than the given ones. */
function missing(part: Part, except: readonly Atom[]): Atom[] {
  const taken = except.map(({ expr }) => canonical(expr))
  return unique(present(part)).filter((atom) => misses(atom) && !taken.includes(canonical(atom.expr)))
}

/** Not above this: what a DOUBLE may be to count as a number in a statistic (print/argument.ts). */
const FINITE: Expr = { kind: 'literal', type: 'double', value: String(1e250) }

/** The condition that an atom is there; NaN and infinite numbers are not. */
function there({ expr, type }: Atom): Condition {
  if (familyOf(type) !== 'double') return { kind: 'null', negated: true, left: expr }
  const left: Expr = { kind: 'call', fn: 'abs', args: [expr], type: 'DOUBLE', nullable: true }
  return { kind: 'compare', op: '<', left, right: FINITE }
}

/** The rows of a part where its atoms, other than the given ones, are there. */
const guardOf = (part: Part, except: readonly Atom[]): Condition[] =>
  unique([...part.when, ...missing(part, except).map(there)])

/** How many rows a part has. What one column has of values is asked of the column. */
function countPart(part: Part, family: Cells['counts']): BaseCell {
  const [atom, ...more] = missing(part, [])
  return atom && more.length === 0 && part.when.length === 0
    ? { fn: 'count', of: atom.expr, family }
    : countRows(guardOf(part, []), family)
}

/** An expression on some of the rows. */
export function guarded(when: readonly Condition[], then: Expr, type: string): Expr {
  if (when.length === 0) return then
  const condition: Condition = when.length === 1 ? when[0]! : { kind: 'and', of: [...when] }
  return { kind: 'case', branches: [branchOf(condition, then)], otherwise: null, type }
}

const ONE: Expr = { kind: 'literal', type: 'integer', value: '1' }

/** How many rows there are where all conditions hold. */
export function countRows(when: readonly Condition[], family: Cells['counts'] = 'count'): BaseCell {
  if (when.length === 0) return { fn: 'count_rows', of: null, family }
  return { fn: 'count', of: guarded(when, ONE, 'INTEGER'), family }
}

function productOf(atoms: readonly Atom[]): { expr: Expr; type: string } {
  const [first, second] = atoms
  if (!second) return first!
  const type = productType(atoms.map((atom) => atom.type))
  return {
    expr: {
      kind: 'call',
      fn: 'multiply',
      args: [first!.expr, second.expr],
      type,
      nullable: first!.nullable || second.nullable,
    },
    type,
  }
}

function scaled(value: Summed, { times, over }: Term): Summed {
  const multiplied = times === 1 ? value : typed('multiply', value, numbered(times))
  return over === 1 ? multiplied : typed('divide', multiplied, numbered(over))
}

interface Valued extends Summed {
  /** Is it 0 and not missing where there is nothing to add: a count? */
  readonly never: boolean
}

function partSum(part: Part, cells: Cells): Valued | null {
  const kept = part.terms.filter(({ times }) => times !== 0)
  const values = kept.map((term): Valued => {
    if (term.atoms.length === 0)
      return { ...scaled(added(countPart(part, cells.counts), cells), term), never: true }
    const { expr, type } = productOf(term.atoms)
    const of = guarded(guardOf(part, term.atoms), expr, type)
    const cell = added({ fn: 'sum', of, family: sumFamily(term.atoms) }, cells)
    return { ...scaled(cell, term), never: false }
  })
  const [first, ...more] = values
  if (!first) return null
  const sum = more.reduce<Summed>((all, one) => typed('add', all, one), first)
  return { ...sum, never: values.every(({ never }) => never) }
}

const added = (cell: BaseCell, cells: Cells): Summed => ({ expr: cells.add(cell), type: typeOfCell(cell) })
const ZERO = numbered(0)

/** The sum of a form over the rows of a group, from sums and counts of its parts. */
export function sumOf(form: Form, cells: Cells): Summed {
  const values = form.parts.flatMap((part) => partSum(part, cells) ?? [])
  const zeros = values.length < form.parts.length
  const [first, ...more] = values
  // Nothing but zeros: zero for every row that there is.
  if (!first) return ofNone(typed('multiply', countOf(form, cells), ZERO), form, cells)
  if (more.length === 0 && !zeros && !first.never) return { expr: first.expr, type: first.type }
  const filled = values.map((value): Summed => (value.never ? value : typed('coalesce', value, ZERO)))
  const { expr, type } = filled.reduce((all, one) => typed('add', all, one))
  if (zeros || values.some(({ never }) => never)) return ofNone({ expr, type }, form, cells)
  const empty = call('and', ...values.map((value) => call('is_null', value.expr)))
  const branches = [branch(empty, { kind: 'nothing' })]
  return { expr: { kind: 'case', branches, otherwise: expr }, type }
}

/** The sum of no rows is missing, and a count is 0. Over persons neither is ever shown. */
function ofNone(sum: Summed, form: Form, cells: Cells): Summed {
  if (cells.persons) return sum
  const none = call('eq', countOf(form, cells).expr, ZERO.expr)
  const branches = [branch(none, { kind: 'nothing' })]
  return { expr: { kind: 'case', branches, otherwise: sum.expr }, type: sum.type }
}

/** On how many rows of a group a form has a value. */
export function countOf(form: Form, cells: Cells): Summed {
  if (form.total) return added(countRows([], cells.counts), cells)
  const counts = form.parts.map((part) => added(countPart(part, cells.counts), cells))
  return counts.length === 0 ? ZERO : counts.reduce((sum, one) => typed('add', sum, one))
}
