import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputTable } from '../../api/types.ts'
import { CHART_FORMS, type ChartForm, chartPlan, finding } from '../../lib/chart.ts'
import { exact, percent } from '../../lib/format.ts'
import { Chart } from './chart.tsx'
import { ResultTable } from './result-table.tsx'

const figure = (value: number): string => exact(value, Number.isInteger(value) ? 0 : 2)

/** The chart with its finding as the title, and the table behind it. */
export default function Drawing({ output }: { readonly output: OutputTable }) {
  const { t } = useTranslation()
  const statistics = output.columns.filter((column) => column.role === 'statistic')
  const [statistic, setStatistic] = useState(statistics[0]?.name)
  const [form, setForm] = useState<ChartForm | 'auto'>('auto')
  const plan = useMemo(
    () =>
      chartPlan(output, { statistic, form: form === 'auto' ? undefined : form }, { rest: t('result.rest') }),
    [output, statistic, form, t],
  )
  if (!plan) return <ResultTable table={output} caption={t('result.title')} />
  const found = finding(plan)
  const title =
    found.key === 'finding.change'
      ? t(found.params.share < 0 ? 'finding.fell' : 'finding.rose', {
          ...found.params,
          share: percent(Math.abs(found.params.share)),
        })
      : found.key === 'finding.most'
        ? t(found.params.times > 0 ? 'finding.most' : 'finding.mostOnly', {
            ...found.params,
            value: figure(found.params.value),
            times: found.params.times.toFixed(1),
          })
        : found.key === 'finding.even'
          ? t(found.key, {
              y: found.params.y,
              least: figure(found.params.least),
              most: figure(found.params.most),
            })
          : t(found.key, found.params)
  return (
    <div className="stack tight">
      <div className="row">
        <h3 style={{ flex: 1 }}>{title}</h3>
        <Select
          size="small"
          aria-label={t('result.form')}
          value={form}
          onChange={setForm}
          popupMatchSelectWidth={false}
          options={(['auto', ...CHART_FORMS] as const).map((value) => ({
            value,
            label: t(`result.forms.${value}`),
          }))}
        />
        {statistics.length > 1 && (
          <Select
            size="small"
            aria-label={t('result.statistic')}
            value={statistic}
            onChange={setStatistic}
            options={statistics.map(({ name }) => ({ value: name, label: name }))}
          />
        )}
      </div>
      <Chart plan={plan} title={title} />
      <details>
        <summary className="muted">{t('result.behind')}</summary>
        <ResultTable table={output} caption={t('result.title')} />
      </details>
    </div>
  )
}
