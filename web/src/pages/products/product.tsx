import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useOffers, useWithdrawOffer } from '../../api/flow.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { usePublishProduct, useProduct, useWithdrawProduct } from '../../api/supply.ts'
import type { OfferView, ProductView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { DecidingCard } from '../../parts/deciding/deciding.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { PlainTerms } from '../../parts/policy/plain.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Record } from '../../parts/record.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { ColumnTable } from '../datasets/column-table.tsx'
import { LegalCard } from './legal-card.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const product = useProduct(id)
  if (product.data) return <Product product={product.data} />
  return (
    <Page title={t('shell.product')}>
      <Card>
        <Loaded of={product}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Product({ product }: { readonly product: ProductView }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const offers = useOffers({ productId: product.id })
  const open = offers.data?.items.find((offer) => offer.state === 'open')
  const persons = product.details.map((table) => table.insuredCount ?? 0)
  const facts = [
    { key: 'provider', name: t('product.provider'), value: bodyName(product.participantId) },
    { key: 'code', name: t('dataset.code'), value: <code>{product.code}</code> },
    { key: 'tables', name: t('product.tables'), value: <Num value={product.details.length} /> },
    {
      key: 'rows',
      name: t('dataset.rows'),
      value: <Num value={product.details.reduce((sum, table) => sum + table.rows, 0)} />,
    },
    { key: 'persons', name: t('dataset.persons'), value: <Num value={Math.max(0, ...persons)} /> },
    { key: 'created', name: t('common.created'), value: <When at={product.createdAt} /> },
  ]
  return (
    <Record
      title={name(product.titleZh, product.titleEn)}
      state={<State kind="product" value={product.state} />}
      sub={product.summary}
      actions={<Actions product={product} offer={open} />}
      facts={facts}
      subject={product.id}
    >
      <Card title={t('product.terms')}>
        <Loaded of={offers}>
          {() =>
            open ? (
              <PlainTerms
                policy={open.policy}
                consumers={open.policy.consumers === 'any' ? [] : open.policy.consumers.map(bodyName)}
              />
            ) : (
              <Empty
                title={t('product.noOffer')}
                hint={t(product.own ? 'product.noOfferOwn' : 'product.noOfferWait')}
              />
            )
          }
        </Loaded>
      </Card>
      {product.own && open && has('data_officer') && (
        <DecidingCard offerId={open.id} purposes={open.policy.purposes} />
      )}
      <LegalCard productId={product.id} own={product.own} />
      {product.details.map((table) => (
        <Card
          key={table.name}
          title={
            <>
              <code>{table.name}</code> <span className="muted">{name(table.titleZh, table.titleEn)}</span>
            </>
          }
          extra={
            <span className="faint">
              <Link to={`/datasets/${table.datasetId}`}>
                {t('dataset.versionOf', { number: table.number })}
              </Link>{' '}
              · <Num value={table.rows} /> {t('dataset.rowsUnit')}
            </span>
          }
        >
          <ColumnTable columns={table.columns} rows={table.rows} own={product.own} />
        </Card>
      ))}
    </Record>
  )
}

function Actions({
  product,
  offer,
}: {
  readonly product: ProductView
  readonly offer: OfferView | undefined
}) {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const publish = usePublishProduct()
  const withdraw = useWithdrawProduct(product.id)
  const withdrawOffer = useWithdrawOffer()
  const [sure, setSure] = useState<'product' | 'offer' | null>(null)
  const error = publish.error ?? withdraw.error ?? withdrawOffer.error
  if (product.own) {
    if (!has('data_officer')) return null
    const gone = product.state === 'withdrawn' && t('product.whyNot.withdrawn')
    return (
      <>
        {error ? <Problem error={error} /> : null}
        {offer && (
          <Action
            danger={sure === 'offer'}
            loading={withdrawOffer.isPending}
            onClick={() =>
              sure === 'offer'
                ? withdrawOffer.mutate(offer.id, { onSettled: () => setSure(null) })
                : setSure('offer')
            }
          >
            {t(sure === 'offer' ? 'product.sure' : 'product.withdrawOffer')}
          </Action>
        )}
        <Action
          danger={sure === 'product'}
          whyNot={gone || (product.state === 'draft' && t('product.whyNot.draft'))}
          loading={withdraw.isPending}
          onClick={() =>
            sure === 'product'
              ? withdraw.mutate(undefined, { onSettled: () => setSure(null) })
              : setSure('product')
          }
        >
          {t(sure === 'product' ? 'product.sure' : 'product.withdraw')}
        </Action>
        {product.state === 'draft' ? (
          <Action primary loading={publish.isPending} onClick={() => publish.mutate(product.id)}>
            {t('product.publish')}
          </Action>
        ) : gone ? (
          <Action whyNot={gone} onClick={() => undefined}>
            {t('product.newOffer')}
          </Action>
        ) : (
          <LinkButton primary to={`/products/${product.id}/offer`}>
            {t(offer ? 'product.replaceOffer' : 'product.newOffer')}
          </LinkButton>
        )}
      </>
    )
  }
  const whyNot = !me.participant.roles.includes('consumer')
    ? t('product.whyNot.notConsumer')
    : !has('developer', 'data_officer')
      ? t('product.whyNot.role')
      : !offer && t('product.whyNot.noOffer')
  if (whyNot)
    return (
      <Action whyNot={whyNot} onClick={() => undefined}>
        {t('product.ask')}
      </Action>
    )
  return (
    <LinkButton primary to={`/requests/new?offer=${offer!.id}`}>
      {t('product.ask')}
    </LinkButton>
  )
}
