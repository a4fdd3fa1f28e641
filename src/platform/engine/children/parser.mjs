// Plain JavaScript on purpose: stripping types inside a waiting child costs it 16 MB.
// Parses SQL texts with DuckDB's own parser, for the life of the server. It has no tables and opens no file.
import { DuckDBInstance } from '@duckdb/node-api'

const instance = await DuckDBInstance.create(':memory:', {
  threads: '1',
  memory_limit: '256MB',
  temp_directory: '',
  enable_external_access: 'false',
  lock_configuration: 'true',
})
const connection = await instance.connect()

/** DuckDB's tree as JSON text, or its own JSON of the error. */
async function parse(sql) {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
  return reader.getRows()[0][0]
}

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', (request) => {
  parse(request.sql).then(
    (tree) => process.send({ id: request.id, tree }),
    (error) =>
      process.send({
        id: request.id,
        tree: JSON.stringify({ error: true, error_type: 'engine', error_message: String(error.message) }),
      }),
  )
})
await parse('SELECT 1')
process.send({ type: 'ready' })
