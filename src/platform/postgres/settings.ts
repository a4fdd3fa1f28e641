/** `full`: a commit is on disk when it is acknowledged. `none`: for test databases that nobody needs after the run. */
export type Durability = 'full' | 'none'

/** Command-line settings of our own PostgreSQL: small, local, quiet about the values in statements. */
export function settings(socketFolder: string, durability: Durability): string[] {
  const sync = durability === 'full' ? 'on' : 'off'
  const values: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: '32MB',
    maintenance_work_mem: '32MB',
    work_mem: '8MB',
    temp_buffers: '2MB',
    max_wal_size: '256MB',
    min_wal_size: '32MB',
    jit: 'off',
    huge_pages: 'off',
    // Fewer processes: idle memory counts. Reads are from the page cache, so I/O workers would only wait.
    io_method: 'sync',
    max_parallel_workers: 0,
    max_parallel_workers_per_gather: 0,
    max_worker_processes: 2,
    max_logical_replication_workers: 0,
    autovacuum_max_workers: 1,
    wal_level: 'minimal',
    max_wal_senders: 0,
    fsync: sync,
    synchronous_commit: sync,
    full_page_writes: sync,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Values of a failed statement (a name, a card number) must not reach the log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
