import type { Migration } from '../../../platform/postgres/index.ts'

export const payloadMigrations: readonly Migration[] = [
  {
    name: '0002_sealed_payloads',
    sql: `
      alter table evidence_payload alter column body drop not null;
      alter table evidence_payload add column key text, add column sealed bytea;
      alter table evidence_payload add constraint evidence_payload_form
        check ((body is null) = (sealed is not null) and (key is null) = (sealed is null));
      -- Left open by an older version; empty soon after the first start.
      create index evidence_payload_open on evidence_payload (entry_id) where body is not null;`,
  },
]
