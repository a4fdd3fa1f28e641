import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTimeline } from '../../api/contracts.ts'
import type { ContractView, TimelineItem } from '../../api/types.ts'
import { groupTimeline, type Happenings } from '../../lib/contract/timeline.ts'
import { clock, day } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Leaf } from '../../parts/say.tsx'

/** What the evidence says happened, by day; uses of one kind in a row are one line. */
export function ContractTrail({ contract }: { readonly contract: ContractView }) {
  const { t } = useTranslation()
  return (
    <Loaded of={useTimeline(contract.id)}>
      {({ items, more }) =>
        items.length === 0 ? (
          <Empty title={t('evidence.noTrail')} />
        ) : (
          <>
            {more && (
              <p className="faint">
                <Link to={`/evidence/trail/${contract.id}`}>{t('contract.older')}</Link>
              </p>
            )}
            {groupTimeline(items, day, (item) => (item.phase === 'use' ? item.kind : null)).map((one) => (
              <section key={one.day} className="trail-day">
                <h3>{one.day}</h3>
                <ol className="timeline">
                  {one.groups.map((group) => (
                    <Group key={group.items[0]!.leaf} of={group} contract={contract} />
                  ))}
                </ol>
              </section>
            ))}
          </>
        )
      }
    </Loaded>
  )
}

interface GroupProps {
  readonly of: Happenings<TimelineItem>
  readonly contract: ContractView
}

function Group({ of, contract }: GroupProps) {
  const { t, name } = useFormat()
  const say = useSaying()
  const first = of.items[0]!
  const last = of.items.at(-1)!
  const who = first.system
    ? t('contract.bySpace')
    : first.participantId === contract.terms.providerId
      ? name(contract.providerNameZh, contract.providerNameEn)
      : first.participantId === contract.terms.consumerId
        ? name(contract.consumerNameZh, contract.consumerNameEn)
        : null
  return (
    <li>
      {of.items.length > 1
        ? t('contract.times', { what: say(of.kind), count: of.items.length })
        : first.version === null
          ? say(of.kind)
          : t('contract.sayVersion', { what: say(of.kind), n: first.version })}
      <small>
        {clock(first.at)} {who && <>· {who} </>}· <Leaf leaf={first.leaf} />
        {last !== first && (
          <>
            {' '}
            {t('contract.upTo')} {clock(last.at)} · <Leaf leaf={last.leaf} />
          </>
        )}
      </small>
    </li>
  )
}
