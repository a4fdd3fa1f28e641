import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartPlan } from '../../lib/chart.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useScheme } from '../../lib/theme.ts'
import { chartOption } from './chart-option.ts'
import './chart.css'

use([
  BarChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
])

/** The drawing of a plan. Loaded only where a chart is shown. */
export function Chart({ plan, title }: { readonly plan: ChartPlan; readonly title: string }) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const { t } = useTranslation()
  const { number } = useFormat()
  const scheme = useScheme()
  useEffect(() => {
    const made = init(host.current, undefined, { renderer: 'svg' })
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(host.current!)
    return () => {
      watcher.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    // The tokens are read after the document has taken the scheme over.
    const frame = requestAnimationFrame(() => {
      const style = getComputedStyle(document.documentElement)
      const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
      chart.current?.setOption(chartOption(plan, { token, number, withheld: t('result.withheld') }), {
        notMerge: true,
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [plan, number, scheme, t])
  return <div className="chart" ref={host} role="img" aria-label={title} />
}
