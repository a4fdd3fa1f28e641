import { start } from './cli/start.ts'
import { failWith } from './cli/output.ts'

/** `npm start`: the whole system, with the demo space on first run. */
await start({ home: process.env.XINYU_HOME ?? 'data', demo: true }).catch(failWith)
