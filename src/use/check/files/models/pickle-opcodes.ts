import type { Machine, Value } from './pickle.ts'

type Step = (machine: Machine) => void

/** Opcodes of all protocols (0 to 5) by their byte, as in CPython's `pickletools`. */
export const OPCODES: Readonly<Record<number, Step>> = Object.fromEntries(
  Object.entries(steps()).map(([name, step]) => [
    name.length === 1 ? name.charCodeAt(0) : Number.parseInt(name, 16),
    step,
  ]),
)

function steps(): Record<string, Step> {
  const text =
    (length: (m: Machine) => number): Step =>
    (m) =>
      m.push(m.take(length(m)).toString('utf8'))
  const raw =
    (length: (m: Machine) => number): Step =>
    (m) =>
      m.push(m.take(length(m)))
  const [one, four, eight] = [
    (m: Machine) => m.take(1)[0]!,
    (m: Machine) => m.take(4).readUInt32LE(),
    (m: Machine) => m.long(),
  ]
  const tuple =
    (count: number): Step =>
    (m) => {
      const items: Value[] = []
      for (let i = 0; i < count; i++) items.unshift(m.pop())
      m.push({ kind: 'tuple', items })
    }
  const remember =
    (key: (m: Machine) => number): Step =>
    (m) =>
      void m.memo.set(key(m), m.top())
  const recall =
    (key: (m: Machine) => number): Step =>
    (m) => {
      const value = m.memo.get(key(m))
      if (value === undefined) throw new RangeError('no such memo')
      m.push(value)
    }
  const skip =
    (length: number): Step =>
    (m) => {
      m.take(length)
      m.push(null)
    }
  return {
    '(': (m) => m.mark(),
    '0': (m) => void m.stack.pop(),
    '1': (m) => void m.toMark(),
    '2': (m) => m.push(m.top()),
    F: (m) => m.push(Number(m.line())),
    I: (m) => {
      const line = m.line()
      m.push(line === '01' ? true : line === '00' ? false : Number(line))
    },
    J: (m) => m.push(m.take(4).readInt32LE()),
    K: (m) => m.push(one(m)),
    L: (m) => m.push(BigInt(m.line().replace(/L$/, ''))),
    M: (m) => m.push(m.take(2).readUInt16LE()),
    N: (m) => m.push(null),
    P: (m) => m.push(m.line()),
    // An identifier that the reader's own program would resolve.
    Q: (m) => m.push(m.pop()),
    R: (m) => {
      const args = m.pop()
      m.make(m.pop(), args)
    },
    S: (m) => m.push(m.line().replaceAll(/^['"]|['"]$/g, '')),
    T: text(four),
    U: text(one),
    V: (m) => m.push(m.line()),
    X: text(four),
    a: (m) => add(m, [m.pop()]),
    b: (m) => m.build(),
    c: (m) => m.global(m.line(), m.line()),
    d: (m) => m.push({ kind: 'dict', entries: pairs(m.toMark()) }),
    '}': (m) => m.push({ kind: 'dict', entries: [] }),
    e: (m) => add(m, m.toMark()),
    g: recall((m) => Number(m.line())),
    h: recall(one),
    i: (m) => {
      const [module, name] = [m.line(), m.line()]
      const items = m.toMark()
      m.global(module, name)
      m.make(m.pop(), { kind: 'tuple', items })
    },
    j: recall(four),
    l: (m) => m.push({ kind: 'list', items: m.toMark() }),
    ']': (m) => m.push({ kind: 'list', items: [] }),
    o: (m) => {
      const [of = null, ...items] = m.toMark()
      m.make(of, { kind: 'tuple', items })
    },
    p: remember((m) => Number(m.line())),
    q: remember(one),
    r: remember(four),
    s: (m) => {
      const value = m.pop()
      const key = m.pop()
      set(m, [key, value])
    },
    t: (m) => m.push({ kind: 'tuple', items: m.toMark() }),
    ')': (m) => m.push({ kind: 'tuple', items: [] }),
    u: (m) => set(m, m.toMark()),
    G: (m) => m.push(m.take(8).readDoubleBE()),
    B: raw(four),
    C: raw(one),
    '80': (m) => void m.take(1),
    '81': (m) => {
      const args = m.pop()
      m.make(m.pop(), args)
    },
    // Extensions are registered in the reader's program: nobody knows what they call.
    '82': skip(1),
    '83': skip(2),
    '84': skip(4),
    '85': tuple(1),
    '86': tuple(2),
    '87': tuple(3),
    '88': (m) => m.push(true),
    '89': (m) => m.push(false),
    '8a': (m) => m.push(integer(m.take(one(m)))),
    '8b': (m) => m.push(integer(m.take(four(m)))),
    '8c': text(one),
    '8d': text(eight),
    '8e': raw(eight),
    '8f': (m) => m.push({ kind: 'set', items: [] }),
    '90': (m) => add(m, m.toMark()),
    '91': (m) => m.push({ kind: 'set', items: m.toMark() }),
    '92': (m) => {
      const named = m.pop()
      const args = m.pop()
      m.make(m.pop(), { kind: 'tuple', items: [args, named] })
    },
    '93': (m) => {
      const name = m.pop()
      const module = m.pop()
      if (typeof name !== 'string' || typeof module !== 'string') throw new RangeError('no name')
      m.global(module, name)
    },
    '94': (m) => void m.memo.set(m.memo.size, m.top()),
    '95': (m) => void m.take(8),
    '96': raw(eight),
    '97': (m) => m.push(null),
    '98': () => {},
  }
}

/** Little-endian two's complement. Numbers of more than 16 bytes are no numbers of a model. */
function integer(bytes: Buffer): number | bigint {
  if (bytes.length > 16) return 0
  let value = 0n
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte)
  if (bytes.length > 0 && bytes.at(-1)! > 127) value -= 1n << BigInt(8 * bytes.length)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function pairs(items: readonly Value[]): [Value, Value][] {
  const found: [Value, Value][] = []
  for (let i = 0; i + 1 < items.length; i += 2) found.push([items[i]!, items[i + 1]!])
  return found
}

function add(m: Machine, items: readonly Value[]): void {
  const to = m.top()
  if (to === null || typeof to !== 'object' || Buffer.isBuffer(to)) return
  if (to.kind === 'list' || to.kind === 'set' || to.kind === 'object')
    for (const item of items) to.items.push(item)
}

function set(m: Machine, items: readonly Value[]): void {
  const to = m.top()
  if (to === null || typeof to !== 'object' || Buffer.isBuffer(to)) return
  if (to.kind === 'dict') to.entries.push(...pairs(items))
  else if (to.kind === 'object') to.items.push(...items)
}
