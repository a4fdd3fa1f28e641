import '../../style/workbench.css'
import { Select, Segmented } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useScopes } from '../../api/consents.ts'
import { useContracts } from '../../api/flow.ts'
import { useVerifyKinds, type VerifyKindView } from '../../api/verification.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { curlExample, replyExample } from './example.ts'
import { TryIt } from './try-it.tsx'
import { bandText } from './words.ts'

/** For the engineer who connects a system: what may be asked about one consenting person, and how. */
export function Component() {
  const { t, name } = useFormat()
  const kinds = useVerifyKinds()
  const contracts = useContracts({ side: 'consumer', state: 'active', limit: 200 })
  const usable = (contracts.data?.items ?? []).filter((one) => one.terms.policy.singlePerson)
  const [search, setSearch] = useSearchParams()
  const [chosen, setChosen] = useState<string>()
  const contractId = chosen ?? usable[0]?.id ?? ''
  return (
    <Page
      title={t('verification.title')}
      sub={t('verification.about')}
      chips={
        usable.length > 0 && (
          <Select
            aria-label={t('verification.contract')}
            value={contractId}
            onChange={setChosen}
            options={usable.map((one) => ({
              value: one.id,
              label: `${name(one.productTitleZh, one.productTitleEn)} · ${one.projectTitle}`,
            }))}
            style={{ width: 'min(380px, 84vw)' }}
            popupMatchSelectWidth={false}
          />
        )
      }
    >
      <Loaded of={kinds} lines={8}>
        {({ items }) => {
          const kind = items.find((one) => one.code === search.get('kind')) ?? items[0]
          if (!kind) return <Empty title={t('verification.none')} />
          return (
            <div className="stack">
              <div style={{ overflowX: 'auto' }}>
                <Segmented
                  aria-label={t('verification.kind')}
                  value={kind.code}
                  onChange={(code: string) => setSearch({ kind: code }, { replace: true })}
                  options={items.map((one) => ({ value: one.code, label: name(one.zh, one.en) }))}
                />
              </div>
              <Kind key={kind.code} kind={kind} contractId={contractId} />
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Kind({ kind, contractId }: { readonly kind: VerifyKindView; readonly contractId: string }) {
  const { t, name, list } = useFormat()
  const { data: scopes = [] } = useScopes()
  const titles = kind.scopes.map((code) => {
    const scope = scopes.find((one) => one.code === code)
    return scope ? name(scope.zh, scope.en) : code
  })
  return (
    <>
      <Card title={name(kind.zh, kind.en)} extra={<code>{`POST /api${kind.path}`}</code>}>
        <div className="stack tight">
          <p>{name(kind.tellsZh, kind.tellsEn)}</p>
          <Facts
            rows={[
              { key: 'scopes', name: t('verification.scopes'), value: list(titles) },
              {
                key: 'asks',
                name: t('verification.asks'),
                value:
                  kind.asks.length > 0
                    ? list(kind.asks.map((ask) => t(`verification.ask.${ask}`)))
                    : t('verification.askNothing'),
              },
              {
                key: 'tables',
                name: t(kind.every ? 'verification.tables' : 'verification.anyTable'),
                value: Object.entries(kind.tables).map(([table, columns]) => (
                  <div key={table}>
                    <code>{table}</code> <span className="faint">{columns.join(', ')}</span>
                  </div>
                )),
              },
              {
                key: 'answer',
                name: t('verification.answer'),
                value:
                  kind.form === 'band'
                    ? list(kind.bands.map((band) => bandText(band, t)))
                    : t(`verification.forms.${kind.form}`),
              },
            ]}
          />
          <p className="muted">{t('verification.promise')}</p>
        </div>
      </Card>
      <div className="grid g11">
        <Card title={t('verification.example')}>
          <div className="stack tight">
            <pre className="sql" tabIndex={0}>
              {curlExample(window.location.origin, kind, contractId || t('verification.yourContract'))}
            </pre>
            <p className="faint">{t('verification.reply')}</p>
            <pre className="sql" tabIndex={0}>
              {replyExample(kind)}
            </pre>
            <p className="faint">{t('verification.errors')}</p>
          </div>
        </Card>
        <Card title={t('verification.try')}>
          {contractId === '' ? (
            <Empty
              title={t('verification.noContract')}
              hint={t('verification.noContractHint')}
              action={<LinkButton to="/products">{t('contract.findMore')}</LinkButton>}
            />
          ) : (
            <TryIt kind={kind} contractId={contractId} />
          )}
        </Card>
      </div>
    </>
  )
}
