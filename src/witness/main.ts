import { parseArgs } from 'node:util'
import { runWitness } from './run.ts'

/** The witness alone, with nothing else of the system loaded: `node src/witness/main.ts --folder …`. */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    log: { type: 'string', multiple: true, default: [] },
    port: { type: 'string', default: '8090' },
    host: { type: 'string', default: '127.0.0.1' },
    guard: { type: 'string' },
    adopt: { type: 'string' },
    'key-only': { type: 'boolean' },
  },
})
const { folder, name, log: logs, port, host, guard, adopt, 'key-only': keyOnly } = values
process.exitCode = await runWitness({ folder, name, logs, port: Number(port), host, guard, adopt, keyOnly })
