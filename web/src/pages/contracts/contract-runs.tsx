import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useRuns } from '../../api/runs.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'

/** The last uses under a contract. */
export function ContractRuns({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  return (
    <Card title={t('contract.lastRuns')} extra={<Link to={`/runs?contractId=${id}`}>{t('common.all')}</Link>}>
      <Loaded of={useRuns({ contractId: id, limit: 5 })}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('run.none')} />
          ) : (
            <ul className="items">
              {items.map((run) => (
                <li key={run.id}>
                  <Link to={`/runs/${run.id}`}>{run.title ?? t('run.untitled')}</Link>
                  <span className="row faint">
                    <State kind="run" value={run.state} />
                    <When at={run.createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
