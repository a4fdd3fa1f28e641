import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useContracts } from '../../api/flow.ts'
import { useNotices } from '../../api/notices.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Hook } from './hook.tsx'
import { NoticeLine } from './notice-line.tsx'

const SIZE = 50

/** What the provider is told of before its data is opened, with a veto while there is time. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { values, set } = useFilters()
  const notices = useNotices({ contractId: values.contractId, offset: values.offset, limit: SIZE })
  const contracts = useContracts({ side: 'provider', limit: 200 })
  const of = (id: string) => contracts.data?.items.find((one) => one.id === id)
  const offset = Number(values.offset ?? 0)
  return (
    <Page title={t('shell.notices')} sub={t('notice.about')}>
      <div className="grid g2">
        <Card
          title={t('notice.title')}
          extra={
            values.contractId && (
              <Button type="text" onClick={() => set({ contractId: undefined })}>
                {t('list.clear')}
              </Button>
            )
          }
        >
          <Loaded of={notices}>
            {({ items, total }) =>
              items.length === 0 ? (
                <Empty title={t('notice.none')} hint={t('notice.noneHint')} />
              ) : (
                <>
                  <ul className="items">
                    {items.map((one) => {
                      const contract = of(one.contractId)
                      return (
                        <NoticeLine
                          key={one.id}
                          notice={one}
                          who={
                            contract
                              ? t('notice.who', {
                                  consumer: name(contract.consumerNameZh, contract.consumerNameEn),
                                  product: name(contract.productTitleZh, contract.productTitleEn),
                                })
                              : undefined
                          }
                        />
                      )
                    })}
                  </ul>
                  {total > SIZE && (
                    <nav className="pager" aria-label={t('list.pages')}>
                      <Button
                        size="small"
                        disabled={offset === 0}
                        onClick={() => set({ offset: String(Math.max(0, offset - SIZE) || '') })}
                      >
                        {t('list.before')}
                      </Button>
                      <Button
                        size="small"
                        disabled={offset + SIZE >= total}
                        onClick={() => set({ offset: String(offset + SIZE) })}
                      >
                        {t('list.after')}
                      </Button>
                    </nav>
                  )}
                </>
              )
            }
          </Loaded>
        </Card>
        <Hook />
      </div>
    </Page>
  )
}
