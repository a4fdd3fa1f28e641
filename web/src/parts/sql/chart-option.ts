import type { ChartPlan } from '../../lib/chart.ts'

interface Look {
  readonly token: (name: string) => string
  readonly number: (value: number) => string
  /** The word on a withheld cell. */
  readonly withheld: string
}

const PALETTE = ['accent', 'seal', 'warn', 'ok', 'no', 'ink3', 'ink2', 'line2']

/** ECharts' option. A withheld cell is a hatched stump with its word: it is not zero, and not nothing. */
export function chartOption(plan: ChartPlan, look: Look) {
  const { token, number, withheld } = look
  const known = plan.series.flatMap((series) => series.values.filter((value) => typeof value === 'number'))
  const stump = Math.max(0, ...known) * 0.07 || 1
  const text = { color: token('ink2'), fontFamily: token('sans') }
  const held = {
    color: token('ground'),
    borderColor: token('line2'),
    borderType: 'dashed' as const,
    decal: {
      symbol: 'rect',
      color: token('line2'),
      dashArrayX: [1, 0],
      dashArrayY: [2, 4],
      rotation: -Math.PI / 4,
    },
  }
  const heldItem = {
    value: stump,
    itemStyle: held,
    withheld: true,
    label: { show: true, formatter: withheld, position: 'top' as const, ...text, fontSize: 11 },
  }
  const line = plan.form === 'line'
  const across = plan.form === 'across'
  const drawn = plan.series.map((series, place) => ({
    name: series.name,
    type: line ? ('line' as const) : ('bar' as const),
    ...(plan.form === 'stacked' ? { stack: 'all' } : {}),
    color: token(PALETTE[place % PALETTE.length]!),
    barMaxWidth: 34,
    connectNulls: false,
    symbolSize: 7,
    lineStyle: { width: 2 },
    data: series.values.map((value) => (value === null && !line ? heldItem : (value ?? null))),
  }))
  // A line has a gap there, and a marker on the axis that says why.
  const gaps = plan.series.flatMap((series) =>
    series.values.flatMap((value, place) => (value === null ? [[plan.categories[place]!, 0]] : [])),
  )
  const markers = {
    name: withheld,
    type: 'scatter' as const,
    symbol: 'emptyDiamond',
    symbolSize: 9,
    color: token('ink3'),
    data: gaps,
    label: { show: true, formatter: withheld, position: 'top' as const, ...text, fontSize: 11 },
  }
  const many = plan.categories.length > 8
  const names = {
    type: 'category' as const,
    name: plan.x,
    nameLocation: across ? ('end' as const) : ('middle' as const),
    nameGap: across ? 8 : many ? 46 : 28,
    nameTextStyle: text,
    data: [...plan.categories],
    inverse: across,
    axisLabel: { ...text, rotate: many && !across ? 32 : 0, hideOverlap: true },
    axisLine: { lineStyle: { color: token('line2') } },
    axisTick: { show: false },
  }
  const amounts = {
    type: 'value' as const,
    name: plan.y,
    nameTextStyle: { ...text, align: across ? ('right' as const) : ('left' as const) },
    axisLabel: { ...text, formatter: (value: number) => number(value) },
    splitLine: { lineStyle: { color: token('line') } },
  }
  return {
    aria: { enabled: true, decal: { show: plan.series.length > 1 } },
    animation: false,
    textStyle: text,
    grid: {
      left: 8,
      right: 16,
      top: plan.series.length > 1 ? 44 : 34,
      bottom: many ? 22 : 26,
      containLabel: true,
    },
    legend: plan.series.length > 1 ? { top: 0, left: 0, textStyle: text, itemHeight: 10 } : { show: false },
    tooltip: {
      trigger: 'item' as const,
      backgroundColor: token('card'),
      borderColor: token('line2'),
      textStyle: { color: token('ink') },
      formatter: (item: { name: string; seriesName: string; value: unknown; data: unknown }) => {
        const isHeld = typeof item.data === 'object' && item.data !== null && 'withheld' in item.data
        return `${escape(item.name)} · ${escape(item.seriesName)}: ${isHeld || item.seriesName === withheld ? withheld : number(Number(item.value))}`
      },
    },
    xAxis: across ? amounts : names,
    yAxis: across ? names : amounts,
    series: line && gaps.length > 0 ? [...drawn, markers] : drawn,
  }
}

/** The tooltip is HTML, and names come from data. */
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
