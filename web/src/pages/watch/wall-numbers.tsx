import type { ReactNode } from 'react'
import type { Wall } from '../../api/watch.ts'
import { bytes, duration, exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Who is on duty, what waits at the airlock, and the head of the evidence. */
export function WallSide({ of }: { readonly of: Wall }) {
  const { t } = useFormat()
  const { airlock, evidence } = of
  return (
    <div className="wall-tiles">
      <Tile name={t('watch.onDuty')} meaning={of.onDuty ? '' : 'no'}>
        {of.onDuty ? (of.onDutyName ?? t('watch.somebody')) : `⊘ ${t('watch.noDuty')}`}
      </Tile>
      <Tile
        name={t('watch.airlockWaits')}
        say={
          airlock.oldestMs === null
            ? t('watch.airlockNone')
            : t('watch.airlockOldest', { time: duration(airlock.oldestMs) })
        }
      >
        {exact(airlock.waiting)}
      </Tile>
      <Tile
        name={t('home.head')}
        meaning="seal"
        say={
          <>
            <span className="mono">{evidence.root.slice(0, 12)}…</span>{' '}
            {t('watch.witnessed', { size: exact(evidence.witnessed) })}
          </>
        }
      >
        ◈ {exact(evidence.size)}
      </Tile>
    </div>
  )
}

interface TileProps {
  readonly name: string
  readonly meaning?: string
  readonly say?: ReactNode
  readonly children: ReactNode
}

function Tile({ name, meaning = '', say, children }: TileProps) {
  return (
    <section className="wall-card wall-tile">
      <h2>{name}</h2>
      <b className={meaning}>{children}</b>
      {say && <small>{say}</small>}
    </section>
  )
}

/** From here on the machine is nearly full. */
const NEARLY_FULL = 0.85

/** How busy the machine is. */
export function WallLoad({ load }: { readonly load: Wall['load'] }) {
  const { t } = useFormat()
  const memory = load.memoryTotalBytes > 0 ? load.memoryBytes / load.memoryTotalBytes : 0
  return (
    <section className="wall-card wall-load" aria-label={t('watch.load')}>
      <Meter name={t('watch.cpu')} share={load.cpu} say={`${Math.round(load.cpu * 100)}%`} />
      <Meter
        name={t('watch.memory')}
        share={memory}
        say={`${bytes(load.memoryBytes)} / ${bytes(load.memoryTotalBytes)}`}
      />
      <Figure name={t('watch.cells')} value={exact(load.cellsPerMinute)} />
      <Figure name={t('watch.waitingWork')} value={exact(load.queue)} />
    </section>
  )
}

function Meter({
  name,
  share,
  say,
}: {
  readonly name: string
  readonly share: number
  readonly say: string
}) {
  const full = share >= NEARLY_FULL
  return (
    <div>
      <span>
        {name} <b className={full ? 'warn' : ''}>{full ? `◔ ${say}` : say}</b>
      </span>
      <div
        className="bar"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <i className={full ? 'full' : ''} style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
    </div>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <span>{name}</span>
      <b>{value}</b>
    </div>
  )
}

/** What flowed within the last hour, in the order in which data goes through the space. */
export function WallFlow({ flows }: { readonly flows: Wall['flows'] }) {
  const { t, number } = useFormat()
  return (
    <section className="wall-card wall-flow" aria-label={t('watch.flows')}>
      <h2>{t('watch.flows')}</h2>
      <ol>
        {flows.map((flow) => (
          <li key={flow.kind}>
            <span>{t(`watch.flow.${flow.kind}`, { defaultValue: flow.kind })}</span>
            <b>{number(flow.count)}</b>
            <small>{flow.bytes > 0 ? bytes(flow.bytes) : '\u00a0'}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
