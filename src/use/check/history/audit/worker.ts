import { parentPort, workerData } from 'node:worker_threads'
import loader from 'highs'
import { boundsOf, type Solve, type System } from './bounds.ts'

/** A thread of its own: a solver does not let others work meanwhile. One message for each bound, and a last one. */
if (parentPort) {
  // The module is CommonJS: what is imported is the loader itself, whatever its types say.
  const highs = await (loader as unknown as typeof loader.default)()
  const solve: Solve = (program) => {
    const solution = highs.solve(program, { output_flag: false, time_limit: 20 })
    if (solution.Status === 'Unbounded') return 'unbounded'
    if (solution.Status !== 'Optimal') return 'infeasible'
    const columns = solution.Columns as Record<string, { Primal?: number } | undefined>
    return { value: solution.ObjectiveValue, column: (name) => columns[name]?.Primal ?? 0 }
  }
  for (const bound of boundsOf(workerData as System, solve)) parentPort.postMessage(bound)
  parentPort.postMessage(null)
}
