import './authorities.css'
import { useState } from 'react'
import { useParams } from 'react-router'
import { type Answer, type ChainView, useAnswerAuthority, useAuthority } from '../../api/authority.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Record } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { Chain } from './chain.tsx'
import { Documents } from './documents.tsx'
import { LinkState } from './link-state.tsx'
import { useLinkWords } from './words.ts'

/** One link of a chain, with what stands above it and what hangs on it. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const chain = useAuthority(id)
  if (chain.data) return <Authority key={id} chain={chain.data} />
  return (
    <Page title={t('authority.one')}>
      <Card>
        <Loaded of={chain}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Authority({ chain: { link, above, below, titles } }: { readonly chain: ChainView }) {
  const { t, name } = useFormat()
  const words = useLinkWords(titles)
  return (
    <Record
      title={t('authority.between', {
        grantor: name(link.grantorNameZh, link.grantorNameEn),
        grantee: name(link.granteeNameZh, link.granteeNameEn),
      })}
      state={<LinkState link={link} />}
      subject={link.id}
      actions={<Actions link={link} belowCount={below.length} />}
      facts={[
        { key: 'data', name: t('authority.data'), value: words.data(link.scope) },
        { key: 'purposes', name: t('authority.purposes'), value: words.purposes(link.scope) },
        { key: 'actions', name: t('authority.actions'), value: words.actions(link.scope) },
        {
          key: 'term',
          name: t('authority.term'),
          value: `${date(link.from).slice(0, 10)} – ${date(link.until).slice(0, 10)}`,
        },
        {
          key: 'fees',
          name: t('authority.fees'),
          value: link.fees ? words.fees(link.fees) : t('authority.feesHidden'),
        },
        { key: 'made', name: t('common.created'), value: <When at={link.createdAt} /> },
        ...(link.reason ? [{ key: 'reason', name: t('common.reason'), value: link.reason }] : []),
      ]}
      aside={<Documents link={link} />}
    >
      <Card title={t('authority.chain')}>
        <Chain links={[...above, link, ...below]} titles={titles} current={link.id} />
      </Card>
    </Record>
  )
}

interface ActionsProps {
  readonly link: ChainView['link']
  readonly belowCount: number
}

function Actions({ link, belowCount }: ActionsProps) {
  const { t, name } = useFormat()
  const [asking, setAsking] = useState<Answer | null>(null)
  const answer = useAnswerAuthority(link.id)
  const close = () => {
    answer.reset()
    setAsking(null)
  }
  const send = (reason?: string) =>
    answer.mutate({ answer: asking!, ...(reason === undefined ? {} : { reason }) }, { onSuccess: close })
  const grantor = name(link.grantorNameZh, link.grantorNameEn)
  const common = { pending: answer.isPending, error: answer.error, onClose: close }
  return (
    <>
      {link.mayWithdraw && (
        <Action danger onClick={() => setAsking('withdraw')}>
          {t('authority.withdraw')}
        </Action>
      )}
      {link.mayAccept && <Action onClick={() => setAsking('decline')}>{t('authority.decline')}</Action>}
      {link.mayExtend && (
        <LinkButton primary to={`/authorities/new?parent=${link.id}`}>
          {t('authority.extend')}
        </LinkButton>
      )}
      {link.mayOffer && (
        <Action primary onClick={() => setAsking('offer')}>
          {t('authority.offer')}
        </Action>
      )}
      {link.mayAccept && (
        <Action primary onClick={() => setAsking('accept')}>
          {t('authority.accept')}
        </Action>
      )}
      {(asking === 'accept' || asking === 'offer') && (
        <ConfirmDialog
          {...common}
          title={t(`authority.${asking}`)}
          explain={t(`authority.${asking}Explain`, { grantor })}
          confirm={t(`authority.${asking}`)}
          onConfirm={() => send()}
        />
      )}
      {(asking === 'withdraw' || asking === 'decline') && (
        <ReasonDialog
          {...common}
          open
          danger
          title={t(`authority.${asking}`)}
          explain={t(`authority.${asking}Explain`, { count: belowCount })}
          reasons={['law', 'breach', 'ended'].map((code) => t(`authority.reasonFor.${code}`))}
          confirm={t(`authority.${asking}`)}
          onConfirm={send}
        />
      )}
    </>
  )
}
