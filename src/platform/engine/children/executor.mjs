// Plain JavaScript on purpose: stripping types inside a waiting child costs it 16 MB.
// Waits with the library loaded, runs one query over the given Parquet files with everything else shut, and ends.
import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { bring } from './members.mjs'

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.once('message', (work) => {
  process.send({ type: 'begun' })
  void run(work)
    .catch((error) => ({ type: 'error', ...classify(error) }))
    .then((last) => process.send(last, () => process.kill(process.pid, 'SIGKILL')))
})
// Loading the library is most of the start-up time; the database itself waits for its work.
const { DuckDBInstance } = await import('@duckdb/node-api')
process.send({ type: 'ready' })
// Once for each version of it: a child that is killed would keep nothing of what was compiled.
flushCompileCache()

const SELECT = 1
const quote = (name) => `"${name.replaceAll('"', '""')}"`
const text = (value) => `'${value.replaceAll("'", "''")}'`

async function run(work) {
  const started = performance.now()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(work.threads),
    memory_limit: `${Math.floor(work.softMemoryBytes / 1024)}KiB`,
    // Named first: the default `.tmp` of the working folder would stay open after the lock.
    temp_directory: work.tempDirectory,
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    allow_persistent_secrets: 'false',
  })
  const connection = await instance.connect()
  // Given to `create` it is taken and not kept to (1.5.6, measured).
  await connection.run(`SET max_temp_directory_size = '${Math.floor(work.tempBytes / 1024)}KiB'`)
  const files = []
  for (const [name, paths] of Object.entries(work.tables)) {
    files.push(...paths)
    const list = paths.map(text).join(', ')
    await connection.run(`CREATE VIEW ${quote(name)} AS SELECT * FROM read_parquet([${list}])`)
  }
  await connection.run(`SET allowed_paths = [${files.map(text).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  return answer(connection, work, started)
}

async function answer(connection, work, started) {
  for (const { name, sql } of work.steps) {
    await selectOf(connection, sql)
    await connection.run(`CREATE TEMP TABLE ${quote(name)} AS ${sql}`)
  }
  const prepared = await selectOf(connection, work.sql)
  const result = await prepared.stream()
  const names = result.columnNames()
  process.send({
    type: 'columns',
    columns: result.columnTypes().map((type, i) => ({ name: names[i], type: String(type) })),
  })
  let count = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    count += chunk.rowCount
    if (count > work.maxRows) throw Object.assign(new Error('too many rows'), { kind: 'rows' })
    process.send({ type: 'rows', rows: chunk.getRows().map((row) => row.map(cell)) })
  }
  const stream = async (sql) => (await selectOf(connection, sql)).stream()
  const members = work.members ? await bring(stream, work) : null
  return { type: 'done', elapsedMs: performance.now() - started, peakBytes: peak(), members }
}

/** The lock of DuckDB leaves the temp folder open to COPY and ATTACH: nothing but one SELECT gets that far. */
async function selectOf(connection, sql) {
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) throw refused('more than one statement')
  const prepared = await statements.prepare(0)
  if (prepared.statementType !== SELECT) throw refused('not a SELECT')
  return prepared
}

const refused = (what) => Object.assign(new Error(what), { kind: 'refused' })

/** A value as JSON: exact text where a number could not hold it, ISO text for dates and times. */
function cell(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return whole(value)
  const kind = value.constructor.name
  if (kind === 'DuckDBDecimalValue') return decimal(value)
  if (kind.startsWith('DuckDBTimestamp')) return value.toString().replace(' ', 'T')
  return value.toString()
}

function whole(value) {
  const near = Number(value)
  return Number.isSafeInteger(near) ? near : value.toString()
}

function decimal(value) {
  const digits = value.value < 0n ? -value.value : value.value
  return digits <= 999_999_999_999_999n ? Number(value.toString()) : value.toString()
}

/** Highest resident memory of this process in bytes. */
function peak() {
  try {
    const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return line ? Number(line[1]) * 1024 : process.memoryUsage.rss()
  } catch {
    return process.memoryUsage.rss()
  }
}

/** The engine's error text may quote a value of a row: only its class leaves this process. */
function classify(error) {
  if (error.kind) return { kind: error.kind, what: error.message }
  const message = String(error.message)
  if (error.code === 'ENOSPC' || /max_temp_directory_size/i.test(message))
    return { kind: 'disk', what: 'temp disk' }
  if (/out of memory|bad_alloc|cannot allocate/i.test(message))
    return { kind: 'memory', what: 'out of memory' }
  if (/^Permission Error|configuration has been locked/i.test(message))
    return { kind: 'refused', what: 'access outside the given files' }
  const named = /^([A-Z][A-Za-z ]{2,40}Error)\b/.exec(message)
  return { kind: 'failed', what: named ? named[1] : 'engine error' }
}
