import '../../style/workbench.css'
import { useTranslation } from 'react-i18next'
import { type WitnessView, useWitnesses, type Witnesses } from '../../api/log.ts'
import { exact } from '../../lib/format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { EvidencePage } from './room.tsx'

const LOOKS = { current: 'ok', late: 'warn', unreachable: 'warn', conflict: 'no' } as const

/** Who besides the operator follows the log and signs what it has seen. */
export function Component() {
  const { t } = useTranslation()
  return (
    <EvidencePage title={t('explore.witnesses')} sub={t('explore.witnessesAbout')}>
      <Loaded of={useWitnesses()} lines={8}>
        {(data) => <Parties of={data} />}
      </Loaded>
    </EvidencePage>
  )
}

/** How far the quorum has come. */
function Standing({ of }: { readonly of: Witnesses }) {
  const { t } = useTranslation()
  const { witnessed } = of
  return (
    <div className={`why ${of.late || !witnessed ? 'warn' : 'ok'}`} role="status">
      <p>
        <b className="head">
          <span aria-hidden="true">{of.late || !witnessed ? '◔ ' : '✓ '}</span>
          {witnessed
            ? t('explore.witnessedUpTo', { size: exact(witnessed.size) })
            : t('explore.notYetWitnessed')}
        </b>{' '}
        {witnessed && (
          <span className="faint">
            <When at={witnessed.at} />
          </span>
        )}
      </p>
      {of.since !== null && (
        <p>
          {t('explore.waitingSince')} <When at={of.since} />
        </p>
      )}
    </div>
  )
}

function Parties({ of }: { readonly of: Witnesses }) {
  const { t } = useTranslation()
  const conflict = of.items.some((one) => one.state === 'conflict')
  return (
    <div className="stack">
      {conflict && (
        <div className="why" role="alert">
          <b className="head">{t('explore.conflict')}</b>
          <p>{t('explore.conflictWhy')}</p>
        </div>
      )}
      {of.items.length > 0 && <Standing of={of} />}
      <Card
        title={t('explore.parties')}
        extra={
          of.items.length > 0 && (
            <Chip meaning="seal">{t('explore.quorum', { quorum: of.quorum, count: of.items.length })}</Chip>
          )
        }
      >
        {of.items.length > 0 && (
          <p className="muted">{t('explore.quorumWhy', { quorum: of.quorum, count: of.items.length })}</p>
        )}
        <Table<WitnessView>
          caption={t('explore.parties')}
          rows={of.items}
          rowKey={(row) => row.vkey}
          empty={<Empty title={t('explore.noWitnesses')} hint={t('explore.noWitnessesHint')} />}
          columns={[
            {
              key: 'name',
              title: t('explore.witness'),
              cell: (row) => (
                <>
                  <b>{row.name}</b>
                  <div className="faint break">{row.url}</div>
                </>
              ),
            },
            {
              key: 'state',
              title: t('explore.state'),
              cell: (row) => (
                <>
                  <Chip meaning={LOOKS[row.state]}>{t(`explore.witnessState.${row.state}`)}</Chip>
                  <div className="faint">
                    {row.problem
                      ? t(`explore.witnessProblem.${row.problem}`, { defaultValue: row.problem })
                      : t(`explore.witnessStateWhy.${row.state}`)}
                  </div>
                </>
              ),
            },
            {
              key: 'size',
              title: t('explore.lastSeen'),
              cell: (row) =>
                row.lastSize === null ? (
                  <span className="faint">{t('explore.never')}</span>
                ) : (
                  <>
                    {t('explore.entriesOf', { size: exact(row.lastSize) })}
                    <div className="faint">
                      <When at={row.lastAt} />
                    </div>
                  </>
                ),
            },
            {
              key: 'key',
              title: t('explore.publicKey'),
              cell: (row) => <Hash value={row.vkey} length={30} />,
            },
          ]}
        />
      </Card>
      <div className="grid g11">
        <Card title={t('explore.whatWitness')}>
          <ol className="terms">
            {(['grows', 'signs', 'refuses'] as const).map((step) => (
              <li key={step}>{t(`explore.witnessDoes.${step}`)}</li>
            ))}
          </ol>
        </Card>
        <Card title={t('explore.policy')} extra={<Copy text={of.policy} />}>
          <p className="faint">{t('explore.policyWhy')}</p>
          <pre className="sql" tabIndex={0}>
            {of.policy}
          </pre>
        </Card>
      </div>
    </div>
  )
}
