import './contract.css'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useContract } from '../../api/flow.ts'
import { useMe } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { Terms } from '../../parts/terms/terms.tsx'
import { ContractProofs } from '../connector/proofs.tsx'
import { ContractActions } from './contract-actions.tsx'
import { ContractApprovals } from './contract-approvals.tsx'
import { ContractRuns } from './contract-runs.tsx'
import { ContractTrail } from './contract-trail.tsx'
import { ContractVersions } from './contract-versions.tsx'
import { Counters } from './counters.tsx'
import { Documents } from './documents.tsx'
import { Notices } from './notices.tsx'
import { Payments } from './payments.tsx'
import { Performance } from './performance.tsx'
import { Signatures } from './signatures.tsx'
import { Steps } from './steps.tsx'
import { Standing } from './standing.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const contract = useContract(id)
  if (contract.data) return <Contract contract={contract.data} />
  return (
    <Page title={t('shell.contract')}>
      <Card>
        <Loaded of={contract}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Contract({ contract }: { readonly contract: ContractView }) {
  const { t, name } = useFormat()
  const me = useMe()
  const { terms } = contract
  const side =
    terms.providerId === me.participant.id
      ? 'provider'
      : terms.consumerId === me.participant.id
        ? 'consumer'
        : null
  const started = contract.startedAt !== null
  return (
    <Page
      title={name(contract.productTitleZh, contract.productTitleEn)}
      chips={<State kind="contract" value={contract.state} />}
      sub={terms.name}
      actions={side && <ContractActions contract={contract} side={side} />}
    >
      <div className="stack">
        <Steps contract={contract} />
        <Standing contract={contract} side={side} />
        {side && <ContractApprovals contract={contract} />}
        <div className="grid g2">
          <div className="stack">
            {started && (
              <Card title={t('contract.counters')}>
                <Counters contract={contract} />
              </Card>
            )}
            <Card title={t('contract.terms')} extra={<span className="faint">{t('contract.frozen')}</span>}>
              <Terms
                policy={terms.policy}
                text={terms.textZh ? { zh: terms.textZh, en: terms.textEn } : undefined}
              />
            </Card>
            <Card title={t('common.facts')}>
              <Facts rows={facts(contract, t, name, side === 'consumer')} />
            </Card>
            {started && <Performance id={contract.id} />}
            {started && <ContractProofs id={contract.id} />}
            {contract.requestId && <ContractVersions contract={contract} />}
            {started && side && <Payments contract={contract} side={side} />}
          </div>
          <div className="stack">
            <Card
              title={t('contract.signatures')}
              extra={
                <Chip meaning={contract.intact ? 'seal' : 'no'}>
                  {t(contract.intact ? 'contract.intact' : 'contract.broken')}
                </Chip>
              }
            >
              <Signatures contract={contract} />
            </Card>
            <Documents contract={contract} />
            {started && <ContractRuns id={contract.id} />}
            {started && side === 'provider' && <Notices contractId={contract.id} />}
            <Card title={t('common.timeline')}>
              <ContractTrail contract={contract} />
            </Card>
          </div>
        </div>
      </div>
    </Page>
  )
}

type T = (key: string) => string
type Name = (zh: string, en: string) => string

function facts(contract: ContractView, t: T, name: Name, consumes: boolean) {
  const { terms } = contract
  return [
    {
      key: 'provider',
      name: t('contract.provider'),
      value: name(contract.providerNameZh, contract.providerNameEn),
    },
    {
      key: 'consumer',
      name: t('contract.consumer'),
      value: name(contract.consumerNameZh, contract.consumerNameEn),
    },
    {
      key: 'project',
      name: t('contract.project'),
      value: consumes ? (
        <Link to={`/projects/${terms.projectId}`}>{contract.projectTitle}</Link>
      ) : (
        contract.projectTitle
      ),
    },
    { key: 'purpose', name: t('contract.purpose'), value: t(`purpose.${terms.purpose}`) },
    {
      key: 'product',
      name: t('contract.product'),
      value: (
        <Link to={`/products/${terms.productId}`}>
          {name(contract.productTitleZh, contract.productTitleEn)}
        </Link>
      ),
    },
    { key: 'agreed', name: t('contract.agreed'), value: <When at={terms.agreedAt} /> },
    { key: 'filed', name: t('contract.filed'), value: <When at={contract.filedAt} /> },
    { key: 'until', name: t('contract.until'), value: <When at={terms.policy.until} /> },
    {
      key: 'number',
      name: t('contract.number'),
      value: <span className="mono break">{contract.number}</span>,
    },
    { key: 'hash', name: t('contract.hash'), value: <Hash value={contract.hash} length={24} /> },
    { key: 'mode', name: t('contract.signMode'), value: t(`contract.signModes.${terms.signMode}`) },
    {
      key: 'status',
      name: t('contract.status'),
      value: (
        <>
          {t(`contract.statusCodes.${contract.statusCode}`)}{' '}
          <span className="code faint">{contract.statusCode}</span>
        </>
      ),
    },
  ]
}
