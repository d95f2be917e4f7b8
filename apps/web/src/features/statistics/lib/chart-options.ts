import type { BarSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Chart, Tone } from './chart-series.ts'

export type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>

/** The theme's colours, by their variables. */
export type Colours = Record<Tone | '--text' | '--dim' | '--line' | '--raised', string>

interface Look {
  colours: Colours
  font: string
  formatDay: (day: string) => string
}

/** A chart as ECharts takes it: bars, one upon the other, above the days. */
export function toChartOption(
  chart: Chart,
  days: readonly string[],
  { colours, font, formatDay }: Look,
): ChartOption {
  const text = { color: colours['--dim'], fontFamily: font, fontSize: 12 }
  return {
    animation: false,
    grid: { left: 4, right: 4, top: 12, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: colours['--line'], opacity: 0.5 } },
      confine: true,
      // Drawn: names come from people, and nothing of them may become markup.
      renderMode: 'richText',
      backgroundColor: colours['--raised'],
      borderColor: colours['--line'],
      textStyle: { color: colours['--text'], fontFamily: font, fontSize: 12 },
      valueFormatter: (value) => chart.format(Number(value)),
    },
    xAxis: {
      type: 'category',
      data: days.map(formatDay),
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: colours['--line'] } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...text, formatter: (value: number) => chart.format(value) },
      splitLine: { lineStyle: { color: colours['--line'] } },
    },
    series: chart.parts.map(({ name, tone, values }) => ({
      type: 'bar',
      stack: 'all',
      name,
      data: [...values],
      barMaxWidth: 36,
      itemStyle: { color: colours[tone] },
    })),
  }
}
