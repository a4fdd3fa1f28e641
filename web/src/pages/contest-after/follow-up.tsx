import './contest-after.css'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  type GreenChannelView,
  useAnnounced,
  useEndIncubation,
  useIntroduced,
  useOpenIncubation,
  useOwnIncubations,
  usePrepared,
  useSendGreen,
} from '../../api/contest-after.ts'
import { useOffers } from '../../api/flow.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { GreenState } from './green-state.tsx'

/** What a body does after a contest: say what it looks for, meet teams, send prepared contract requests. */
export function Component() {
  const { t } = useFormat()
  return (
    <Page title={t('contestAfter.followUp')} sub={t('contestAfter.followUpHint')}>
      <div className="stack">
        <Prepared />
        <Looking />
        <Met />
      </div>
    </Page>
  )
}

function Prepared() {
  const { t, name } = useFormat()
  const prepared = usePrepared()
  const [sending, setSending] = useState<GreenChannelView | null>(null)
  return (
    <Card title={t('contestAfter.tab.green')}>
      <Loaded of={prepared}>
        {({ items }) => (
          <Table
            caption={t('contestAfter.tab.green')}
            rows={items}
            rowKey={(one) => one.id}
            empty={
              <Empty title={t('contestAfter.nothingPrepared')} hint={t('contestAfter.nothingPreparedHint')} />
            }
            columns={[
              {
                key: 'contest',
                title: t('contestAfter.contest'),
                cell: (one) => name(one.contestZh, one.contestEn),
              },
              { key: 'team', title: t('contestAfter.team'), cell: (one) => <b>{one.teamName}</b> },
              { key: 'what', title: t('contestAfter.purpose'), cell: (one) => one.purpose },
              {
                key: 'state',
                title: t('contestAfter.state'),
                cell: (one) => <GreenState state={one.state} />,
              },
              {
                key: 'acts',
                title: t('common.actions'),
                cell: (one) =>
                  one.requestId ? (
                    <LinkButton small to={`/requests/${one.requestId}`}>
                      {t('contestAfter.request')}
                    </LinkButton>
                  ) : (
                    <Button size="small" type="primary" onClick={() => setSending(one)}>
                      {t('contestAfter.send')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {sending && <Send channel={sending} onClose={() => setSending(null)} />}
    </Card>
  )
}

function Send({ channel, onClose }: { readonly channel: GreenChannelView; readonly onClose: () => void }) {
  const { t, name } = useFormat()
  const send = useSendGreen()
  const offers = useOffers({ state: 'open', limit: 200 })
  const offer = offers.data?.items.find(({ id }) => id === channel.offerId)
  const [purpose, setPurpose] = useState<string | null>(null)
  return (
    <Modal
      open
      title={t('contestAfter.send')}
      okText={t('contestAfter.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: send.isPending, disabled: purpose === null }}
      onCancel={onClose}
      onOk={() => purpose && send.mutate({ id: channel.id, purpose }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contestAfter.sendHint', { team: channel.teamName })}</p>
        {offer && <b>{name(offer.productTitleZh, offer.productTitleEn)}</b>}
        <Select
          aria-label={t('contestAfter.purpose')}
          placeholder={t('contestAfter.purpose')}
          value={purpose}
          onChange={setPurpose}
          options={(offer?.policy.purposes ?? []).map((code: string) => ({
            value: code,
            label: t(`purpose.${code}`),
          }))}
        />
        {send.error ? <Problem error={send.error} /> : null}
      </div>
    </Modal>
  )
}

function Looking() {
  const { t, name } = useFormat()
  const own = useOwnIncubations()
  const contests = useAnnounced()
  const open = useOpenIncubation()
  const end = useEndIncubation()
  const [contestId, setContest] = useState<string | null>(null)
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const titleOf = (id: string) => {
    const found = contests.data?.items.find((one) => one.id === id)
    return found ? name(found.titleZh, found.titleEn) : ''
  }
  return (
    <div className="grid g2">
      <Card title={t('contestAfter.looking')}>
        {end.error ? <Problem error={end.error} /> : null}
        <Loaded of={own}>
          {({ items }) => (
            <Table
              caption={t('contestAfter.looking')}
              rows={items}
              rowKey={(one) => one.id}
              empty={<Empty title={t('contestAfter.noLooking')} hint={t('contestAfter.noLookingHint')} />}
              columns={[
                { key: 'title', title: t('contestAfter.looksFor'), cell: (one) => <b>{one.title}</b> },
                { key: 'contest', title: t('contestAfter.contest'), cell: (one) => titleOf(one.contestId) },
                { key: 'n', title: t('contestAfter.teams'), numeric: true, cell: (one) => one.interests },
                { key: 'at', title: t('contestAfter.saidAt'), cell: (one) => <When at={one.createdAt} /> },
                {
                  key: 'acts',
                  title: t('common.actions'),
                  cell: (one) =>
                    one.state === 'open' ? (
                      <Button size="small" disabled={end.isPending} onClick={() => end.mutate(one.id)}>
                        {t('contestAfter.end')}
                      </Button>
                    ) : (
                      <Chip>{t('contestAfter.ended')}</Chip>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      <Card title={t('contestAfter.newLooking')}>
        <Form layout="vertical" component="div">
          <Form.Item label={t('contestAfter.contest')} htmlFor="look-contest">
            <Select
              id="look-contest"
              value={contestId}
              onChange={setContest}
              options={(contests.data?.items ?? []).map((one) => ({
                value: one.id,
                label: name(one.titleZh, one.titleEn),
              }))}
            />
          </Form.Item>
          <Form.Item label={t('contestAfter.looksFor')} htmlFor="look-title">
            <Input
              id="look-title"
              value={title}
              maxLength={200}
              onChange={({ target }) => setTitle(target.value)}
            />
          </Form.Item>
          <Form.Item label={t('contestAfter.details')} htmlFor="look-text">
            <Input.TextArea
              id="look-text"
              rows={4}
              maxLength={2000}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </Form.Item>
          {open.error ? <Problem error={open.error} /> : null}
          <Button
            type="primary"
            loading={open.isPending}
            disabled={contestId === null || title.trim() === '' || text.trim() === ''}
            onClick={() =>
              contestId &&
              open.mutate(
                { contestId, title: title.trim(), text: text.trim() },
                {
                  onSuccess: () => {
                    setTitle('')
                    setText('')
                  },
                },
              )
            }
          >
            {t('contestAfter.publishLooking')}
          </Button>
        </Form>
      </Card>
    </div>
  )
}

function Met() {
  const { t } = useFormat()
  const met = useIntroduced()
  return (
    <Card title={t('contestAfter.introduced')}>
      <Loaded of={met}>
        {({ items }) => (
          <Table
            caption={t('contestAfter.introduced')}
            rows={items}
            rowKey={(one) => one.id}
            empty={<Empty title={t('contestAfter.noMet')} hint={t('contestAfter.noMetHint')} />}
            columns={[
              { key: 'team', title: t('contestAfter.team'), cell: (one) => <b>{one.teamName}</b> },
              { key: 'work', title: t('contestAfter.work'), cell: (one) => one.title },
              { key: 'what', title: t('contestAfter.looksFor'), cell: (one) => one.incubationTitle },
              { key: 'message', title: t('contestAfter.message'), cell: (one) => one.message },
              { key: 'contact', title: t('contestAfter.contact'), cell: (one) => one.contact },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
