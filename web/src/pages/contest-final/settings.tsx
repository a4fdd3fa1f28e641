import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { useColleagues } from '../../api/colleagues.ts'
import { type FinalSettings, type FinalView, useSetFinal } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { useOptions } from '../../parts/options.ts'
import { Problem } from '../../parts/problem.tsx'
import { Offers } from './offers.tsx'

const ENVIRONMENTS = ['02', '01', '03', '04', '05', '06', '07'] as const
const OUTPUTS = ['table', 'chart', 'report', 'model', 'file'] as const
const SAFEGUARDS = [
  'staff_bound',
  'two_persons',
  'screen_watermark',
  'no_linking',
  'no_export',
  'training',
] as const

type Needs = NonNullable<FinalSettings['needs']>
const NEEDS: Needs = {
  purposeDetail: '',
  environment: '02',
  outputs: ['table', 'chart', 'report', 'model'],
  retentionDays: 30,
  safeguards: ['staff_bound', 'screen_watermark', 'no_export'],
}
/** The server asks for as much. */
const LEAST = 10

/** What the finalists work with, what their assessment before use says, who presides, and the zones of the venue. */
export function Settings({ id, of }: { readonly id: string; readonly of: FinalView }) {
  const { t } = useFormat()
  const options = useOptions()
  const save = useSetFinal(id)
  const colleagues = useColleagues()
  const [draft, setDraft] = useState<FinalSettings>(of.settings)
  const needs = draft.needs ?? NEEDS
  const set = (change: Partial<FinalSettings>) => setDraft({ ...draft, ...change })
  const need = (change: Partial<Needs>) => set({ needs: { ...needs, ...change } })
  const written = needs.purposeDetail.trim()
  const short = draft.offers.length > 0 && written.length < LEAST
  return (
    <Form layout="vertical" requiredMark={false} className="stack" component="div">
      <Card title={t('contestFinal.offers')}>
        <Offers id={id} of={of} value={draft.offers} onChange={(offers) => set({ offers })} />
      </Card>
      <Card title={t('contestFinal.needs')}>
        <Form.Item
          label={t('risk.purposeDetail')}
          htmlFor="final-purpose"
          extra={t('contestFinal.purposeHint')}
          {...(short ? { validateStatus: 'error' as const, help: t('contestFinal.purposeShort') } : {})}
        >
          <Input.TextArea
            id="final-purpose"
            rows={3}
            maxLength={2000}
            value={needs.purposeDetail}
            onChange={(event) => need({ purposeDetail: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('risk.environment')}>
          <Radio.Group
            aria-label={t('risk.environment')}
            value={needs.environment}
            onChange={(event) => need({ environment: event.target.value as Needs['environment'] })}
            options={options('risk.env', ENVIRONMENTS)}
          />
        </Form.Item>
        <Form.Item label={t('risk.outputs')}>
          <Checkbox.Group
            value={[...needs.outputs]}
            onChange={(outputs) => need({ outputs: outputs as Needs['outputs'] })}
            options={options('risk.output', OUTPUTS)}
          />
        </Form.Item>
        <Form.Item label={t('risk.safeguards')}>
          <Checkbox.Group
            value={[...needs.safeguards]}
            onChange={(safeguards) => need({ safeguards: safeguards as Needs['safeguards'] })}
            options={options('risk.safeguard', SAFEGUARDS)}
          />
        </Form.Item>
        <Form.Item label={t('risk.retention')} htmlFor="final-days">
          <InputNumber
            id="final-days"
            min={0}
            max={3650}
            precision={0}
            value={needs.retentionDays}
            onChange={(days) => need({ retentionDays: days ?? 0 })}
          />
        </Form.Item>
      </Card>
      <Card title={t('contestFinal.site')}>
        <Form.Item
          label={t('contestFinal.presiding')}
          htmlFor="final-presiding"
          extra={t('contestFinal.presidingHint')}
        >
          <Select
            id="final-presiding"
            allowClear
            value={draft.presidingId}
            onChange={(presidingId: string | undefined) => set({ presidingId: presidingId ?? null })}
            options={(colleagues.data?.items ?? [])
              .filter(({ roles }) => roles.includes('data_officer'))
              .map((one) => ({ value: one.id, label: one.displayName }))}
          />
        </Form.Item>
        <Form.Item label={t('contestFinal.zones')} htmlFor="final-zones" extra={t('contestFinal.zonesHint')}>
          <Select
            id="final-zones"
            mode="tags"
            value={draft.zones}
            onChange={(zones: string[]) => set({ zones })}
            open={false}
            suffixIcon={null}
          />
        </Form.Item>
        <Checkbox checked={draft.checkin} onChange={(event) => set({ checkin: event.target.checked })}>
          {t('contestFinal.seatsAsk')}
        </Checkbox>
        <p className="faint">{t('contestFinal.seatsAskHint')}</p>
      </Card>
      {save.error ? <Problem error={save.error} /> : null}
      <div className="row">
        <Button
          type="primary"
          loading={save.isPending}
          disabled={short}
          onClick={() =>
            save.mutate({
              ...draft,
              needs: written.length < LEAST ? null : { ...needs, purposeDetail: written },
            })
          }
        >
          {t('common.save')}
        </Button>
        {save.isSuccess && !save.isPending && <span role="status">{t('contestFinal.saved')}</span>}
      </div>
    </Form>
  )
}
