/* oxlint-disable typescript/unbound-method, typescript/no-unnecessary-type-assertion -- the overloads of pg cannot be spelt out */
import pg from 'pg'
import { Joined, type Sent } from './joined.ts'
import type { Names } from './names.ts'

/**
 * Opens a statement that its transaction sends last: it is held back and travels with the COMMIT. What it answers is
 * not seen; when it fails, the commit fails with its error and nothing is written.
 */
export const WITH_COMMIT = '/* with commit */ '

const ENDS = new Set(['commit', 'rollback'])

/**
 * The connection class of a pool: saves round trips, by far the larger part of what a short transaction costs. BEGIN
 * travels with the first statement, the last one with COMMIT. Each pair is one message to the server that fails as a
 * whole, so nothing is ever executed outside the transaction.
 */
export function clientOf(names: Names): typeof pg.Client {
  return class extends pg.Client {
    /** BEGIN was asked for and not sent yet. */
    #opening = false
    #held: Sent | null = null

    // The overloads of pg are many; Kysely calls with a text and its values, everyone else gets what pg does.
    override query(...args: unknown[]): never {
      const [text, values] = args
      const plain =
        typeof text === 'string' && args.length <= 2 && (values === undefined || Array.isArray(values))
      return (
        plain ? this.#plain({ text, values: values as unknown[] | undefined }) : this.#other(args)
      ) as never
    }

    #other(args: readonly unknown[]): unknown {
      this.#open()
      return this.#pass(args)
    }

    /** Sends the BEGIN that is due by itself. It fails only with the connection, and then what follows says so. */
    #open(): void {
      if (this.#opening) this.#send({ text: 'begin' }).catch(() => {})
      this.#opening = false
    }

    #pass(args: readonly unknown[]): unknown {
      return Reflect.apply(super.query, this, args)
    }

    #plain(sent: Sent): Promise<unknown> {
      const { text, values = [] } = sent
      if (text === 'begin') {
        this.#opening = true
        return answered('BEGIN')
      }
      // Without values it may be several statements, which only travel alone.
      if (values.length === 0 && !ENDS.has(text)) this.#open()
      const [opens, held] = [this.#opening, this.#held]
      const inside = opens || this.getTransactionStatus() === 'T'
      if (inside && text.startsWith(WITH_COMMIT) && !held) {
        this.#held = sent
        return answered('SELECT')
      }
      this.#opening = false
      this.#held = null
      if (text === 'rollback' && opens) return answered('ROLLBACK')
      if (text === 'commit' && held) return this.#join(held, { opens, closes: true })
      if (text === 'commit' && opens) return answered('COMMIT')
      if (held && text !== 'rollback')
        return this.#join(held, { opens, closes: false }).then(() => this.#plain(sent))
      return opens ? this.#join(sent, { opens, closes: false }) : this.#send(sent)
    }

    #send(sent: Sent): Promise<unknown> {
      const name = sent.values?.length ? names.of(sent.text) : undefined
      if (name) return this.#join(sent, { opens: false, closes: false })
      return this.#pass([sent.text, sent.values]) as Promise<unknown>
    }

    #join(sent: Sent, ends: { opens: boolean; closes: boolean }): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const done = (error: Error | null, result?: unknown) => (error ? reject(error) : resolve(result))
        this.#pass([new Joined({ ...sent, name: names.of(sent.text) }, ends, done)])
      })
    }
  } as typeof pg.Client
}

const answered = (command: string) => Promise.resolve({ command, rowCount: null, rows: [] })
