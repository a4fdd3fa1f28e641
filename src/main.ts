import { keepCompiled } from './kernel/compile-cache.ts'

/** `npm start`: the whole system, with the demo space on first run. */
keepCompiled()
const [{ start }, { failWith }] = await Promise.all([import('./cli/start.ts'), import('./cli/output.ts')])
await start({ home: process.env.XINYU_HOME ?? 'data', demo: true }).catch(failWith)
