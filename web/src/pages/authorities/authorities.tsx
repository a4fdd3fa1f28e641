import './authorities.css'
import { Pagination, Segmented } from 'antd'
import { useAuthorities } from '../../api/authority.ts'
import { useHasRole } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Chain } from './chain.tsx'
import { ZoneRules } from './zone-rules.tsx'

const PAGE_SIZE = 10

/** 授权运营: the chains that the own body has part in, each drawn, and which zones need one. */
export function Component() {
  const { t } = useFormat()
  const has = useHasRole()
  const { values, set } = useFilters()
  const waiting = values.view === 'waiting'
  const offset = Number(values.offset ?? 0)
  const trees = useAuthorities({
    limit: PAGE_SIZE,
    offset,
    ...(waiting ? { waiting: 'true' } : {}),
  })
  const officer = has('data_officer')
  const make = officer && (
    <LinkButton primary to="/authorities/new">
      {t('authority.begin')}
    </LinkButton>
  )
  return (
    <Page title={t('authority.title')} sub={t('authority.about')} actions={make}>
      <div className="stack">
        {officer && (
          <div>
            <Segmented
              aria-label={t('authority.view')}
              value={waiting ? 'waiting' : 'all'}
              onChange={(view) => set({ view: view === 'all' ? undefined : view, offset: undefined })}
              options={['all', 'waiting'].map((value) => ({ value, label: t(`authority.views.${value}`) }))}
            />
          </div>
        )}
        <Loaded of={trees}>
          {({ items, total }) =>
            items.length === 0 ? (
              <Card>
                <Empty
                  title={t(waiting ? 'authority.noneWaiting' : 'authority.none')}
                  hint={t(waiting ? 'authority.noneWaitingHint' : 'authority.noneHint')}
                />
              </Card>
            ) : (
              <>
                {items.map((tree) => (
                  <Card key={tree.rootId}>
                    <Chain links={tree.links} titles={tree.titles} />
                  </Card>
                ))}
                {total > PAGE_SIZE && (
                  <Pagination
                    size="small"
                    showSizeChanger={false}
                    current={offset / PAGE_SIZE + 1}
                    pageSize={PAGE_SIZE}
                    total={total}
                    onChange={(page) => set({ offset: String((page - 1) * PAGE_SIZE) })}
                  />
                )}
              </>
            )
          }
        </Loaded>
        <ZoneRules />
      </div>
    </Page>
  )
}
