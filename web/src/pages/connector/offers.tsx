import { Button, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { type RemoteOffer, usePeers, useRemoteOffers } from '../../api/connector.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { Begin } from './begin.tsx'

/** Offers of another platform, searched over the wire; one is chosen and proposed to. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const peers = usePeers(true)
  const peer = peers.data?.items.find((one) => one.id === id)
  const [words, setWords] = useState('')
  const keywords = useDebounced(words, 300)
  const offers = useRemoteOffers(id, keywords)
  const [chosen, setChosen] = useState<RemoteOffer>()
  return (
    <Page title={t('connector.offersOf', { name: peer?.name ?? '…' })} sub={t('connector.offersAbout')}>
      <div className="stack">
        <Card>
          <div className="filters" role="search">
            <Input
              type="search"
              aria-label={t('connector.keywords')}
              placeholder={t('connector.keywords')}
              value={words}
              onChange={(event) => setWords(event.target.value)}
              style={{ maxWidth: 320 }}
            />
          </div>
          <Loaded of={offers}>
            {({ items }) => (
              <Table
                caption={t('connector.offers')}
                rows={items}
                rowKey={(row) => row.templateId}
                empty={<Empty title={t('connector.noOffers')} hint={t('connector.noOffersHint')} />}
                columns={[
                  {
                    key: 'name',
                    title: t('connector.product'),
                    cell: (row) => (
                      <>
                        <b>{row.productName}</b>
                        <div className="faint">{row.description}</div>
                      </>
                    ),
                  },
                  {
                    key: 'act',
                    title: t('connector.next'),
                    cell: (row) => (
                      <Button size="small" onClick={() => setChosen(row)}>
                        {t('connector.propose')}
                      </Button>
                    ),
                  },
                ]}
              />
            )}
          </Loaded>
        </Card>
        {chosen && <Begin key={chosen.templateId} peerId={id} offer={chosen} />}
      </div>
    </Page>
  )
}
