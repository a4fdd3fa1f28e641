import { useTranslation } from 'react-i18next'
import { type SystemView, useSystem } from '../../api/system.ts'
import { bytes, duration, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'

/** What is present, what is degraded, and the one line that mends it. */
export function Component() {
  const { t } = useTranslation()
  const system = useSystem()
  const well =
    system.data && system.data.checks.every((check) => check.state === 'ok') && healthy(system.data)
  return (
    <Page
      title={t('shell.health')}
      sub={t('system.about')}
      chips={
        system.data && (
          <Chip meaning={well ? 'ok' : healthy(system.data) ? 'warn' : 'no'}>
            {t(well ? 'system.well' : healthy(system.data) ? 'system.degraded' : 'system.sick')}
          </Chip>
        )
      }
    >
      <Loaded of={system} lines={10}>
        {(data) => <System data={data} />}
      </Loaded>
    </Page>
  )
}

const healthy = (system: SystemView) => system.evidence.why === null

function System({ data }: { readonly data: SystemView }) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  const { evidence } = data
  return (
    <div className="grid g2">
      <div className="stack">
        <Card title={t('system.checks')}>
          <Table
            caption={t('system.checks')}
            rows={data.checks}
            rowKey={(row) => row.id}
            columns={[
              { key: 'says', title: t('system.check'), cell: (row) => pick(row) },
              {
                key: 'state',
                title: t('contract.state'),
                cell: (row) => <State kind="check" value={row.state} />,
              },
              {
                key: 'fix',
                title: t('system.fix'),
                cell: (row) =>
                  row.fix ? <code className="break">{row.fix}</code> : <span className="faint">—</span>,
              },
            ]}
          />
        </Card>
        {data.confinement.notes.length > 0 && (
          <Card title={t('system.confinement')}>
            <ul className="terms">
              {data.confinement.notes.map((note) => (
                <li key={note} className="break">
                  {note}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
      <div className="stack">
        <Card title={t('system.running')}>
          <Facts
            one
            rows={[
              { key: 'version', name: t('system.version'), value: data.version },
              { key: 'node', name: t('system.node'), value: data.node },
              { key: 'uptime', name: t('system.uptime'), value: duration(data.uptimeMs) },
              { key: 'memory', name: t('system.memory'), value: bytes(data.memoryBytes) },
              { key: 'database', name: t('system.database'), value: t(`system.databases.${data.database}`) },
              { key: 'limit', name: t('system.confinement'), value: data.confinement.memory },
            ]}
          />
        </Card>
        <Card
          title={t('home.head')}
          extra={
            <Chip meaning={healthy(data) ? 'ok' : 'no'}>
              {t(healthy(data) ? 'home.headWell' : 'home.headSick')}
            </Chip>
          }
        >
          <Facts
            one
            rows={[
              { key: 'size', name: t('home.entries'), value: exact(evidence.size) },
              {
                key: 'state',
                name: t('contract.state'),
                value: `${t(`system.states.${evidence.state}`)}${evidence.why ? ` · ${evidence.why}` : ''}`,
              },
              { key: 'relinked', name: t('system.relinked'), value: exact(evidence.relinked) },
              { key: 'unknown', name: t('system.unknown'), value: exact(evidence.unknown) },
              { key: 'key', name: t('system.vkey'), value: <Hash value={evidence.vkey} length={32} /> },
            ]}
          />
        </Card>
      </div>
    </div>
  )
}
