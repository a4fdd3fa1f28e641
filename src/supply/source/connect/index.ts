import './tables.ts'

export { createSource, replaceSecret, setFeedState, setSourceState, updateSource } from './actions.ts'
export { browseTables, testAccess, testSource } from './browse.ts'
export { cancelFeed, createFeed, runFeed, updateFeed } from './feeds.ts'
export { hostsOf } from './hosts.ts'
export { registerFeedJob } from './job.ts'
export { migrations as connectMigrations } from './migrations.ts'
export {
  FeedChange,
  FeedView,
  NewFeed,
  NewSource,
  SourceBrief,
  SourceChange,
  SourceView,
  TableView,
  TestReport,
} from './model.ts'
export { connectRoutes } from './routes.ts'
export { enqueueDue, TICK_MS } from './schedule.ts'
export { openWay, WayFailed } from './service/net/ask.ts'
export { pushMigrations, pushRoutes } from './service/push/index.ts'
export type { Batch, Cell, Connection, Cursor, Hosts, ReadWork, SourceDriver, SourceTable } from './source.ts'
export { sweepSpools } from './spool.ts'
export { feedView, listSources, ownFeed, ownSource, sourceView } from './store.ts'
