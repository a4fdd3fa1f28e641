import '../../parts/approval/approval.css'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChains, useSetChain } from '../../api/approvals.ts'
import { useColleagueName, useColleagues } from '../../api/colleagues.ts'
import { useHasRole } from '../../api/session.ts'
import type { ChainStep, ChainView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

/** Who has to agree inside the own body before an offer, an acceptance or a signature. */
export function Chains() {
  return (
    <Loaded of={useChains()}>
      {({ items }) => (
        <>
          {items.map((chain) => (
            <Chain key={`${chain.act}${chain.changedAt}`} chain={chain} />
          ))}
        </>
      )}
    </Loaded>
  )
}

function Chain({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [editing, setEditing] = useState(false)
  return (
    <Card
      title={t(`approval.act.${chain.act}`)}
      extra={
        !editing && (
          <Action
            whyNot={!has('data_officer') && t('contract.whyNot.officerOnly')}
            onClick={() => setEditing(true)}
          >
            {t('approval.change')}
          </Action>
        )
      }
    >
      {editing ? <Editor chain={chain} onClose={() => setEditing(false)} /> : <Shown chain={chain} />}
    </Card>
  )
}

function Shown({ chain }: { readonly chain: ChainView }) {
  const { t, name, list } = useFormat()
  const colleague = useColleagueName()
  if (chain.steps.length === 0) return <p className="muted">{t('approval.noChain')}</p>
  return (
    <div className="stack tight">
      <ol className="terms">
        {chain.steps.map((step, place) => (
          <li key={place}>
            <b>{name(step.nameZh, step.nameEn)}</b>
            <div className="faint">
              {t('approval.anyOf', {
                who: list(step.users.map((user) => colleague(user, t('approval.colleague')))),
              })}
            </div>
          </li>
        ))}
      </ol>
      <span className="faint">
        {t('approval.changedAt')} <When at={chain.changedAt} />
      </span>
    </div>
  )
}

function Editor({ chain, onClose }: { readonly chain: ChainView; readonly onClose: () => void }) {
  const { t, list } = useFormat()
  const [steps, setSteps] = useState<readonly ChainStep[]>(chain.steps)
  const colleagues = useColleagues()
  const save = useSetChain()
  const change = (place: number, part: Partial<ChainStep>) =>
    setSteps(steps.map((step, at) => (at === place ? { ...step, ...part } : step)))
  const open = steps.some((step) => !step.nameZh.trim() || !step.nameEn.trim() || step.users.length === 0)
  return (
    <Form layout="vertical" component="div" className="stack">
      {steps.map((step, place) => (
        <fieldset key={place} className="chain-step">
          <legend>{t('approval.stepNumber', { n: place + 1 })}</legend>
          <div className="grid g11">
            <Form.Item label={t('approval.nameZh')} htmlFor={`${chain.act}-zh-${place}`}>
              <Input
                id={`${chain.act}-zh-${place}`}
                maxLength={60}
                value={step.nameZh}
                onChange={(event) => change(place, { nameZh: event.target.value })}
              />
            </Form.Item>
            <Form.Item label={t('approval.nameEn')} htmlFor={`${chain.act}-en-${place}`}>
              <Input
                id={`${chain.act}-en-${place}`}
                maxLength={60}
                value={step.nameEn}
                onChange={(event) => change(place, { nameEn: event.target.value })}
              />
            </Form.Item>
          </div>
          <Form.Item
            label={t('approval.people')}
            htmlFor={`${chain.act}-users-${place}`}
            extra={t('approval.peopleHint')}
          >
            <Select
              id={`${chain.act}-users-${place}`}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={[...step.users]}
              onChange={(users: string[]) => change(place, { users })}
              options={(colleagues.data?.items ?? []).map((one) => ({
                value: one.id,
                label: t('approval.person', {
                  name: one.displayName,
                  roles: list(one.roles.map((role) => t(`role.${role}`))),
                }),
              }))}
            />
          </Form.Item>
          <Button size="small" onClick={() => setSteps(steps.filter((_, at) => at !== place))}>
            {t('approval.removeStep')}
          </Button>
        </fieldset>
      ))}
      {steps.length === 0 && <p className="muted">{t('approval.noChain')}</p>}
      <div className="row">
        <Button
          disabled={steps.length >= 10}
          onClick={() => setSteps([...steps, { nameZh: '', nameEn: '', users: [] }])}
        >
          {t('approval.addStep')}
        </Button>
        <span style={{ flex: 1 }} />
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Action
          primary
          whyNot={open && t('approval.whyNot.open')}
          loading={save.isPending}
          onClick={() => save.mutate({ act: chain.act, steps }, { onSuccess: onClose })}
        >
          {t('common.save')}
        </Action>
      </div>
      {save.error ? <Problem error={save.error} /> : null}
    </Form>
  )
}
