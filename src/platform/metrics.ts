import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  /** Observes one answered request. `route` is the pattern (`/api/products/:id`), never the address itself. */
  httpAnswered(request: { method: string; route: string; status: number; seconds: number }): void
  counter(name: string, help: string, labels?: readonly string[]): Counter
  gauge(name: string, help: string, read?: () => number | Promise<number>): Gauge
  histogram(name: string, help: string, buckets: readonly number[], labels?: readonly string[]): Histogram
  /** The text that Prometheus reads. */
  text(): Promise<string>
}

/** A registry of its own for one server. Names get the prefix `xinyu_`; labels must be few: never ids of persons or runs. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'xinyu_', gcDurationBuckets: [0.01, 0.1, 1] })
  const base = { registers: [registry] }
  const http = new Histogram({
    ...base,
    name: 'xinyu_http_seconds',
    help: 'Seconds from request to answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  })
  return {
    registry,
    httpAnswered: ({ method, route, status, seconds }) =>
      http.observe({ method, route, status: String(status) }, seconds),
    counter: (name, help, labels = []) =>
      new Counter({ ...base, name: `xinyu_${name}`, help, labelNames: [...labels] }),
    gauge: (name, help, read) =>
      new Gauge({
        ...base,
        name: `xinyu_${name}`,
        help,
        ...(read && {
          async collect(this: Gauge) {
            this.set(await read())
          },
        }),
      }),
    histogram: (name, help, buckets, labels = []) =>
      new Histogram({ ...base, name: `xinyu_${name}`, help, buckets: [...buckets], labelNames: [...labels] }),
    text: () => registry.metrics(),
  }
}
