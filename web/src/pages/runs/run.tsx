import '../../style/workbench.css'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useContract } from '../../api/flow.ts'
import { isLive, refusalOf, useCancelRun, useRun } from '../../api/runs.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { RunAnswer } from '../../api/types.ts'
import { duration } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Record } from '../../parts/record.tsx'
import { DecisionFacts } from '../../parts/run/decision.tsx'
import { Downloads } from '../../parts/run/downloads.tsx'
import { Inherited } from '../../parts/run/inherited.tsx'
import { Hash, Leaf, Num, When } from '../../parts/say.tsx'
import { Teach } from '../../parts/sql/teach.tsx'
import { State } from '../../parts/state.tsx'
import { Output } from '../workbench/answer.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const run = useRun(id)
  if (run.data) return <Run answer={run.data} />
  return (
    <Page title={t('shell.run')}>
      <Card>
        <Loaded of={run}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Run({ answer }: { readonly answer: RunAnswer }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const bodyName = useBodyName()
  const me = useMe()
  const has = useHasRole()
  const cancel = useCancelRun()
  const { run, output } = answer
  const { data: contract } = useContract(run.contractId)
  const mine = run.consumerId === me.participant.id
  const party = contract && {
    provider: name(contract.providerNameZh, contract.providerNameEn),
    minGroup: contract.terms.policy.minGroup,
  }
  const facts = [
    {
      key: 'contract',
      name: t('evidence.of.contract'),
      value: (
        <Link to={`/contracts/${run.contractId}`}>
          {contract ? name(contract.productTitleZh, contract.productTitleEn) : t('run.openContract')}
        </Link>
      ),
    },
    { key: 'project', name: t('contract.project'), value: contract?.projectTitle },
    { key: 'consumer', name: t('contract.consumer'), value: bodyName(run.consumerId) },
    {
      key: 'provider',
      name: t('contract.provider'),
      value: contract ? name(contract.providerNameZh, contract.providerNameEn) : bodyName(run.providerId),
    },
    { key: 'at', name: t('run.at'), value: <When at={run.createdAt} /> },
    { key: 'time', name: t('run.time'), value: run.elapsedMs === null ? '—' : duration(run.elapsedMs) },
    { key: 'rows', name: t('run.rows'), value: <Num value={run.outputRows} /> },
    { key: 'hash', name: t('run.hash'), value: <Hash value={run.outputHash} length={18} /> },
    { key: 'grant', name: t('run.grant'), value: <Leaf leaf={run.grantLeaf} /> },
    { key: 'release', name: t('run.release'), value: <Leaf leaf={run.releaseLeaf} /> },
  ]
  return (
    <Record
      title={run.title ?? t('run.untitled')}
      state={<State kind="run" value={run.state} />}
      actions={
        <>
          {mine && has('developer') && isLive(run) && (
            <Button loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
              {t('run.cancel')}
            </Button>
          )}
          {mine && run.outputHash !== null && <Downloads run={run} />}
          {!(mine && run.outputHash !== null) && (run.releaseLeaf ?? run.grantLeaf) !== null && (
            <a className="anchor" href={`/api/runs/${run.id}/receipt`} download>
              {t('result.file.receipt')}
            </a>
          )}
          <LinkButton to={`/evidence/trail/${run.id}`}>{t('run.follow')}</LinkButton>
        </>
      }
      facts={facts}
      subject={run.id}
      aside={
        <>
          {run.inherits && (
            <Card title={t('result.inherits')}>
              <Inherited of={run.inherits} />
            </Card>
          )}
          {run.decision && (
            <Card title={t('run.decision')}>
              <DecisionFacts decision={run.decision} />
            </Card>
          )}
        </>
      }
    >
      {run.sql !== null && (
        <Card title={t('run.query')}>
          <MarkedSql sql={run.sql} place={run.problem ? refusalOf(run.problem)?.place : undefined} />
          {run.problem && (
            <div style={{ marginTop: 10 }}>
              <Teach problem={run.problem} contract={party} />
            </div>
          )}
        </Card>
      )}
      {run.sql === null && run.problem && <Teach problem={run.problem} contract={party} />}
      {output && (
        <Card title={t('result.title')}>
          <Output output={output} />
        </Card>
      )}
    </Record>
  )
}

/** The text with the refused place underlined. */
function MarkedSql({
  sql,
  place,
}: {
  readonly sql: string
  readonly place: { offset: number; length: number } | undefined
}) {
  if (!place) return <pre className="sql">{sql}</pre>
  const end = place.offset + place.length
  return (
    <pre className="sql">
      {sql.slice(0, place.offset)}
      <span className="bad">{sql.slice(place.offset, end)}</span>
      {sql.slice(end)}
    </pre>
  )
}
