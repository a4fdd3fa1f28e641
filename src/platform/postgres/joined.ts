import pg from 'pg'

export interface Sent {
  readonly text: string
  readonly values?: unknown[] | undefined
  readonly name?: string | undefined
}

/** What `pg` keeps to itself: its connection, and the hooks by which a query writes and reads its messages. */
interface Wire {
  readonly submittedNamedStatements: Record<string, string>
  parse(statement: { name: string; text: string }): void
  bind(portal: object): void
  execute(portal: object): void
  sync(): void
}

interface WireQuery {
  name: string | undefined
  callback: (error: Error | null, result?: unknown) => void
  requiresPreparation(): boolean
  prepare(connection: Wire): void
  _getRows(connection: Wire): void
  handleCommandComplete(message: { text: string }, connection: Wire): void
  handleError(error: Error, connection: Wire): void
}

const Query = pg.Query as unknown as new (text: string, values?: unknown[]) => WireQuery

/**
 * A statement with BEGIN before it or COMMIT behind it, sent as one: the server answers once, and skips what follows
 * a failure. With COMMIT the result is that of the COMMIT, whose command is ROLLBACK in a transaction that had failed.
 */
export class Joined extends Query {
  readonly #opens: boolean
  readonly #closes: boolean
  readonly #named: string | undefined
  #completed = 0

  constructor(
    sent: Sent,
    { opens, closes }: { opens: boolean; closes: boolean },
    done: (error: Error | null, result?: unknown) => void,
  ) {
    super(sent.text, sent.values)
    this.name = sent.name
    this.#opens = opens
    this.#closes = closes
    this.#named = sent.name
    this.callback = (error, result) => done(error, this.#closes ? this.#closed : result)
  }

  #closed = { command: 'ROLLBACK', rowCount: null, rows: [] }

  override requiresPreparation(): boolean {
    return true
  }

  override prepare(connection: Wire): void {
    if (this.#opens) bare(connection, 'begin')
    super.prepare(connection)
    // BEGIN is parsed first: pg must not take its answer for that of the named statement.
    if (this.#opens) this.name = undefined
  }

  override _getRows(connection: Wire): void {
    connection.execute({})
    if (this.#closes) bare(connection, 'commit')
    connection.sync()
  }

  override handleCommandComplete(message: { text: string }, connection: Wire): void {
    const at = this.#completed++ - (this.#opens ? 1 : 0)
    if (at < 0) this.name = this.#named
    else if (at === 0) super.handleCommandComplete(message, connection)
    else this.#closed = { ...this.#closed, command: message.text }
  }

  override handleError(error: Error, connection: Wire): void {
    if (this.#named) delete connection.submittedNamedStatements[this.#named]
    super.handleError(error, connection)
  }
}

function bare(connection: Wire, text: string): void {
  connection.parse({ name: '', text })
  connection.bind({})
  connection.execute({})
}
