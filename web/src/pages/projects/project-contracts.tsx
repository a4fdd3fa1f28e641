import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useContracts } from '../../api/flow.ts'
import type { ProjectView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { State } from '../../parts/state.tsx'

/** The contracts of a project, each with its provider and where it stands. */
export function ProjectContracts({ project }: { readonly project: ProjectView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const contracts = useContracts({ side: 'consumer', limit: 200 })
  return (
    <Loaded of={contracts}>
      {({ items }) => {
        const own = items.filter((one) => project.contracts.includes(one.id))
        return own.length === 0 ? (
          <Empty
            title={t('contract.none')}
            hint={t('contract.noneAsk')}
            action={<LinkButton to="/products">{t('contract.findMore')}</LinkButton>}
          />
        ) : (
          <ul className="items">
            {own.map((one) => (
              <li key={one.id}>
                <span>
                  <Link to={`/contracts/${one.id}`}>{name(one.productTitleZh, one.productTitleEn)}</Link>
                  <div className="faint">{name(one.providerNameZh, one.providerNameEn)}</div>
                </span>
                <State kind="contract" value={one.state} />
              </li>
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}
