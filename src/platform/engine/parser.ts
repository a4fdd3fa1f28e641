import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Child, launch } from './launch.ts'
import type { ParserMessage, ParserRequest } from './message.ts'

export type ParseResult = { ok: true; tree: Json } | { ok: false; message: string; offset: number | null }

export interface Parser {
  parse(sql: string): Promise<ParseResult>
  start(): Promise<void>
  stop(): void
  pid(): number | undefined
}

interface Live {
  readonly child: Child
  readonly ready: Promise<void>
  readonly waiting: Map<number, (tree: string | null) => void>
}

/**
 * One long-lived child that turns text into DuckDB's tree. It dies of a text that takes too long and is started
 * again with the next one; a text that kills it is an error, never a hang.
 */
export function createParser(options: {
  wrapper: readonly string[]
  maxTextBytes: number
  timeMs: number
}): Parser {
  let live: Live | null = null
  let last = 0

  function begin(): Live {
    const child = launch('parser.mjs', options.wrapper, 128)
    const waiting: Live['waiting'] = new Map()
    let started = () => {}
    const ready = new Promise<void>((resolve) => {
      started = resolve
    })
    child.process.on('message', (message: ParserMessage) => {
      if ('type' in message) return started()
      waiting.get(message.id)?.(message.tree)
    })
    const mine: Live = { child, ready, waiting }
    void child.closed.then(() => {
      if (live === mine) live = null
      started()
      for (const answer of waiting.values()) answer(null)
    })
    return mine
  }

  async function ask(sql: string): Promise<string | null> {
    live ??= begin()
    const { child, ready, waiting } = live
    await ready
    const id = ++last
    const timer = setTimeout(() => child.kill(), options.timeMs)
    const answer = new Promise<string | null>((resolve) => waiting.set(id, resolve))
    const request: ParserRequest = { id, sql }
    if (!child.process.connected || !child.process.send(request, () => {})) {
      if (!child.process.connected) waiting.get(id)?.(null)
    }
    return answer.finally(() => {
      clearTimeout(timer)
      waiting.delete(id)
    })
  }

  return {
    async parse(sql) {
      const bytes = Buffer.byteLength(sql)
      if (bytes > options.maxTextBytes)
        throw new XinyuError('ENGINE_TEXT_TOO_LONG', { limit: options.maxTextBytes })
      // Another user's text may have killed the child while ours was waiting in it: one more try alone.
      const tree = (await ask(sql)) ?? (await ask(sql))
      if (tree === null) throw new XinyuError('ENGINE_FAILED', { what: 'parser ended without an answer' })
      return readTree(tree, sql)
    },
    async start() {
      live ??= begin()
      await live.ready
    },
    stop() {
      live?.child.kill()
    },
    pid: () => live?.child.pid,
  }
}

/** Whole numbers that a double cannot hold become their exact text; everything else is JSON as it stands. */
function exactNumber(_key: string, value: Json, context?: { source?: string }): Json {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source && /^-?\d+$/.test(context.source) ? context.source : value
}

const parseExact = JSON.parse as (text: string, reviver: typeof exactNumber) => Json

/** `position` in DuckDB's error counts code points (its tree counts bytes): bytes go out. */
function readTree(text: string, sql: string): ParseResult {
  const tree = parseExact(text, exactNumber) as { error?: boolean; error_message?: string; position?: string }
  if (tree.error !== true) return { ok: true, tree: tree as Json }
  const points = tree.position === undefined ? Number.NaN : Number(tree.position)
  const offset = Number.isSafeInteger(points)
    ? Buffer.byteLength(Array.from(sql).slice(0, points).join(''))
    : null
  return { ok: false, message: tree.error_message ?? 'syntax error', offset }
}
