import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useContractVersions } from '../../api/contracts.ts'
import type { ContractView } from '../../api/types.ts'
import { Differences } from '../../parts/difference/differences.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'

/** What was negotiated: any version against what was agreed at last. */
export function ContractVersions({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<number | null>(null)
  const versions = useContractVersions(contract.id)
  return (
    <Card
      title={t('contract.versions')}
      extra={<Link to={`/requests/${contract.requestId}`}>{t('contract.toNegotiation')}</Link>}
    >
      <Loaded of={versions}>
        {({ items }) => {
          const from = items.find((one) => one.n === (chosen ?? 1)) ?? items[0]
          return items.length < 2 ? (
            <p className="muted">{t('contract.oneVersion')}</p>
          ) : (
            <div className="stack tight">
              <div className="row">
                <Select
                  aria-label={t('contract.compareWith')}
                  value={from?.n ?? 1}
                  onChange={setChosen}
                  popupMatchSelectWidth={false}
                  options={items.slice(0, -1).map((one) => ({
                    value: one.n,
                    label: t('contract.versionBy', { n: one.n, side: t(`contract.sideName.${one.side}`) }),
                  }))}
                />
                <span className="muted">{t('contract.toAgreed', { n: items.at(-1)!.n })}</span>
              </div>
              {from && (
                <Differences
                  before={from.policy}
                  after={contract.terms.policy}
                  none={t('contract.sameTerms')}
                />
              )}
            </div>
          )
        }}
      </Loaded>
    </Card>
  )
}
