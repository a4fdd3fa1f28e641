import type { Expr, RowFunction } from '../../plan/row.ts'
import { type Node, wholeOf } from '../node.ts'
import { type Family, familyOf } from '../types.ts'
import type { Value } from '../value.ts'
import { type Call, type Lowering, plain, textExpr, wholeExpr } from './model.ts'
import { mustBe } from './typed.ts'

const TEXT = { zh: '文本', en: 'text' }
const isText = (family: Family) => family === 'text'
const text = (call: Call, node: Node | undefined): Value =>
  node ? mustBe(call, call.row(node), isText, TEXT) : call.misused()

const LONGEST = 255
const place = (call: Call, node: Node | undefined): number => {
  const whole = node ? wholeOf(node) : undefined
  return whole !== undefined && whole >= 1 && whole <= LONGEST ? whole : call.misused()
}

const same =
  (fn: RowFunction, type: string): Lowering =>
  (call) =>
    call.args.length === 1 ? plain(call, fn, [text(call, call.args[0])], { type }) : call.misused()

const side =
  (fn: RowFunction): Lowering =>
  (call) => {
    if (call.args.length !== 2) return call.misused()
    const [of, length] = [text(call, call.args[0]), place(call, call.args[1])]
    return plain(call, fn, [of], { type: 'VARCHAR', args: [of.expr, wholeExpr(length)] })
  }

/** From a place on; from the first it is `left`, so that both ways of writing are one key. */
function substring(call: Call): Value {
  if (call.args.length < 2 || call.args.length > 3) return call.misused()
  const [of, from] = [text(call, call.args[0]), place(call, call.args[1])]
  const length = call.args[2] ? place(call, call.args[2]) : LONGEST
  return from === 1
    ? plain(call, 'left', [of], { type: 'VARCHAR', args: [of.expr, wholeExpr(length)] })
    : plain(call, 'substring', [of], { type: 'VARCHAR', args: [of.expr, wholeExpr(from), wholeExpr(length)] })
}

/** As text for joining it to text: numbers, dates and truth values are written out. */
function written(call: Call, node: Node): { value: Value; expr: Expr } {
  const value = mustBe(call, call.row(node), (family) => family !== 'other', TEXT)
  const expr: Expr = isText(familyOf(value.type))
    ? value.expr
    : { kind: 'call', fn: 'to_text', args: [value.expr], type: 'VARCHAR', nullable: value.nullable }
  return { value, expr }
}

/** `||` is missing where a part is; `concat` leaves missing parts out. */
const joined =
  (skips: boolean): Lowering =>
  (call) => {
    if (call.args.length < 2 || call.args.length > 16) return call.misused()
    const parts = call.args.map((arg) => written(call, arg))
    const args = parts.map(
      ({ value, expr }): Expr =>
        skips && value.nullable
          ? { kind: 'call', fn: 'coalesce', args: [expr, textExpr('')], type: 'VARCHAR', nullable: false }
          : expr,
    )
    const values = parts.map(({ value }) => value)
    return plain(call, 'concat', values, { type: 'VARCHAR', args, ...(skips ? { nullable: false } : {}) })
  }

export const TEXT_FUNCTIONS: readonly (readonly [name: string, Lowering])[] = [
  ['lower', same('lower', 'VARCHAR')],
  ['lcase', same('lower', 'VARCHAR')],
  ['upper', same('upper', 'VARCHAR')],
  ['ucase', same('upper', 'VARCHAR')],
  ['trim', same('trim', 'VARCHAR')],
  ['length', same('length', 'BIGINT')],
  ['len', same('length', 'BIGINT')],
  ['char_length', same('length', 'BIGINT')],
  ['left', side('left')],
  ['right', side('right')],
  ['substring', substring],
  ['substr', substring],
  ['||', joined(false)],
  ['concat', joined(true)],
]
