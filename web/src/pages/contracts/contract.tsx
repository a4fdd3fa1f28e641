import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useContract } from '../../api/flow.ts'
import { useMe } from '../../api/session.ts'
import type { ContractView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { PlainTerms } from '../../parts/policy/plain.tsx'
import { Record } from '../../parts/record.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { ContractActions } from './contract-actions.tsx'
import { ContractRuns } from './contract-runs.tsx'
import { Counters } from './counters.tsx'

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
  const { t } = useTranslation()
  const { name } = useFormat()
  const me = useMe()
  const { terms } = contract
  const mine = [terms.providerId, terms.consumerId].includes(me.participant.id)
  const facts = [
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
      value:
        terms.consumerId === me.participant.id ? (
          <Link to={`/projects/${terms.projectId}`}>{contract.projectTitle}</Link>
        ) : (
          contract.projectTitle
        ),
    },
    { key: 'purpose', name: t('contract.purpose'), value: t(`purpose.${terms.purpose}`) },
    { key: 'agreed', name: t('contract.agreed'), value: <When at={terms.agreedAt} /> },
    { key: 'until', name: t('contract.until'), value: <When at={terms.policy.until} /> },
    {
      key: 'k',
      name: t('contract.minGroup'),
      value: t('contract.persons', { count: terms.policy.minGroup }),
    },
    { key: 'hash', name: t('contract.hash'), value: <Hash value={contract.hash} length={20} /> },
  ]
  return (
    <Record
      title={name(contract.productTitleZh, contract.productTitleEn)}
      state={
        <>
          <State kind="contract" value={contract.state} />
          {contract.endReason && <span className="muted">{t(`contract.ended.${contract.endReason}`)}</span>}
        </>
      }
      actions={
        mine && (
          <ContractActions
            contract={contract}
            side={terms.providerId === me.participant.id ? 'provider' : 'consumer'}
          />
        )
      }
      facts={facts}
      subject={contract.id}
      aside={<ContractRuns id={contract.id} />}
    >
      <Card title={t('contract.counters')}>
        <Counters contract={contract} />
      </Card>
      <Card title={t('contract.terms')} extra={<span className="faint">{t('contract.frozen')}</span>}>
        <PlainTerms policy={{ ...terms.policy, purposes: [terms.purpose] }} withoutConsumers />
      </Card>
    </Record>
  )
}
