import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTimeline } from '../../api/contracts.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Num } from '../../parts/say.tsx'

/** What of the log says how the contract was performed, in the order of a run. */
const KINDS = [
  'run.granted',
  'run.released',
  'run.withheld',
  'run.denied',
  'run.refused',
  'run.failed',
] as const

/** 履约记录: how often what happened, counted from the evidence. */
export function Performance({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('contract.performance')}
      extra={<Link to={`/runs?contractId=${id}`}>{t('contract.allRuns')}</Link>}
    >
      <Loaded of={useTimeline(id)}>
        {({ counts }) => (
          <dl className="tally">
            {KINDS.map((kind) => (
              <div key={kind}>
                <dt>{t(`contract.did.${kind}`)}</dt>
                <dd>
                  <Num value={counts[kind] ?? 0} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Card>
  )
}
