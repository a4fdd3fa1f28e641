import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { type GreenChannelView, useDecline, useGreenChannels, usePrepare } from '../../api/contest-after.ts'
import { useOffers } from '../../api/flow.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { GreenState } from './green-state.tsx'

/** Validation environments that winners asked for: prepared for the body that will hold the contract, or declined. */
export function GreenChannels({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const channels = useGreenChannels(id)
  const organises = useHasRole()('data_officer')
  const decline = useDecline(id)
  const [preparing, setPreparing] = useState<GreenChannelView | null>(null)
  const [declining, setDeclining] = useState<GreenChannelView | null>(null)
  return (
    <Loaded of={channels} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('contestAfter.noGreen')} hint={t('contestAfter.noGreenHint')} />
        ) : (
          <div className="stack">
            {items.map((one) => {
              const closed = one.state !== 'asked' && one.state !== 'prepared' && t('contestAfter.greenOver')
              return (
                <Card key={one.id} title={one.teamName} extra={<GreenState state={one.state} />}>
                  <div className="stack tight">
                    <span className="muted">
                      {one.title} · <When at={one.askedAt} />
                    </span>
                    <p className="after-text">{one.purpose}</p>
                    <p className="after-text">
                      {t('contestAfter.wants', { wanted: one.wanted, days: one.days })}
                    </p>
                    <span className="mono">{one.uscc}</span>
                    {one.answer && <p className="after-text why seal">{one.answer}</p>}
                    {organises && (
                      <span className="row">
                        <Action primary whyNot={closed} onClick={() => setPreparing(one)}>
                          {t('contestAfter.prepare')}
                        </Action>
                        <Action danger whyNot={closed} onClick={() => setDeclining(one)}>
                          {t('contestAfter.decline')}
                        </Action>
                      </span>
                    )}
                  </div>
                </Card>
              )
            })}
            {preparing && <Prepare id={id} channel={preparing} onClose={() => setPreparing(null)} />}
            {declining && (
              <ReasonDialog
                open
                danger
                title={t('contestAfter.decline')}
                explain={t('contestAfter.declineHint')}
                reasons={[t('contestAfter.why.noData'), t('contestAfter.why.unclear')]}
                confirm={t('contestAfter.decline')}
                pending={decline.isPending}
                error={decline.error}
                onClose={() => setDeclining(null)}
                onConfirm={(answer) =>
                  decline.mutate({ id: declining.id, answer }, { onSuccess: () => setDeclining(null) })
                }
              />
            )}
          </div>
        )
      }
    </Loaded>
  )
}

interface PrepareProps {
  readonly id: string
  readonly channel: GreenChannelView
  readonly onClose: () => void
}

function Prepare({ id, channel, onClose }: PrepareProps) {
  const { t, name } = useFormat()
  const prepare = usePrepare(id)
  const offers = useOffers({ state: 'open', limit: 200 })
  const [offerId, setOffer] = useState<string | null>(channel.offerId)
  const [answer, setAnswer] = useState('')
  return (
    <Modal
      open
      title={t('contestAfter.prepareFor', { team: channel.teamName })}
      okText={t('contestAfter.prepare')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: prepare.isPending, disabled: offerId === null || answer.trim() === '' }}
      onCancel={onClose}
      onOk={() =>
        offerId && prepare.mutate({ id: channel.id, offerId, answer: answer.trim() }, { onSuccess: onClose })
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contestAfter.prepareHint')}</p>
        <Select
          aria-label={t('contestAfter.offer')}
          placeholder={t('contestAfter.offer')}
          value={offerId}
          onChange={setOffer}
          options={(offers.data?.items ?? []).map((offer) => ({
            value: offer.id,
            label: `${name(offer.productTitleZh, offer.productTitleEn)} · ${name(offer.providerNameZh, offer.providerNameEn)}`,
          }))}
        />
        <Input.TextArea
          aria-label={t('contestAfter.answer')}
          placeholder={t('contestAfter.answer')}
          rows={3}
          maxLength={2000}
          value={answer}
          onChange={({ target }) => setAnswer(target.value)}
        />
        {prepare.error ? <Problem error={prepare.error} /> : null}
      </div>
    </Modal>
  )
}
