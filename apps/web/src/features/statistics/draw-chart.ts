import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from './lib/chart-options.ts'

use([BarChart, GridComponent, TooltipComponent, SVGRenderer])

interface DrawnChart {
  show(option: ChartOption): void
  resize(size: { width: number; height: number }): void
  dispose(): void
}

/** A chart that fills the element. ECharts comes with this file alone. */
export function drawChart(element: HTMLElement, size: { width: number; height: number }): DrawnChart {
  const chart = init(element, null, { renderer: 'svg', ...size })
  return {
    show: (option) => chart.setOption(option, { notMerge: true }),
    resize: (to) => chart.resize(to),
    dispose: () => chart.dispose(),
  }
}
