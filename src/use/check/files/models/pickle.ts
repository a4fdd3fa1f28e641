import type { Look } from '../look/look.ts'
import { arrayIn, type NdArray, wrapped } from './numpy.ts'
import { OPCODES } from './pickle-opcodes.ts'

/** What a pickle would build, read without building it: no name in it is ever looked up, no function called. */
export type Value = null | boolean | number | bigint | string | Buffer | Node
export type Node =
  | { readonly kind: 'tuple' | 'list' | 'set'; readonly items: Value[] }
  | { readonly kind: 'dict'; readonly entries: [Value, Value][] }
  | { readonly kind: 'global'; readonly module: string; readonly name: string }
  | Made
  | NdArray

/** An object: what would be called, with what, and the state that it would be given. */
export interface Made {
  readonly kind: 'object'
  readonly of: Value
  readonly args: Value
  state: Value
  readonly items: Value[]
  /** Set where it turned out to be an array. */
  array?: NdArray
}

export interface Unpickled {
  readonly value: Value
  readonly globals: ReadonlySet<string>
  /** Where it ended; -1 where it broke off. */
  readonly end: number
}

const MARK = Symbol('mark')
type Slot = Value | typeof MARK

/** The state while a pickle is read. */
export class Machine {
  readonly bytes: Buffer
  readonly look: Look
  readonly globals: Set<string>
  readonly stack: Slot[] = []
  readonly memo = new Map<number, Value>()
  at: number

  constructor(look: Look, bytes: Buffer, at: number, globals: Set<string>) {
    this.look = look
    this.bytes = bytes
    this.at = at
    this.globals = globals
  }

  push(value: Slot): void {
    this.stack.push(value)
  }

  pop(): Value {
    const value = this.stack.pop()
    if (value === undefined || value === MARK) throw new RangeError('empty stack')
    return value
  }

  top(): Value {
    const value = this.stack.at(-1)
    if (value === undefined || value === MARK) throw new RangeError('empty stack')
    return value
  }

  mark(): void {
    this.stack.push(MARK)
  }

  toMark(): Value[] {
    const at = this.stack.lastIndexOf(MARK)
    if (at < 0) throw new RangeError('no mark')
    const items = this.stack.splice(at).slice(1)
    this.look.use('steps', items.length, 'pickle')
    return items as Value[]
  }

  take(length: number): Buffer {
    if (length < 0 || this.at + length > this.bytes.length) throw new RangeError('end of bytes')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at)
    if (end < 0) throw new RangeError('end of bytes')
    return this.take(end + 1 - this.at)
      .subarray(0, -1)
      .toString('utf8')
  }

  /** A length of 8 bytes that this machine can hold. */
  long(): number {
    return Number(this.take(8).readBigUInt64LE())
  }

  global(module: string, name: string): void {
    this.globals.add(`${module}.${name}`)
    this.push({ kind: 'global', module, name })
  }

  make(of: Value, args: Value): void {
    const made: Made = { kind: 'object', of, args, state: null, items: [] }
    const array = arrayIn(made)
    if (array) made.array = array
    this.push(made)
  }

  build(): void {
    const state = this.pop()
    const made = this.top()
    if (made === null || typeof made !== 'object' || Buffer.isBuffer(made) || made.kind !== 'object') return
    made.state = state
    const array = arrayIn(made) ?? wrapped(made, this)
    if (array) made.array = array
  }
}

/** Reads one pickle from `at`; what broke off is answered as far as it came. @throws Overrun */
export function unpickle(look: Look, bytes: Buffer, at = 0, globals = new Set<string>()): Unpickled {
  const machine = new Machine(look, bytes, at, globals)
  try {
    for (;;) {
      look.use('steps', 1, 'pickle')
      const code = machine.take(1)[0]!
      if (code === 0x2e) return { value: machine.pop(), globals, end: machine.at }
      const step = OPCODES[code]
      if (!step) break
      step(machine)
    }
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError) && !(error instanceof SyntaxError))
      throw error
  }
  const rest = machine.stack.filter((slot): slot is Value => slot !== MARK)
  return { value: { kind: 'list', items: rest }, globals, end: -1 }
}
