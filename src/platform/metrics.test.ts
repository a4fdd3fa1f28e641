import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('the text holds process, http and own metrics, and two servers do not share them', async () => {
  const [one, two] = [createMetrics(), createMetrics()]
  one.httpAnswered({ method: 'GET', route: '/api/products/:id', status: 200, seconds: 0.01 })
  one.counter('runs_total', 'Runs.', ['kind']).inc({ kind: 'query' }, 2)
  one.gauge('queue_size', 'Waiting jobs.', () => 7)
  const text = await one.text()
  expect(text).toContain(
    'xinyu_http_seconds_bucket{le="0.02",method="GET",route="/api/products/:id",status="200"} 1',
  )
  expect(text).toContain('xinyu_runs_total{kind="query"} 2')
  expect(text).toContain('xinyu_queue_size 7')
  expect(text).toContain('xinyu_process_resident_memory_bytes')
  expect(await two.text()).not.toContain('xinyu_runs_total')
})
