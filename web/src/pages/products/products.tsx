import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useBodies, useBodyName } from '../../api/bodies.ts'
import { useOffers } from '../../api/flow.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { useProducts } from '../../api/supply.ts'
import type { Product } from '../../api/types.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'

export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const bodyName = useBodyName()
  const options = useOptions()
  const has = useHasRole()
  const me = useMe()
  const { values } = useFilters()
  const { data: bodies } = useBodies()
  const { data: offers } = useOffers({ state: 'open', limit: 200 })
  const { mine, ...rest } = values
  const list = useProducts({
    ...rest,
    ...(mine ? { participantId: me.participant.id } : {}),
    limit: PAGE_SIZE,
  })
  const mayPublish = has('data_officer') && me.participant.roles.includes('provider')
  const mayAsk = has('developer', 'data_officer') && me.participant.roles.includes('consumer')
  const columns: Column<Product>[] = [
    {
      key: 'title',
      title: t('product.title'),
      cell: (row) => (
        <>
          <Link to={`/products/${row.id}`}>
            <b>{name(row.titleZh, row.titleEn)}</b>
          </Link>
          <div className="faint clamp">{row.summary}</div>
        </>
      ),
    },
    { key: 'state', title: t('product.state'), cell: (row) => <State kind="product" value={row.state} /> },
    { key: 'body', title: t('product.provider'), cell: (row) => bodyName(row.participantId) },
    {
      key: 'tables',
      title: t('product.tables'),
      cell: (row) => <code>{row.tables.map((table) => table.name).join(', ')}</code>,
    },
    { key: 'at', title: t('common.created'), cell: (row) => <When at={row.createdAt} /> },
    {
      key: 'ask',
      title: t('common.actions'),
      cell: (row) => {
        const offer = offers?.items.find((one) => one.productId === row.id)
        if (!offer || !mayAsk || row.participantId === me.participant.id)
          return <span className="faint">{offer ? t('product.offered') : '—'}</span>
        return <Link to={`/requests/new?offer=${offer.id}`}>{t('product.ask')}</Link>
      },
    },
  ]
  return (
    <Page
      title={t('shell.products')}
      sub={t('product.about')}
      actions={
        mayPublish && (
          <LinkButton primary to="/products/new">
            {t('shell.publish')}
          </LinkButton>
        )
      }
    >
      <List
        name="products"
        caption={t('shell.products')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          { key: 'text', kind: 'text', label: t('product.search') },
          {
            key: 'participantId',
            kind: 'choice',
            label: t('product.provider'),
            options: (bodies?.items ?? [])
              .filter((one) => one.roles.includes('provider'))
              .map((one) => ({ value: one.id, label: name(one.nameZh, one.nameEn) })),
          },
          {
            key: 'state',
            kind: 'choice',
            label: t('product.state'),
            options: options('state.product', ['draft', 'published', 'withdrawn']),
          },
          {
            key: 'mine',
            kind: 'choice',
            label: t('dataset.whose'),
            options: [{ value: 'true', label: t('dataset.mine') }],
          },
        ]}
        empty={{
          title: t('product.none'),
          hint: t(mayPublish ? 'product.nonePublish' : 'product.noneWait'),
          action: mayPublish && <LinkButton to="/products/new">{t('shell.publish')}</LinkButton>,
        }}
        exportRow={{
          header: [
            t('product.title'),
            t('dataset.code'),
            t('product.state'),
            t('product.provider'),
            t('common.created'),
          ],
          row: (row) => [
            name(row.titleZh, row.titleEn),
            row.code,
            t(`state.product.${row.state}`),
            bodyName(row.participantId),
            date(row.createdAt),
          ],
        }}
      />
    </Page>
  )
}
